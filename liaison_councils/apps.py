from django.apps import AppConfig

# Rows whose papers carry a code: letter, model, page.
CODED = (
    ("C", "Council", "council"),
    ("T", "Term", "council_term"),
    ("M", "Meeting", "council_meeting"),
    ("V", "Opinion", "council_opinion"),
    ("Y", "YearReport", "council_year"),
)


class LiaisonCouncilsConfig(AppConfig):
    name = "liaison_councils"
    verbose_name = "交番・駐在所連絡協議会"

    def ready(self) -> None:
        """Enter the papers and where their values come from, navigation and first pages; models exist only now."""
        from casework import clocks, coded, navigation, paper_shelf
        from casework.printing import sources as print_sources
        from casework.search.kinds import enter
        from liaison_councils import clock_kinds, notices, searched
        from liaison_councils.papers import forms, shelf, sources
        from liaison_councils.views import home
        from liaison_councils.views.printing import LETTERS

        forms.register_forms()
        paper_shelf.put_up(shelf.SHELF)
        sources.register_sources()
        print_sources.offer(LETTERS)
        clocks.enter(clock_kinds.SOURCE)
        notices.enter()
        navigation.register("連絡協議会", "councils", "read_councils", order=95)
        home.register()
        for kind in searched.kinds():
            enter(kind)
        for letter, model, page in CODED:
            coded.enter(coded.Kind(letter, self.get_model(model), page))
