from django.apps import AppConfig

NAVIGATION = (  # word, page, permission
    ("ホーム", "home", "home"),
    ("事案", "cases", "read_cases"),
    ("団体", "groups", "read_cases"),
    ("委嘱", "commissions", "read_cases"),
    ("講習・情報提供", "trainings", "read_cases"),
    ("証明書等", "custody", "read_cases"),
    ("交付簿", "register", "read_books"),
    ("証明台帳", "ledger", "read_books"),
    ("期限", "deadlines", "read_cases"),
    ("標章照会", "stickers", "look_up_sticker"),
    ("様式", "forms", "read_forms"),
)
# Rows whose papers carry a code: letter, model, page and the key of the page.
CODED = (
    ("A", "Application", "application", "pk"),
    ("R", "Revocation", "revocation", "pk"),
    ("H", "ReturnNotice", "return_notice", "pk"),  # 返納
    ("G", "Group", "group", "pk"),
    ("Z", "Certification", "group", "group_id"),
    ("D", "LedgerSheet", "ledger_sheet", "pk"),  # 台帳
    ("E", "Commission", "commission", "pk"),
)
# Beside which rows people write: page, model, title, the relation to the row above.
BOARDS = (
    ("application", "Application", "書込み", "group"),
    ("return_notice", "ReturnNotice", "書込み", "group"),
    ("revocation", "Revocation", "書込み", "group"),
    ("commission", "Commission", "書込み", "group"),
    ("training_course", "TrainingCourse", "書込み", ""),
    ("group", "Group", "引継ぎメモ", ""),
)
# Pages below another whose addresses do not say so.
BELOW = {
    "cases": ("returns", "revocations", "demonstrations", "office_notices"),
    "deadlines": ("clock_board",),
}


# Values of the prefecture's profile, beside those of clocks.
NEEDED = ("chief_section", "certificate_symbol", "continuity_times", "continuity_unit")


class BluePatrolConfig(AppConfig):
    name = "blue_patrol"
    verbose_name = "青色防犯パトロール証明事務"

    def ready(self) -> None:
        """Enter what casework asks of an application; models exist only now."""
        from blue_patrol import persons, retention, training_copy, verified

        self._enter_papers()
        self._enter_desk()
        verified.register()
        retention.register()
        persons.register()
        training_copy.register()

    def _enter_papers(self) -> None:
        from blue_patrol.papers import forms, shelf, sources
        from blue_patrol.views.printing import CASES
        from casework import paper_shelf
        from casework.printing import sources as print_sources

        forms.register_forms()
        paper_shelf.put_up(shelf.SHELF)
        sources.register_sources()
        print_sources.offer(CASES)

    def _enter_desk(self) -> None:
        from blue_patrol import clock_kinds, held, notices, offices, searched
        from blue_patrol.models import figures
        from blue_patrol.views.figures import put_up
        from casework import clocks, coded, comments, navigation
        from casework.search.kinds import enter
        from casework.transfers import holdings
        from casework.watch import starting

        starting.need(*NEEDED, *clock_kinds.NEEDED)
        offices.register()
        figures.enter()
        put_up()
        clocks.enter(clock_kinds.SOURCE)
        notices.enter()
        for letter, model, page, key in CODED:
            coded.enter(coded.Kind(letter, self.get_model(model), page, key))
        holdings.enter(held.CASES)
        for page, model, title, above in BOARDS:
            comments.enter(comments.Board(page, self.get_model(model), "comment_cases", title, above))
        for kind in searched.kinds():
            enter(kind)
        for place, (word, page, permission) in enumerate(NAVIGATION, 1):
            navigation.register(word, page, permission, order=place * 10, also=BELOW.get(page, ()))
