"""Every permission with the sentence that says who holds it; what is not listed here is denied.

A permission is asked in two ways: ``held_by(actor)`` for pages and navigation, and called with a case and an
actor by the door. ``reasons`` answers with the sentence to show.
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.roles import (
    CASE_READERS,
    COUNCIL_DESK,
    COUNCIL_READERS,
    EVERY_ROLE,
    HEADQUARTERS_DESK,
    STATION_DESK,
    STATION_ROLES,
    Role,
)


@dataclass(frozen=True)
class Reason:
    """Why not: a sentence for the officer, the clause that says so, and where it can be cured."""

    sentence: str
    clause: str = ""
    cure: str = ""  # a page or section by name: "examination", "attachments", …
    field: str = ""  # the form field it belongs to


NOT_PROVED = "決裁などの決める行為には、二要素認証が要ります。「認証の設定」で登録してください。"


@dataclass(frozen=True)
class Permission:
    code: str
    sentence: str
    roles: frozenset[Role]
    rule: Callable | None = None  # (case, actor) -> Reason | None: a further condition on the person
    decides: bool = False  # asks for a second factor, where one is demanded

    def held_by(self, actor) -> bool:
        return actor.role in self.roles

    def reasons(self, case, actor) -> list[Reason]:
        """Empty when ``actor`` may act on ``case``."""
        held = self.held_by(actor) or actor.in_place_of in self.roles
        if not held or case.station_id not in actor.station_ids:
            return [Reason(self.sentence)]
        if self.decides and not actor.is_proved:
            return [Reason(NOT_PROVED)]
        refused = self.rule and self.rule(case, actor)
        return [refused] if refused else []

    def __call__(self, case, actor) -> bool:
        return not self.reasons(case, actor)


@dataclass(frozen=True)
class NamedBy:
    """The permission that a machine names in this attribute: for an act that several machines have."""

    attribute: str

    def reasons(self, case, actor) -> list[Reason]:
        return getattr(case, self.attribute).reasons(case, actor)

    def __call__(self, case, actor) -> bool:
        return not self.reasons(case, actor)


def hands_off(case, actor) -> Reason | None:
    """Who did the work of a case never decides it, whatever post they hold now."""
    if actor.staff.pk in case.hands():
        return Reason(
            f"{case.hands_on_words}をした人は、異動の後も決裁できません（職務の分離。要領の定めではなく、当システムの決まりです）。"
        )
    return None


def step_is_mine(case, actor) -> Reason | None:
    """The decision route's open step belongs to one level of one division."""
    if refused := hands_off(case, actor):
        return refused
    open_steps = case.open_steps()
    if any(step.is_for(actor.post) for step in open_steps):
        return None
    waiting = "、".join(step.title for step in open_steps) or "なし"
    return Reason(f"いまの決裁の段階（{waiting}）の職が行います。")


def in_charge(case, actor) -> Reason | None:
    """Headquarters' work on a case is the division's that has its duty (BP-4)."""
    if actor.post.division.duty == case.duty:
        return None
    return Reason("この手続を主管する課の職が行います。", "BP-4")


def in_charge_or_asked(case, actor) -> Reason | None:
    """The division in charge, or one whose step of the route (合議) is open."""
    if any(step.is_for(actor.post) for step in case.open_steps()):
        return None
    return in_charge(case, actor)


def in_charge_at_headquarters(case, actor) -> Reason | None:
    """A station's clerk acts for the station; at headquarters the division in charge does."""
    return in_charge(case, actor) if actor.post.division else None


def decided_at_my_step(case, actor) -> Reason | None:
    """A decision is recalled by the post that takes it; not by who examined or forwarded the case."""
    if refused := hands_off(case, actor):
        return refused
    if any(step.is_final and step.is_for(actor.post) for step in case.round_steps()):
        return None
    return Reason("決裁した段階の職が行います。", "BP-5-4")


def of_the_area(case, actor) -> Reason | None:
    """A koban's officers run the councils of their own area; who supervises runs all of the station (LC-3-6)."""
    if actor.role != Role.KOBAN_OFFICER or actor.post.koban_id in case.koban_ids():
        return None
    return Reason("この協議会の所管区の勤務員か、署の地域課の指導者が行います。", "LC-3-6")


def of_own_office(case, actor) -> Reason | None:
    """Who looked at what is gone through by the head of their own office; in a division that decides, its 課長."""
    if case.division_id != actor.post.division_id:
        return Reason("その所属の長が確かめます。")
    if actor.role == Role.HQ_DECIDING and actor.post.level != "課長":
        return Reason("課長の職が確かめます。")
    return None


def where_no_chief(case, actor) -> Reason | None:
    """A station hands over by its chief, or who deputises; headquarters where nobody is in that post."""
    if actor.role == Role.STATION_CHIEF or not case.has_chief():
        return None
    return Reason("この署には署長の職に人がいるので、署長の職が行います。")


def not_ones_own_list(case, actor) -> Reason | None:
    """Who drew up what is to be disposed of does not look it through."""
    if actor.staff.pk == case.drawn_by_id:
        return Reason("一覧を作成した人は、確認できません。ほかの人が行います。")
    return None


def a_second_pair_of_eyes(case, actor) -> Reason | None:
    """The second look is somebody else's than the first, and than the drawer's."""
    if actor.staff.pk == case.first_by_id:
        return Reason("一次確認をした人は、二次確認をできません。ほかの人が行います。")
    return not_ones_own_list(case, actor)


CLERK, CHIEF = frozenset({Role.STATION_CLERK}), frozenset({Role.STATION_CHIEF})
HQ_CLERK = frozenset({Role.HQ_CLERK})
SUPERVISOR, DIVISION = frozenset({Role.STATION_SUPERVISOR}), frozenset({Role.COMMUNITY_DIVISION})
DISPOSALS = "署長、本部の担当課と監察が見られます。"
REVIEWS = "署長か、本部の決裁の職が行います。"
COUNCIL_FIGURES = SUPERVISOR | CHIEF | DIVISION | {Role.INSPECTOR}

_ALL = [
    Permission("home", "配置のある職員が使えます。", EVERY_ROLE),
    Permission("read_cases", "署の生活安全係、署長、本部の担当課と監察が見られます。", CASE_READERS),
    Permission("read_books", "署の生活安全係、署長、本部の担当課と監察が見られます。", CASE_READERS),
    Permission("search", "事案か協議会を見られる職が使えます。", CASE_READERS | COUNCIL_READERS),
    Permission("read_clocks", "事案か協議会を見られる職が使えます。", CASE_READERS | COUNCIL_READERS),
    Permission("read_forms", "配置のある職員が使えます。", EVERY_ROLE),
    Permission("look_up_sticker", "警察官の職が使えます。", EVERY_ROLE - {Role.ADMINISTRATOR}),
    Permission("enter_application", "署の生活安全係の職が行います。", CLERK),
    Permission("examine", "署の生活安全係の職が行います。", CLERK),
    Permission("station_act", "署の生活安全係の職が行います。", CLERK),
    Permission("forward", "署長の職が行います。", CHIEF, decides=True),
    Permission("assign", "署の生活安全係か署長の職が行います。", STATION_DESK),
    Permission("commission", "署長の職が行います。", CHIEF, decides=True),
    Permission("close_register", "署長の職が行います。", CHIEF, decides=True),
    Permission("send_back", "本部の担当課の職が行います。", HEADQUARTERS_DESK, in_charge_or_asked),
    Permission("decide", "本部の決裁の職が行います。", HEADQUARTERS_DESK, step_is_mine, decides=True),
    Permission("acknowledge", "代決された段階の、本来の職が行います。", HEADQUARTERS_DESK, decides=True),
    Permission(
        "recall",
        "決裁した段階の、本部の決裁の職が行います。",
        HEADQUARTERS_DESK,
        decided_at_my_step,
        decides=True,
    ),
    Permission("number_document", "署の生活安全係か署長の職が行います。", STATION_DESK),
    Permission(
        "register_standing",
        "署の生活安全係か、本部の係の職が行います。",
        CLERK | HQ_CLERK,
        in_charge_at_headquarters,
    ),
    Permission(
        "keep_things", "証明書等を保管する署の生活安全係か、本部の係の職が行います。", CLERK | HQ_CLERK
    ),
    Permission("send_things_up", "署の生活安全係か署長の職が行います。", STATION_DESK),
    Permission("void_things", "署の生活安全係か、本部の担当課の職が行います。", CLERK | HEADQUARTERS_DESK),
    Permission("end_standing", "本部の決裁の職が行います。", HEADQUARTERS_DESK, decides=True),
    Permission("headquarters_act", "本部の係の職が行います。", HQ_CLERK, in_charge),
    Permission("answer_remark", "署の生活安全係か署長の職が行います。", STATION_DESK),
    Permission("follow_clocks", "本部の担当課の職が行います。", HEADQUARTERS_DESK, in_charge),
    Permission("keep_deadlines", "署の生活安全係の職が行います。", CLERK),
    Permission(
        "make_paper", "署の生活安全係か署長、本部の担当課の職が行います。", STATION_DESK | HEADQUARTERS_DESK
    ),
    Permission(
        "print_together",
        "署の生活安全係か署長、署の地域課の指導者、本部の担当課の職が行います。",
        STATION_DESK | HEADQUARTERS_DESK | SUPERVISOR,
    ),
    Permission(
        "read_councils", "交番・駐在所、署の地域課、署長、本部の地域課と監察が見られます。", COUNCIL_READERS
    ),
    Permission("read_members", "交番・駐在所、署の地域課と署長が見られます。", COUNCIL_DESK | CHIEF),
    Permission("run_council", "交番・駐在所か、署の地域課の職が行います。", COUNCIL_DESK, of_the_area),
    Permission("supervise_councils", "署の地域課の指導者か署長の職が行います。", SUPERVISOR | CHIEF),
    Permission("approve_council", "署長の職が行います。", CHIEF, decides=True),
    Permission(
        "import_councils",
        "署の地域課の指導者か、本部の地域課の職が行います。",
        SUPERVISOR | DIVISION,
        in_charge_at_headquarters,
    ),
    Permission("follow_councils", "本部の地域課の職が行います。", DIVISION, in_charge),
    Permission("read_case_figures", "署の生活安全係、署長、本部の担当課と監察が見られます。", CASE_READERS),
    Permission(
        "read_council_figures", "署の地域課の指導者と署長、本部の地域課と監察が見られます。", COUNCIL_FIGURES
    ),
    Permission("read_figures", "署、本部の担当課と監察が見られます。", CASE_READERS | COUNCIL_FIGURES),
    Permission("transfer", "署長と、本部の担当課の職が見られます。", CHIEF | HEADQUARTERS_DESK),
    Permission(
        "hand_over",
        "署長の職が行います。署長の職に人がいない署では、本部の係の職が行います。",
        CHIEF | HQ_CLERK,
        where_no_chief,
    ),
    Permission(
        "comment_cases",
        "署の生活安全係か署長、本部の担当課の職が行います。",
        STATION_DESK | HEADQUARTERS_DESK,
    ),
    Permission(
        "comment_councils",
        "交番・駐在所、署の地域課、署長か本部の地域課の職が行います。",
        COUNCIL_DESK | CHIEF | DIVISION,
    ),
    Permission(
        "change_station", "本部の係か地域課の、所管する課の職が行います。", HQ_CLERK | DIVISION, in_charge
    ),
    Permission(
        "read_changes", "本部の担当課と監察が見られます。", HEADQUARTERS_DESK | DIVISION | {Role.INSPECTOR}
    ),
    Permission("station_home", "署の職です。", STATION_ROLES),
    Permission("headquarters_home", "本部の担当課の職です。", HEADQUARTERS_DESK),
    Permission("read_all", "監察の職です。", frozenset({Role.INSPECTOR})),
    Permission(
        "settle_reset",
        "システム管理者、署長か本部の決裁の職が行います。",
        frozenset({Role.ADMINISTRATOR, Role.STATION_CHIEF, Role.HQ_DECIDING}),
        decides=True,
    ),
    Permission("watch", "監察か、システム管理者の職です。", frozenset({Role.INSPECTOR, Role.ADMINISTRATOR})),
    Permission(
        "review_views",
        "署は署長、本部は課長か地域課の職が行います。",
        CHIEF | {Role.HQ_DECIDING} | DIVISION,
        of_own_office,
    ),
    Permission("dispose", "本部の係か地域課の職が行います。", HQ_CLERK | DIVISION),
    Permission("read_disposals", DISPOSALS, HEADQUARTERS_DESK | DIVISION | CHIEF | {Role.INSPECTOR}),
    Permission("review_disposal", REVIEWS, CHIEF | {Role.HQ_DECIDING}, not_ones_own_list, decides=True),
    Permission("approve_disposal", REVIEWS, CHIEF | {Role.HQ_DECIDING}, a_second_pair_of_eyes, decides=True),
    Permission("hold_records", "署長か、本部の担当課の職が行います。", CHIEF | HEADQUARTERS_DESK | DIVISION),
    Permission("answer_persons", "本部の係の職が行います。", HQ_CLERK),
    Permission("see_stopped", "署長と、本部の係の職が見られます。", CHIEF | HQ_CLERK),
    Permission("administer", "システム管理者の職が行います。", frozenset({Role.ADMINISTRATOR})),
]
PERMISSIONS: dict[str, Permission] = {permission.code: permission for permission in _ALL}
