from django.apps import AppConfig

# Rows whose papers carry a code: letter, model, page.
CODED = (
    ("C", "Council", "council"),
    ("T", "Term", "council_term"),
    ("M", "Meeting", "council_meeting"),
    ("V", "Opinion", "council_opinion"),
    ("Y", "YearReport", "council_year"),
)
# Beside which rows people write: page, model.
BOARDS = (("council", "Council"), ("council_meeting", "Meeting"), ("council_opinion", "Opinion"))


class LiaisonCouncilsConfig(AppConfig):
    name = "liaison_councils"
    verbose_name = "交番・駐在所連絡協議会"

    def ready(self) -> None:
        """Enter what casework asks of an application; models exist only now."""
        from liaison_councils import persons, retention, training_copy

        self._enter_papers()
        self._enter_desk()
        retention.register()
        persons.register()
        training_copy.register()

    def _enter_papers(self) -> None:
        from casework import paper_shelf
        from casework.printing import sources as print_sources
        from liaison_councils.papers import forms, shelf, sources
        from liaison_councils.views.printing import LETTERS

        forms.register_forms()
        paper_shelf.put_up(shelf.SHELF)
        sources.register_sources()
        print_sources.offer(LETTERS)

    def _enter_desk(self) -> None:
        from casework import clocks, coded, comments, navigation
        from casework.search.kinds import enter
        from casework.transfers import holdings
        from liaison_councils import clock_kinds, held, notices, offices, searched
        from liaison_councils.models import figures
        from liaison_councils.views import home
        from liaison_councils.views.figures import put_up

        offices.register()
        figures.enter()
        put_up()
        clocks.enter(clock_kinds.SOURCE)
        notices.enter()
        navigation.register("連絡協議会", "councils", "read_councils", order=95)
        home.register()
        holdings.enter(held.COUNCILS)
        for kind in searched.kinds():
            enter(kind)
        for page, model in BOARDS:
            comments.enter(comments.Board(page, self.get_model(model), "comment_councils"))
        for letter, model, page in CODED:
            coded.enter(coded.Kind(letter, self.get_model(model), page))
