"""The machine of a revocation (第8): its whole table, its posts, its guards by their sentences."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from blue_patrol.models import Guidance, Revocation, Standing
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.facts import OPEN
from blue_patrol.models.revocation.machine import found_by_release, open_revocation
from casework.models import Attachment, Deadline, DecisionStep, StateChange
from casework.roles import Role
from casework.workflow import Refused, perform, refusals
from tests.blue_patrol import table
from tests.blue_patrol.test_application_machine import actors
from tests.factories import people
from tests.factories.applications import DAY, REASONS, Desks, application_at, make_group, make_papers
from tests.factories.places import StationFactory
from tests.factories.revocations import (
    FILE,
    FOUND,
    GRAVE,
    GUIDED,
    HANDED,
    REPORTED,
    answers,
    certified_group,
    find,
    now,
    pass_up,
    prepare,
    revocation_at,
    tell_offices,
    with_command,
)
from tests.nights import every_nth, sampled

pytestmark = pytest.mark.django_db

WRITING = ("amend", "rule_out_guidance", "record_statement", "attach", "detach")
NUMBERED = ("number_document", "acknowledge")


def staying(state, *names):
    return dict.fromkeys(names, state)


MACHINE = {
    R.FOUND: staying(R.FOUND, *WRITING) | {
        "guide": R.GUIDED, "dismiss": R.DISMISSED, "report_grounds": R.GROUND_REPORTED,
    },
    R.GUIDED: staying(R.GUIDED, *WRITING, "record_result", "answer") | {
        "guide": R.GUIDED, "correct": R.CORRECTED, "dismiss": R.DISMISSED, "report_grounds": R.GROUND_REPORTED,
    },
    R.SENT_BACK: staying(R.SENT_BACK, *WRITING, *NUMBERED, "record_result", "answer") | {
        "guide": R.GUIDED, "dismiss": R.DISMISSED, "report_grounds": R.GROUND_REPORTED,
    },
    R.GROUND_REPORTED: staying(R.GROUND_REPORTED, *NUMBERED, "endorse") | {
        "send_back": R.SENT_BACK, "approve": R.DECIDED, "decline": R.NOT_REVOKED,
    },
    R.CORRECTED: {},
    R.DISMISSED: {},
    R.DECIDED: staying(R.DECIDED, *NUMBERED) | {"send_notice": R.NOTICE_SENT},
    R.NOT_REVOKED: staying(R.NOT_REVOKED, *NUMBERED),
    R.NOTICE_SENT: staying(R.NOTICE_SENT, *NUMBERED) | {
        "deliver_notice": R.NOTICE_DELIVERED, "fail_delivery": R.NOTICE_UNDELIVERED,
    },
    R.NOTICE_UNDELIVERED: staying(R.NOTICE_UNDELIVERED, *NUMBERED, "fail_delivery") | {
        "send_notice": R.NOTICE_SENT, "deliver_notice": R.NOTICE_DELIVERED, "publish": R.NOTICE_DELIVERED,
    },
    R.NOTICE_DELIVERED: staying(R.NOTICE_DELIVERED, *NUMBERED, "meet_deadline") | {"report_delivery": R.DELIVERY_REPORTED},
    R.DELIVERY_REPORTED: staying(R.DELIVERY_REPORTED, *NUMBERED, "meet_deadline") | {
        "tell_transport": R.DELIVERY_REPORTED, "notify_transport": R.TRANSPORT_NOTIFIED,
    },
    R.TRANSPORT_NOTIFIED: staying(R.TRANSPORT_NOTIFIED, *NUMBERED, "meet_deadline"),
}  # fmt: skip
CLERK, CHIEF, HQ_CLERK = {Role.STATION_CLERK}, {Role.STATION_CHIEF}, {Role.HQ_CLERK}
HEADQUARTERS = {Role.HQ_CLERK, Role.HQ_DECIDING}
WHO = {
    **dict.fromkeys(WRITING, CLERK), "guide": CLERK, "record_result": CLERK, "answer": CLERK, "correct": CLERK, "dismiss": CLERK,
    "report_grounds": CHIEF, "number_document": CLERK | CHIEF, "acknowledge": HEADQUARTERS, "endorse": HEADQUARTERS,
    "send_back": HEADQUARTERS, "approve": HEADQUARTERS, "decline": HEADQUARTERS, "send_notice": HQ_CLERK,
    "deliver_notice": CLERK, "fail_delivery": CLERK, "publish": CLERK, "report_delivery": CLERK, "meet_deadline": CLERK,
    "tell_transport": HQ_CLERK, "notify_transport": HQ_CLERK, "assign": CLERK | CHIEF,
}  # fmt: skip
NAMES = sorted(WHO)
for _state in OPEN:
    MACHINE[_state]["assign"] = _state


@pytest.fixture
def desks():
    """A station whose first step of headquarters is taken by a deputy, so that a 後閲 waits in every later state."""
    station = StationFactory()
    holder = people.headquarters(station.prefecture, "係")
    return with_command(Desks(station, hq_clerk=people.deputy(holder), extra={"holder": holder}))


def allow_publication(case):
    value = {"label": "公示", "content": True, "clause": "BP-8-3", "basis": "I"}
    case.profile.values.get_or_create(key="revocation_public_notice", defaults=value)


def acts(case, desks):
    """How each transition is tried: what must be ready, by whom, with which details."""
    clerk, note = desks.clerk, {"note": "所在が分からない"}

    def ready():
        prepare(case, desks)
        answered()

    def answered():
        if case.state == R.SENT_BACK:
            perform(case, "answer", by=clerk, on=DAY, answers=answers(case))

    def sent_back():
        if case.state == R.GUIDED and not answers(case):
            prepare(case, desks)
            perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)
            perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=REASONS)
            perform(case, "guide", by=clerk, on=DAY, **GUIDED)
        return {"answers": answers(case)}

    def watching():
        if not case.watched():
            perform(case, "guide", by=clerk, on=DAY, **GUIDED | {"result": "watching"})
        if case.state == R.SENT_BACK:  # the guidance led back to the desk: report and return again
            prepare(case, desks)
            perform(case, "answer", by=clerk, on=DAY, answers=answers(case))
            perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)
            perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=REASONS)

    def corrected():
        perform(case, "guide", by=clerk, on=DAY, **GUIDED | {"result": "corrected"})

    def attached():
        perform(case, "attach", by=clerk, on=DAY, **FILE)
        return {"attachment": Attachment.objects.of_case(case).first().pk}

    def unnumbered():
        Revocation.objects.filter(pk=case.pk).update(document_number="")

    def deputised():
        if not DecisionStep.objects.of_case(case).later_reviews().exists():
            perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        return {"step": DecisionStep.objects.of_case(case).later_reviews().first().pk}

    def due():
        return {"deadline": Deadline.objects.of_case(case).open().get(kind="items_back").pk}

    return {
        "amend": (None, clerk, GRAVE),
        "guide": (None, clerk, GUIDED),
        "record_result": (watching, clerk, {"result": "not_corrected", "result_note": "行っていない。"}),
        "rule_out_guidance": (None, clerk, {"beyond_guidance": "代表者が再開しないと明言した。"}),
        "record_statement": (None, clerk, {"statement": "申し開きはない。"}),
        "attach": (None, clerk, FILE),
        "detach": (attached, clerk, {}),
        "answer": (sent_back, clerk, {}),
        "correct": (corrected, clerk, {}),
        "dismiss": (None, clerk, note),
        "report_grounds": (ready, desks.chief, REPORTED),
        "number_document": (unnumbered, clerk, {"document_number": "桜見坂生発第202号"}),
        "acknowledge": (deputised, desks.extra["holder"], {}),
        "endorse": (None, desks.hq_clerk, {}),
        "send_back": (None, desks.hq_clerk, {"reasons": REASONS}),
        "approve": (lambda: pass_up(case, desks), desks.extra["chief"], {}),
        "decline": (lambda: pass_up(case, desks), desks.extra["chief"], note),
        "send_notice": (lambda: make_papers(case), desks.hq_clerk, {"notice_number": "生総発第77号"}),
        "deliver_notice": (None, clerk, HANDED),
        "fail_delivery": (None, clerk, note),
        "publish": (lambda: allow_publication(case), clerk, note),
        "report_delivery": (None, clerk, {}),
        "assign": (None, desks.chief, {"to": desks.chief.staff.pk}),
        "meet_deadline": (due, clerk, {"evidence": "すべて返納された"}),
        "tell_transport": (None, desks.hq_clerk, {}),
        "notify_transport": (lambda: tell_offices(case, desks), desks.hq_clerk, {}),
    }  # fmt: skip


# --- the table -----------------------------------------------------------------------------------------------


def test_the_table_lists_every_declared_transition_and_no_other():
    listed = {str(state): {n: str(t) for n, t in row.items()} for state, row in MACHINE.items() if row}
    assert table.declared(Revocation) == listed
    assert table.names(Revocation) == NAMES
    assert set(MACHINE) == set(R)


@pytest.mark.parametrize("state", list(R))
def test_each_state_takes_its_own_transitions_and_refuses_all_others(state, desks):
    case = revocation_at(state, desks)
    found = {}
    for name in NAMES:
        known = name in MACHINE[state]
        fresh = now(case)  # what an act prepares is rolled back with it
        prepared, by, details = acts(fresh, desks)[name]
        found[name] = table.outcome(fresh, name, prepared if known else None, by, **details)
    assert found == {name: str(MACHINE[state].get(name, "refused")) for name in NAMES}


@pytest.mark.parametrize("state", [state for state in R if MACHINE[state]])
def test_each_transition_is_open_to_its_posts_and_to_no_other(state, desks):
    case = revocation_at(state, desks)
    posts = actors(desks.station)
    for name in MACHINE[state]:
        sentence = getattr(Revocation, name)._django_fsm.get_transition(state).permission.sentence
        allowed = {
            role
            for role, by in posts.items()
            if sentence not in [r.sentence for r in refusals(case, name, by)]
        }
        assert allowed == WHO[name], name


@pytest.mark.parametrize(
    "state",
    sampled([state for state in R if MACHINE[state]], by_day=[R.FOUND, R.GROUND_REPORTED, R.NOTICE_SENT]),
)
def test_the_same_posts_of_another_station_and_prefecture_are_refused(state, desks):
    case = revocation_at(state, desks)
    foreign = actors(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    for name in MACHINE[state]:
        sentence = getattr(Revocation, name)._django_fsm.get_transition(state).permission.sentence
        for role, by in foreign.items():
            assert sentence in [r.sentence for r in refusals(case, name, by)], (name, role)


def test_every_taken_act_leaves_one_row_with_its_before_and_after(desks):
    case = revocation_at(R.TRANSPORT_NOTIFIED, desks)
    rows = list(StateChange.objects.of_case(case).order_by("seq"))
    assert [row.transition for row in rows] == [
        "open", "record_statement", "attach", "report_grounds", "endorse", "endorse", "endorse", "endorse", "approve",
        "send_notice", "deliver_notice", "report_delivery", "notify_transport",
    ]  # fmt: skip
    assert [row.after for row in rows[:-1]] == [row.before for row in rows[1:]]
    assert (rows[0].before, rows[-1].after) == ("", R.TRANSPORT_NOTIFIED)
    assert all(row.clause.startswith("BP-8-") for row in rows)


# --- the finding ---------------------------------------------------------------------------------------------


@pytest.mark.clause(
    "BP-8-1", "BP-8-1-a", "BP-8-1-b", "BP-8-1-c", "BP-8-1-d", "BP-8-1-e", "BP-8-1-f", "BP-8-1-g", "BP-8-1-h"
)
@pytest.mark.parametrize("code", sampled("abcdefgh", by_day=["a", "c"]))
def test_each_ground_opens_a_case_of_a_certified_group(desks, code):
    case = find(desks, grounds=[code])
    assert (case.state, case.grounds, case.handler) == (R.FOUND, [code], desks.clerk.staff)
    assert case.certification.state == Standing.ACTIVE


@pytest.mark.clause("BP-8-1")
@pytest.mark.parametrize(
    ("spoiled", "sentence"),
    every_nth(
        [
            ({"grounds": []}, "該当する事由を一つ以上選んでください。"),
            ({"grounds": ["x"]}, "該当する事由を一つ以上選んでください。"),
            ({"source": "　"}, "端緒（どうして分かったか）を書いてください。"),
            ({"summary": ""}, "事案の概要（日時・場所・行為者・内容）を書いてください。"),
            ({"is_minor": None}, "軽微な違反かどうかを選んでください。"),
            ({"severity_reason": ""}, "軽微な違反に当たらないとする理由を書いてください。"),
        ],
        3,
    ),
)
def test_a_finding_says_what_was_found(desks, spoiled, sentence):
    group = certified_group(desks)
    with pytest.raises(Refused) as refused:
        open_revocation(group, by=desks.clerk, on=DAY, **(GRAVE | spoiled))
    assert [reason.sentence for reason in refused.value.reasons] == [sentence]
    assert refused.value.reasons[0].clause.startswith("BP-8-1")
    case = find(desks, group)
    with pytest.raises(Refused, match=sentence[:8]):
        perform(case, "amend", by=desks.clerk, on=DAY, **(GRAVE | spoiled))


def test_only_a_group_with_a_valid_certificate_is_found(desks):
    group = application_at("arrived", desks).group
    with pytest.raises(Refused, match="この団体には、有効な証明がありません。"):
        open_revocation(group, by=desks.clerk, on=DAY, **GRAVE)


def test_a_group_has_one_open_revocation(desks):
    case = find(desks)
    with pytest.raises(Refused, match="この団体の取消しの事案が、すでに進んでいます。"):
        find(desks, case.group)
    perform(case, "dismiss", by=desks.clerk, on=DAY, note="別の団体の車だった。")
    assert find(desks, case.group).state == R.FOUND


def test_the_database_holds_one_open_revocation_a_group_too(desks):
    case = find(desks)
    second = Revocation(**{f.attname: getattr(case, f.attname) for f in Revocation._meta.concrete_fields if f.name not in ("id", "state")})  # fmt: skip
    with pytest.raises(IntegrityError, match="one_open_revocation_a_group"), transaction.atomic():
        second.save()


def test_only_the_clerk_of_the_groups_station_opens_it(desks):
    group = certified_group(desks)
    for other in (desks.chief, desks.hq_clerk, people.clerk(StationFactory())):
        with pytest.raises(Refused, match="署の生活安全係の職が行います。"):
            open_revocation(group, by=other, on=DAY, **GRAVE)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "証明書の交付の日より前にできません"), (9999, "先の日付は記録できません。")],
)
def test_the_day_of_the_finding_lies_in_the_standing_and_not_ahead(desks, days, sentence):
    group = certified_group(desks)
    with pytest.raises(Refused, match=sentence):
        open_revocation(group, by=desks.clerk, on=DAY + dt.timedelta(days=days), **GRAVE)


@pytest.mark.clause("BP-8-1-c", "BP-12-3")
def test_a_release_opens_ground_c_once_and_only_of_a_certified_group(desks):
    group = certified_group(desks)

    def release():
        with transaction.atomic():
            return found_by_release(group, desks.clerk, DAY, "署長の委嘱を解いた。")

    case = release()
    assert (case.grounds, case.state, case.source, case.is_minor) == (["c"], R.FOUND, "委嘱の解除", False)
    assert release().pk == case.pk
    group = make_group(desks.station, people=0)
    assert release() is None


# --- guidance first (なお書) -----------------------------------------------------------------------------------

FIRST = "軽微な違反は、まず指導を行います。"


def gaps(case) -> list[tuple[str, str]]:
    return [(reason.clause, reason.sentence) for reason in now(case).report_gaps()]


@pytest.mark.clause("BP-8-1-nao")
def test_a_minor_breach_is_reported_only_after_guidance_that_did_not_mend_it(desks):
    case = find(desks, **FOUND)
    prepare(case, desks)
    with pytest.raises(Refused, match=FIRST) as refused:
        perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)
    assert [reason.clause for reason in refused.value.reasons] == ["BP-8-1-nao"]
    case = perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED | {"result": "watching"})
    assert gaps(case) == [("BP-8-1-nao", "最後の指導の結果を記録してください。")]
    with pytest.raises(Refused, match="前の指導の結果を記録してください。"):
        perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED)
    case = perform(case, "record_result", by=desks.clerk, on=DAY, result="corrected")
    assert gaps(case) == [("BP-8-1-nao", "最後の指導で是正されています。「是正」を記録して終えてください。")]
    case = perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED)
    assert perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED).state == R.GROUND_REPORTED
    assert Guidance.objects.filter(revocation=case).count() == 2


@pytest.mark.clause("BP-8-1-nao")
def test_a_written_finding_that_guidance_cannot_mend_it_stands_in_its_place(desks):
    case = find(desks, **FOUND)
    prepare(case, desks)
    with pytest.raises(Refused, match="指導では是正できない理由を書いてください。"):
        perform(case, "rule_out_guidance", by=desks.clerk, on=DAY, beyond_guidance="　")
    perform(case, "rule_out_guidance", by=desks.clerk, on=DAY, beyond_guidance="代表者が行方不明である。")
    assert perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED).state == R.GROUND_REPORTED


@pytest.mark.clause("BP-8-1-nao")
def test_a_breach_that_guidance_mended_ends(desks):
    case = find(desks, **FOUND)
    case = perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED)
    with pytest.raises(Refused, match="指導の結果が「是正された」のときに、終えられます。"):
        perform(case, "correct", by=desks.clerk, on=DAY)
    perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED | {"result": "corrected"})
    case = perform(case, "correct", by=desks.clerk, on=DAY)
    assert (case.state, case.closed_on, case.certification.state) == (R.CORRECTED, DAY, Standing.ACTIVE)


@pytest.mark.clause("BP-8-1")
def test_a_report_wants_the_groups_statement_and_the_documents(desks):
    case = find(desks)
    assert gaps(case) == [
        ("BP-8-1", "団体の弁明を記録してください。述べなかったときは、求めた日と、そのことを書きます。"),
        ("BP-8-1", "事由を明らかにする書類を添付してください。"),
    ]
    prepare(case, desks)
    assert gaps(case) == []


@pytest.mark.clause("BP-8-1")
def test_what_headquarters_sent_back_is_answered_before_it_goes_up_again(desks):
    case = revocation_at(R.SENT_BACK, desks)
    assert gaps(case) == [("BP-8-1", "差戻しの理由に、直したことを書いてください。")]
    case = perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED)
    assert gaps(case) == [("BP-8-1", "差戻しの理由に、直したことを書いてください。")]
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers(case))
    case = perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)
    assert (case.state, case.round) == (R.GROUND_REPORTED, 2)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"opinion": ""}, "署長の意見を選んでください。"),
        ({"opinion": "leave", "remarks": " "}, "取消しを具申しないとする理由を書いてください。"),
    ],
)
def test_the_chief_says_whether_the_revocation_is_asked_for(desks, told, sentence):
    case = find(desks)
    prepare(case, desks)
    with pytest.raises(Refused, match=sentence):
        perform(case, "report_grounds", by=desks.chief, on=DAY, **(REPORTED | told))


def test_a_standing_that_ended_meanwhile_is_neither_reported_nor_decided(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    pass_up(case, desks)
    perform(case.certification, "end", by=desks.clerk, on=DAY)
    with pytest.raises(Refused, match=r"証明は「終了」です。取り消す証明がありません。"):
        perform(case, "approve", by=desks.extra["chief"], on=DAY)
    assert (
        perform(now(case), "decline", by=desks.extra["chief"], on=DAY, note="返納された").state
        == R.NOT_REVOKED
    )


def test_what_is_written_at_the_desk_lies_between_the_finding_and_today(desks):
    case = find(desks)
    for day in (DAY - dt.timedelta(days=1), dt.date(2099, 1, 1)):
        with pytest.raises(Refused, match="認知した日からきょうまでの日にしてください。"):
            perform(case, "guide", by=desks.clerk, on=day, **GUIDED)
    later = DAY + dt.timedelta(days=3)
    perform(case, "guide", by=desks.clerk, on=later, **GUIDED)
    prepare(case, desks)
    with pytest.raises(Refused, match="より前の日付は記録できません。"):
        perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)


# --- separation of duties ------------------------------------------------------------------------------------


@pytest.mark.clause("BP-8-2")
@pytest.mark.parametrize("hand", ["clerk", "chief"])
def test_who_found_or_reported_it_never_decides_it_after_a_transfer(desks, hand):
    case = revocation_at(R.GROUND_REPORTED, desks)
    staff = getattr(desks, hand).staff
    moved = people.headquarters(desks.station.prefecture, "本部長", duty="command", staff=staff)
    for actor in (desks.hq_clerk, desks.assistant, desks.director, desks.extra["bureau"]):
        perform(case, "endorse", by=actor, on=DAY)
    for name in ("approve", "decline"):
        with pytest.raises(Refused, match="認知、指導または報告をした人は、異動の後も決裁できません"):
            perform(case, name, by=moved, on=DAY, note="理由")


@pytest.mark.clause("BP-8-2")
def test_the_last_step_is_that_of_the_hq_chief(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    with pytest.raises(Refused, match=r"いまの決裁の段階（係）の職が行います。"):
        perform(case, "approve", by=desks.extra["chief"], on=DAY)
    pass_up(case, desks)
    with pytest.raises(Refused, match=r"いまの決裁の段階（本部長）の職が行います。"):
        perform(case, "approve", by=desks.director, on=DAY)
