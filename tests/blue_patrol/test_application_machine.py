"""The machine of a certification application: its whole table, its posts, its guards by their sentences."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from blue_patrol.models import CertificationApplication, ExaminationFinding
from blue_patrol.rules import attachments, examination
from casework.models import (
    Attachment,
    Deadline,
    DecisionStep,
    IssuedPaper,
    PrefectureProfile,
    ReturnReason,
    StateChange,
)
from casework.models.road import OPEN_STATES
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.roles import Role
from casework.workflow import Refused, Stale, available, open_case, perform, perform_all, refusals
from tests.blue_patrol import table
from tests.factories import people
from tests.factories.applications import (
    DAY,
    INSTRUCTED,
    PDF,
    REASONS,
    Desks,
    application_at,
    attach_all,
    judged,
    make_group,
    make_papers,
    start,
    steps,
)
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db

# What leads where; a step that stays names its own state. What is not listed must be refused.
MACHINE = {
    S.DRAFT: {
        "amend": S.DRAFT, "attach": S.DRAFT, "detach": S.DRAFT, "record_training": S.DRAFT, "record_qualification": S.DRAFT,
        "receive": S.RECEIVED, "withdraw": S.WITHDRAWN,
    },
    S.RECEIVED: {
        "attach": S.RECEIVED, "detach": S.RECEIVED, "examine": S.RECEIVED, "record_training": S.RECEIVED, "record_qualification": S.RECEIVED,
        "request_correction": S.CORRECTION, "forward": S.FORWARDED, "withdraw": S.WITHDRAWN,
    },
    S.CORRECTION: {
        "amend": S.CORRECTION, "attach": S.CORRECTION, "detach": S.CORRECTION, "record_training": S.CORRECTION, "record_qualification": S.CORRECTION,
        "resubmit": S.RECEIVED, "withdraw": S.WITHDRAWN,
    },
    S.FORWARDED: {
        "number_document": S.FORWARDED, "endorse": S.FORWARDED, "acknowledge": S.FORWARDED, "record_training": S.FORWARDED, "record_qualification": S.FORWARDED, "send_back": S.SENT_BACK,
        "approve": S.APPROVED, "decline": S.DECLINED, "withdraw": S.WITHDRAWN,
    },
    S.SENT_BACK: {
        "number_document": S.SENT_BACK, "answer": S.SENT_BACK, "attach": S.SENT_BACK, "detach": S.SENT_BACK, "examine": S.SENT_BACK, "acknowledge": S.SENT_BACK,
        "record_training": S.SENT_BACK, "record_qualification": S.SENT_BACK, "request_correction": S.CORRECTION, "forward": S.FORWARDED, "withdraw": S.WITHDRAWN,
    },
    S.APPROVED: {"number_document": S.APPROVED, "acknowledge": S.APPROVED, "record_training": S.APPROVED, "record_qualification": S.APPROVED, "dispatch": S.DISPATCHED, "recall": S.FORWARDED},
    S.DECLINED: {"number_document": S.DECLINED, "acknowledge": S.DECLINED},
    S.DISPATCHED: {"number_document": S.DISPATCHED, "acknowledge": S.DISPATCHED, "record_training": S.DISPATCHED, "record_qualification": S.DISPATCHED, "arrive": S.ARRIVED},
    S.ARRIVED: {"number_document": S.ARRIVED, "acknowledge": S.ARRIVED, "record_training": S.ARRIVED, "record_qualification": S.ARRIVED, "deliver": S.DELIVERED,
        "return_undelivered": S.UNDELIVERED, "replace": S.ARRIVED, "send_after": S.ARRIVED, "take_in_after": S.ARRIVED, "destroy_returned": S.ARRIVED,
    },
    S.DELIVERED: {
        "number_document": S.DELIVERED, "acknowledge": S.DELIVERED, "record_training": S.DELIVERED, "record_qualification": S.DELIVERED, "meet_deadline": S.DELIVERED, "report": S.REPORTED,
        "hand_over_cards": S.DELIVERED, "replace": S.DELIVERED, "send_after": S.DELIVERED, "take_in_after": S.DELIVERED, "destroy_returned": S.DELIVERED,
        "correct_register": S.DELIVERED,
    },
    S.REPORTED: {"number_document": S.REPORTED, "acknowledge": S.REPORTED, "record_training": S.REPORTED, "record_qualification": S.REPORTED, "meet_deadline": S.REPORTED, "hand_over_cards": S.REPORTED,
        "replace": S.REPORTED, "send_after": S.REPORTED, "take_in_after": S.REPORTED, "destroy_returned": S.REPORTED, "correct_register": S.REPORTED,
    },
    S.UNDELIVERED: {"acknowledge": S.UNDELIVERED, "number_document": S.UNDELIVERED, "destroy_returned": S.UNDELIVERED},
    S.WITHDRAWN: {},
}  # fmt: skip
for _state in OPEN_STATES:
    MACHINE[_state]["assign"] = _state
NAMES = (
    "acknowledge", "amend", "answer", "approve", "arrive", "assign", "attach", "correct_register", "decline", "deliver", "destroy_returned",
    "detach", "dispatch", "endorse", "examine", "forward", "hand_over_cards", "meet_deadline", "number_document", "recall",
    "receive", "record_qualification", "record_training", "replace", "report", "request_correction", "resubmit", "return_undelivered", "send_after", "send_back",
    "take_in_after", "withdraw",
)  # fmt: skip
CLERK, CHIEF = {Role.STATION_CLERK}, {Role.STATION_CHIEF}
HEADQUARTERS = {Role.HQ_CLERK, Role.HQ_DECIDING}
WHO = {
    "amend": CLERK, "answer": CLERK, "attach": CLERK, "detach": CLERK, "receive": CLERK, "request_correction": CLERK, "resubmit": CLERK,
    "withdraw": CLERK, "examine": CLERK, "record_training": CLERK, "record_qualification": CLERK, "arrive": CLERK, "deliver": CLERK, "report": CLERK, "hand_over_cards": CLERK, "correct_register": CLERK,
    "meet_deadline": CLERK, "forward": CHIEF, "send_back": HEADQUARTERS, "endorse": HEADQUARTERS, "approve": HEADQUARTERS,
    "decline": HEADQUARTERS, "acknowledge": HEADQUARTERS, "dispatch": {Role.HQ_CLERK}, "replace": {Role.HQ_CLERK},
    "send_after": {Role.HQ_CLERK}, "destroy_returned": {Role.HQ_CLERK}, "recall": HEADQUARTERS, "number_document": CLERK | CHIEF,
    "take_in_after": CLERK, "return_undelivered": CLERK, "assign": CLERK | CHIEF,
}  # fmt: skip


@pytest.fixture
def desks():
    """A station whose first step of headquarters is taken by a deputy, so that a 後閲 waits in every later state."""
    station = StationFactory()
    holder = people.headquarters(station.prefecture, "係")
    return Desks(station, hq_clerk=people.deputy(holder), extra={"holder": holder})


def acts(case, desks):
    """How each transition is tried: what must be ready, by whom, with which details."""
    clerk = desks.clerk

    def examined():
        perform(case, "examine", by=clerk, on=DAY, findings=judged())
        if case.state == S.SENT_BACK:
            perform(case, "answer", by=clerk, on=DAY, **answered())

    def endorsed():
        perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        perform(case, "endorse", by=desks.assistant, on=DAY)

    def attached():
        attach_all(case, desks)
        return {"attachment": Attachment.objects.of_case(case).first().pk}

    def sealed():
        things = list(case.things().filter(state="blank"))
        perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
        perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
        make_papers(case)

    def a_card():
        return case.things().filter(kind="card", state="at_station").first()

    def lost():
        perform(a_card(), "lose", by=clerk, on=DAY)

    def replaced():
        lost()
        perform(case, "replace", by=desks.hq_clerk, on=DAY)
        sealed()

    def travelling():
        replaced()
        perform(case, "send_after", by=desks.hq_clerk, on=DAY)

    def brought_back():
        if case.state != S.UNDELIVERED:
            perform(a_card(), "send_up", by=clerk, on=DAY)

    def unnumbered():
        CertificationApplication.objects.filter(pk=case.pk).update(document_number="")

    def answered():
        return {"answers": {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case)}}

    def deputised():
        if case.state == S.FORWARDED:
            perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        return {"step": DecisionStep.objects.of_case(case).later_reviews().first().pk}

    def due():
        return {"deadline": Deadline.objects.of_case(case).open().first().pk}

    def chosen():
        trained = [
            thing.pk for thing in case.things() if not thing.patroller or thing.patroller.is_trained(DAY)
        ]
        return {"credentials": trained}

    def takes_the_qualification():
        profile = case.profile or PrefectureProfile.in_force(case.station.prefecture, DAY)
        value = {"label": "資格", "content": ["指導教育責任者"], "clause": "BP-5-2-c", "basis": "I"}
        profile.values.get_or_create(key="training_alternatives", defaults=value)
        return {"patrollers": [case.group.patrollers.first().pk]}

    def waiting():
        card = case.waiting_cards().first()
        perform(
            case, "record_training", by=clerk, on=DAY, patrollers=[card.patroller_id], trainer="生活安全課"
        )
        return {"credentials": [card.pk]}

    def a_row():
        entry = case.register_entries.earliest("pk")
        row = {name: getattr(entry, name) for name in case.CORRECTED}
        return {"entry": entry.pk} | row | {"receiver_name": "青葉 護"}

    attachment = {"kind": "lamp", "name": "図面.pdf", "content": PDF, "media_type": "application/pdf"}
    handed = {"instructed": INSTRUCTED, "receiver_name": "青葉 守", "receiver_kind": "representative"}
    note = {"note": "申出があった"}
    return {
        "amend": (None, clerk, {"part": "plan", "changed": ["patrol_area"]}),
        "attach": (None, clerk, attachment),
        "detach": (attached, clerk, {}),
        "answer": (answered, clerk, {}),
        "receive": (lambda: attach_all(case, desks), clerk, {}),
        "request_correction": (None, clerk, {"reasons": REASONS}),
        "resubmit": (answered, clerk, {}),
        "withdraw": (None, clerk, note),
        "examine": (None, clerk, {"findings": judged()}),
        "record_training": (None, clerk, {"patrollers": [case.group.patrollers.first().pk], "trainer": "生活安全課"}),
        "record_qualification": (takes_the_qualification, clerk, {"qualification": "指導教育責任者", "document_number": "第1号"}),
        "forward": (examined, desks.chief, {"document_number": "桜見坂生発第1号", "opinion": "fit"}),
        "send_back": (None, desks.hq_clerk, {"reasons": REASONS}),
        "endorse": (None, desks.hq_clerk, {}),
        "approve": (endorsed, desks.director, {}),
        "decline": (endorsed, desks.director, note),
        "acknowledge": (deputised, desks.extra["holder"], {}),
        "dispatch": (sealed, desks.hq_clerk, {}),
        "arrive": (None, clerk, {}),
        "deliver": (chosen, clerk, handed),
        "report": (None, clerk, {}),
        "hand_over_cards": (waiting, clerk, {"receiver_name": "実施 者0"}),
        "number_document": (unnumbered, clerk, {"document_number": "桜見坂生発第2号"}),
        "correct_register": (a_row, clerk, {"note": "聞き違い"}),
        "recall": (None, desks.director, note),
        "replace": (lost, desks.hq_clerk, {}),
        "send_after": (replaced, desks.hq_clerk, {}),
        "take_in_after": (travelling, clerk, {}),
        "return_undelivered": (None, clerk, note),
        "destroy_returned": (brought_back, desks.hq_clerk, {}),
        "meet_deadline": (due, clerk, {"evidence": "検査証の写しを見た"}),
        "assign": (None, clerk, {"to": people.clerk(desks.station).staff.pk, "note": "証明書の受領待ち"}),
    }  # fmt: skip


# --- the table -----------------------------------------------------------------------------------------------


def test_the_table_lists_every_declared_transition_and_no_other():
    listed = {str(state): {n: str(t) for n, t in row.items()} for state, row in MACHINE.items() if row}
    assert table.declared(CertificationApplication) == listed
    assert tuple(table.names(CertificationApplication)) == NAMES
    assert set(MACHINE) == set(S)


@pytest.mark.parametrize("state", list(S))
def test_each_state_takes_its_own_transitions_and_refuses_all_others(state, desks):
    case = application_at(state, desks, untrained=1)
    tried = acts(case, desks)
    found = {}
    for name in NAMES:
        prepare, by, details = tried[name]
        known = name in MACHINE[state]
        found[name] = table.outcome(case, name, prepare if known else None, by, **details)
    assert found == {name: str(MACHINE[state].get(name, "refused")) for name in NAMES}


@pytest.mark.parametrize("state", every_nth(list(S), 4))
def test_a_refused_act_writes_no_history(state, desks):
    case = application_at(state, desks)
    before = StateChange.objects.count()
    refused = next(name for name in NAMES if name not in MACHINE[state])
    with pytest.raises(Refused, match=f"「{S(state).label}」の事案では行えません。"):
        perform(case, refused, by=desks.clerk, on=DAY)
    assert StateChange.objects.count() == before


def test_every_taken_act_leaves_one_row_with_its_before_and_after(desks):
    case = application_at(S.REPORTED, desks)
    rows = list(StateChange.objects.of_case(case).order_by("seq"))
    assert [row.transition for row in rows] == [
        "open", "attach", "attach", "attach", "attach", "receive", "examine", "forward", "endorse", "endorse", "approve",
        "dispatch", "arrive", "deliver", "report",
    ]  # fmt: skip
    assert [row.after for row in rows[:-1]] == [row.before for row in rows[1:]]
    assert (rows[0].before, rows[-1].after) == ("", S.REPORTED)
    assert case.revision == len(rows) - 1


def test_the_words_of_every_act_are_the_offices_words():
    labels = {name: CertificationApplication.label_of(name) for name in ("open", *NAMES)}
    assert labels == {
        "open": "下書き", "acknowledge": "後閲", "amend": "記載", "answer": "差戻しへの回答", "approve": "決裁", "arrive": "受領", "attach": "添付",
        "decline": "不承認", "deliver": "交付", "detach": "添付を外す", "dispatch": "送付", "endorse": "審査", "examine": "調査",
        "forward": "進達", "hand_over_cards": "実施者証の交付", "correct_register": "交付簿の訂正", "meet_deadline": "期限の完了", "receive": "受理", "record_training": "講習の記録", "record_qualification": "講習に代わる資格の記録",
        "report": "交付の報告", "request_correction": "補正を求める", "resubmit": "再提出を受ける", "send_back": "差戻し",
        "withdraw": "取下げ", "number_document": "文書番号の記入", "recall": "決裁の取消し", "replace": "作り直し", "send_after": "追送",
        "take_in_after": "追送の受領", "return_undelivered": "交付不能", "destroy_returned": "返送品の廃棄",
        "assign": "担当の変更",
    }  # fmt: skip


# --- who -----------------------------------------------------------------------------------------------------


def actors(station):
    """One actor of every role, of the station and of its headquarters."""
    desk = {Role.HQ_CLERK: "係", Role.HQ_DECIDING: "課長"}
    other = {Role.COMMUNITY_DIVISION: "councils", Role.INSPECTOR: "inspection", Role.ADMINISTRATOR: "system"}
    found = {
        role: people.station_actor(station, role)
        for role in (Role.STATION_CLERK, Role.STATION_CHIEF, Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR)
    }
    found |= {role: people.headquarters(station.prefecture, level) for role, level in desk.items()}
    found |= {
        role: people.headquarters(station.prefecture, "", role=role, duty=duty)
        for role, duty in other.items()
    }
    return found


def test_the_table_of_posts_names_every_transition():
    assert set(WHO) == set(NAMES)


@pytest.mark.parametrize("state", [state for state in S if MACHINE[state]])
def test_each_transition_is_open_to_its_posts_and_to_no_other(state, desks):
    case = application_at(state, desks)
    posts = actors(desks.station)
    assert set(posts) == set(Role)
    for name in MACHINE[state]:
        sentence = getattr(type(case), name)._django_fsm.get_transition(state).permission.sentence
        allowed = {
            role
            for role, by in posts.items()
            if sentence not in [r.sentence for r in refusals(case, name, by)]
        }
        assert allowed == WHO[name], name


@pytest.mark.parametrize("state", every_nth([state for state in S if MACHINE[state]], 4))
def test_the_same_posts_of_another_station_and_prefecture_are_refused(state, desks):
    case = application_at(state, desks)
    foreign = actors(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    for name in MACHINE[state]:
        sentence = getattr(type(case), name)._django_fsm.get_transition(state).permission.sentence
        for role, by in foreign.items():
            assert sentence in [r.sentence for r in refusals(case, name, by)], (name, role)


def test_an_act_by_the_wrong_post_says_whose_it_is(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused, match="署長の職が行います。"):
        perform(case, "forward", by=desks.clerk, on=DAY, document_number="1", opinion="fit")


def test_only_a_clerk_of_the_station_opens_an_application(desks):
    group = make_group(desks.station, people=0)  # a training would want an act
    draft = CertificationApplication(station=desks.station, group=group)
    with pytest.raises(Refused, match="署の生活安全係の職が行います。"):
        open_case(draft, by=desks.chief, permission=PERMISSIONS["enter_application"])
    foreign = people.clerk(StationFactory())
    with pytest.raises(Refused, match="署の生活安全係の職が行います。"):
        open_case(draft, by=foreign, permission=PERMISSIONS["enter_application"])


def test_what_a_page_offers_is_what_the_door_takes(desks):
    case = application_at(S.RECEIVED, desks)
    offered = available(case, desks.clerk)
    assert set(offered) == set(MACHINE[S.RECEIVED])
    assert offered["request_correction"] == []
    assert offered["forward"][0].sentence == "署長の職が行います。"


# --- guards of the intake (第5の1) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "clause", "sentence"),
    every_nth([
        pytest.param("plan", "BP-5-1-a", "団体とパトロールの概要（実施の計画）を入力してください。", marks=pytest.mark.clause("BP-5-1-a")),
        pytest.param("roster", "BP-5-1-b", "実施者名簿に1人以上を入力してください。", marks=pytest.mark.clause("BP-5-1-b")),
        pytest.param("pledge", "BP-5-1-c", "誓約書の日付を入力してください。", marks=pytest.mark.clause("BP-5-1-c")),
        pytest.param("inspection_record", "BP-5-1-d", "の自動車検査証記録事項の書面を添付してください。", marks=pytest.mark.clause("BP-5-1-d")),
        pytest.param("cars", "BP-5-1-d", "使用する自動車を1台以上入力してください。", marks=pytest.mark.clause("BP-5-1-d")),
        pytest.param("lamp", "BP-5-1-e", "青色回転灯等の取付位置・大きさ・形状の図面又は写真を添付してください。", marks=pytest.mark.clause("BP-5-1-e")),
        pytest.param("lamp_data", "BP-5-1-e", "青色回転灯等の光度等が分かる資料を添付してください。", marks=pytest.mark.clause("BP-5-1-e")),
        pytest.param("marking", "BP-5-1-f", "団体の名称とパトロール中の表示の資料を添付してください。", marks=pytest.mark.clause("BP-5-1-f")),
    ], 4),
)  # fmt: skip
@pytest.mark.parametrize("state", [S.DRAFT, S.CORRECTION])
def test_receipt_waits_for_each_document(desks, state, spoil, clause, sentence):
    case = application_at(state, desks)
    if state == S.DRAFT:
        attach_all(case, desks)
    _spoil(case, spoil)
    case = CertificationApplication.objects.get(pk=case.pk)
    name = "receive" if state == S.DRAFT else "resubmit"
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case)}
    with pytest.raises(Refused) as refused:
        perform(case, name, by=desks.clerk, on=DAY, answers=answers)
    found = [(reason.clause, reason.sentence) for reason in refused.value.reasons]
    assert [(c, s.endswith(sentence)) for c, s in found] == [(clause, True)]
    assert refused.value.reasons[0].cure


def _spoil(case, what):
    rows = CertificationApplication.objects.filter(pk=case.pk)
    if what == "plan":
        rows.update(patrol_area="")
    elif what == "pledge":
        rows.update(pledged_on=None)
    elif what == "roster":
        case.group.patrollers.update(removed_on=DAY)
    elif what == "cars":
        case.group.vehicles.update(removed_on=DAY)
    else:
        Attachment.objects.of_case(case).filter(kind=what).update(
            removed_on=dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
        )


@pytest.mark.clause("BP-5-1")
def test_receipt_waits_for_the_type_of_group_and_the_day_of_the_application(desks):
    case = start(desks, group_type="")
    attach_all(case, desks)
    CertificationApplication.objects.filter(pk=case.pk).update(applied_on=None)
    with pytest.raises(Refused) as refused:
        perform(case, "receive", by=desks.clerk, on=DAY)
    assert [reason.sentence for reason in refused.value.reasons] == [
        "団体の区分を選んでください。", "申請年月日を入力してください。",
    ]  # fmt: skip


@pytest.mark.clause("BP-5-1", "BP-1")
def test_receipt_gives_a_number_a_handler_a_day_and_the_version_of_the_rules(desks):
    case = application_at(S.RECEIVED, desks)
    assert case.receipt_number == "R8-0001"
    assert (case.received_on, case.received_by, case.handler) == (DAY, desks.clerk.staff, desks.clerk.staff)
    assert case.profile.version == "令和5年1月1日版"
    assert application_at(S.RECEIVED, desks).receipt_number == "R8-0002"
    elsewhere = Desks(StationFactory())
    assert application_at(S.RECEIVED, elsewhere).receipt_number == "R8-0001"


def test_every_car_needs_its_own_inspection_record(desks):
    case = start(desks, cars=3)
    attach_all(case, desks)
    first = Attachment.objects.of_case(case).filter(kind=attachments.INSPECTION_RECORD.code).first()
    perform(case, "detach", by=desks.clerk, on=DAY, attachment=first.pk)
    (gap,) = case.intake_gaps()
    assert gap.clause == "BP-5-1-d"
    assert str(case.group.vehicles.get(pk=first.subject_pk)) in gap.sentence


# --- guards of the forwarding (第5の2, 第5の3) -----------------------------------------------------------------


def forward(case, desks, **details):
    details = {"document_number": "桜見坂生発第1号", "opinion": "fit"} | details
    return perform(case, "forward", by=desks.chief, on=DAY, **details)


@pytest.mark.clause("BP-5-2", "BP-5-3")
def test_forwarding_waits_until_every_item_is_judged(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused, match="調査12項目のうち12項目に結果がありません") as refused:
        forward(case, desks)
    assert [(r.clause, r.cure) for r in refused.value.reasons] == [("BP-5-3", "examination")]
    all_but_one = [finding for finding in judged() if finding["item"] != "d-4"]
    perform(case, "examine", by=desks.clerk, on=DAY, findings=all_but_one)
    with pytest.raises(Refused, match="1項目に結果がありません"):
        forward(case, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=[f for f in judged() if f["item"] == "d-4"])
    assert forward(case, desks).state == S.FORWARDED


@pytest.mark.parametrize(
    "code",
    every_nth([
        pytest.param("a", marks=pytest.mark.clause("BP-5-2")), pytest.param("b", marks=pytest.mark.clause("BP-5-2-b")),
        pytest.param("c", marks=pytest.mark.clause("BP-5-2-c")), pytest.param("d-1", marks=pytest.mark.clause("BP-5-2-d-1")),
        pytest.param("d-2", marks=pytest.mark.clause("BP-5-2-d-2")), pytest.param("d-3", marks=pytest.mark.clause("BP-5-2-d-3")),
        pytest.param("d-4", marks=pytest.mark.clause("BP-5-2-d-4")), pytest.param("d-5", marks=pytest.mark.clause("BP-5-2-d-5")),
        pytest.param("d-6", marks=pytest.mark.clause("BP-5-2-d-6")), pytest.param("d-7", marks=pytest.mark.clause("BP-5-2-d-7")),
        pytest.param("e-1", marks=pytest.mark.clause("BP-5-2-e-1")), pytest.param("e-2", marks=pytest.mark.clause("BP-5-2-e-2")),
    ], 4),
)  # fmt: skip
def test_forwarding_waits_for_each_item_by_its_name_and_an_unfit_one_goes_up_as_such(desks, code):
    case = application_at(S.RECEIVED, desks)
    findings = judged(**{code: "unfit"})
    perform(case, "examine", by=desks.clerk, on=DAY, findings=[f for f in findings if f["item"] != code])
    with pytest.raises(Refused, match=re.escape(examination.by_code(code).label)):
        forward(case, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=[f for f in findings if f["item"] == code])
    with pytest.raises(Refused, match="「否」の項目があります。それでも適当とする理由を書いてください。"):
        forward(case, desks)
    assert forward(case, desks, opinion="unfit", remarks="調査のとおり").state == S.FORWARDED


@pytest.mark.clause("BP-5-2")
def test_an_unfit_item_needs_the_guidance_given(desks):
    case = application_at(S.RECEIVED, desks)
    findings = judged(**{"d-4": "unfit"})
    for finding in findings:
        finding["guidance"] = ""
    perform(case, "examine", by=desks.clerk, on=DAY, findings=findings)
    with pytest.raises(
        Refused, match=r"「否」とした.*灯火が運転の妨げにならない.*に、指導したことを書いてください。"
    ):
        forward(case, desks, opinion="unfit", remarks="灯火がまぶしい")


@pytest.mark.clause("BP-5-2", "BP-5-3")
def test_an_unfit_item_is_forwarded_with_the_chiefs_reason_and_not_otherwise(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(b="unfit"))
    with pytest.raises(Refused, match="それでも適当とする理由を書いてください。") as refused:
        forward(case, desks)
    assert [(r.clause, r.field) for r in refused.value.reasons] == [("BP-5-2", "remarks")]
    with pytest.raises(Refused, match="不適当とする理由を書いてください。"):
        forward(case, desks, opinion="unfit", remarks="　")
    case = forward(case, desks, opinion="unfit", remarks="実績が足りない")
    assert (case.chief_opinion, case.chief_remarks) == ("unfit", "実績が足りない")


@pytest.mark.clause("BP-5-2", "BP-5-3")
def test_the_chief_may_find_a_group_fit_in_spite_of_an_unfit_item_and_says_why(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(b="unfit"))
    case = forward(case, desks, remarks="冬の間だけ月2回となる")
    assert (case.state, case.chief_opinion) == (S.FORWARDED, "fit")


def test_the_chief_gives_an_opinion(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    with pytest.raises(Refused) as refused:
        forward(case, desks, opinion="maybe")
    assert [(r.field, r.sentence) for r in refused.value.reasons] == [
        ("opinion", "署長の意見（適当・不適当）を選んでください。")
    ]


@pytest.mark.clause("BP-5-3")
def test_the_document_number_may_be_written_in_later_and_once(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    case = forward(case, desks, document_number=" ")
    assert case.document_number == ""
    with pytest.raises(Refused, match="文書番号を書いてください。"):
        perform(case, "number_document", by=desks.clerk, on=DAY, document_number=" ")
    case = perform(case, "number_document", by=desks.clerk, on=DAY, document_number="桜見坂生発第9号")
    papers = IssuedPaper.objects.of_case(case).filter(form="13").order_by("pk")
    assert [bool(paper.voided_on) for paper in papers] == [True, False]
    assert papers.last().values["forwarding"]["document_number"] == "9"
    with pytest.raises(Refused, match="文書番号は、すでに桜見坂生発第9号です。"):
        perform(case, "number_document", by=desks.clerk, on=DAY, document_number="桜見坂生発第10号")


@pytest.mark.clause("BP-13")
def test_a_prefecture_without_a_document_system_has_its_numbers_counted(desks):
    case = application_at(S.RECEIVED, desks)
    case.profile.values.filter(key="document_number_source").update(content="counted")
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    assert forward(case, desks, document_number="").document_number == "試第1号"


@pytest.mark.clause("BP-5-3")
@pytest.mark.parametrize(
    "group_type",
    [
        pytest.param("a", marks=pytest.mark.clause("BP-5-2-a-1")), pytest.param("b", marks=pytest.mark.clause("BP-5-2-a-2")),
        pytest.param("c", marks=pytest.mark.clause("BP-5-2-a-3")), pytest.param("d", marks=pytest.mark.clause("BP-5-2-a-4")),
        pytest.param("e", marks=pytest.mark.clause("BP-5-2-a-5")), pytest.param("f", marks=pytest.mark.clause("BP-5-2-a-6")),
        pytest.param("g", marks=pytest.mark.clause("BP-5-2-a-7")),
    ],
)  # fmt: skip
def test_every_type_but_the_first_needs_proof_of_its_standing(desks, group_type):
    case = application_at(S.RECEIVED, desks, group_type=group_type)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    if group_type != "a":
        with pytest.raises(Refused, match="に当たることの疎明資料を添付してください。") as refused:
            forward(case, desks)
        assert [(r.clause, r.cure) for r in refused.value.reasons] == [("BP-5-3", "attachments")]
        perform(
            case, "attach", by=desks.clerk, on=DAY, kind="proof_of_standing", name="委嘱状.pdf", content=PDF,
            media_type="application/pdf",
        )  # fmt: skip
    assert forward(case, desks).state == S.FORWARDED


def test_the_records_that_certificate_stickers_and_cards_show_are_read_once(desks):
    case = application_at(S.FORWARDED, desks)
    for by in (desks.hq_clerk, desks.assistant):
        perform(case, "endorse", by=by, on=DAY)
    with CaptureQueriesContext(connection) as asked:
        perform(case, "approve", by=desks.director, on=DAY)
    courses = [
        query for query in asked.captured_queries if 'FROM "blue_patrol_trainingrecord"' in query["sql"]
    ]
    assert len(courses) == 1
    papers = {paper.form: paper.values for paper in IssuedPaper.objects.of_case(case).filter(form__in="567")}
    assert papers["6"] == papers["5"] | {"patrollers": []}
    assert papers["7"] == papers["5"] | {"vehicles": []}


def test_an_item_judged_anew_replaces_its_finding_and_a_whole_sheet_costs_no_more_than_one_item(
    desks, django_assert_max_num_queries
):
    case = application_at(S.RECEIVED, desks)
    with django_assert_max_num_queries(14):
        perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    other = people.clerk(desks.station)
    again = judged(a="unfit")[:1] + [finding | {"evidence": "現地で見た"} for finding in judged()[:1]]
    perform(case, "examine", by=other, on=DAY, findings=again)  # of two in one act the last holds
    found = ExaminationFinding.objects.filter(application=case)
    assert found.count() == len(examination.ITEMS)
    latest = found.get(item="a")
    assert (latest.result, latest.evidence, latest.judged_by) == ("fit", "現地で見た", other.staff)
    assert found.exclude(item="a").filter(judged_by=desks.clerk.staff).count() == len(examination.ITEMS) - 1


@pytest.mark.clause("BP-5-2")
def test_each_finding_keeps_evidence_guidance_who_and_when(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    for finding in case.findings.all():
        assert (finding.judged_by, finding.judged_on) == (desks.clerk.staff, DAY)
    with pytest.raises(Refused, match="根拠と見たものを書いてください。") as refused:
        perform(
            case,
            "examine",
            by=desks.clerk,
            on=DAY,
            findings=[{"item": "b", "result": "fit", "evidence": " ", "guidance": ""}],
        )
    assert refused.value.reasons[0].field == "b-evidence"


@pytest.mark.clause("BP-5-2-e-1", "BP-5-2-e-2")
def test_disqualification_keeps_result_day_and_checker_only(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    kept = ExaminationFinding.objects.filter(application=case, item__startswith="e")
    assert sorted(kept.values_list("item", "evidence", "guidance")) == [("e-1", "", ""), ("e-2", "", "")]
    change = StateChange.objects.of_case(case).get(transition="examine")
    told = {f["item"]: f for f in change.payload.content["findings"]}
    assert (told["e-1"].get("evidence", ""), told["e-2"].get("guidance", "")) == ("", "")


# --- days, corrections, staleness ------------------------------------------------------------------------------


def test_no_act_lies_in_the_future_or_before_the_one_that_it_follows(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused, match="前の手続の日より前の日付は記録できません。"):
        perform(case, "request_correction", by=desks.clerk, on=DAY - dt.timedelta(days=1), reasons=REASONS)
    with pytest.raises(Refused, match="先の日付は記録できません。"):
        perform(case, "request_correction", by=desks.clerk, on=dt.date(2999, 1, 1), reasons=REASONS)


def test_the_day_of_the_act_stands_apart_from_the_moment_of_entry(desks):
    case = application_at(S.RECEIVED, desks)
    change = StateChange.objects.of_case(case).get(transition="receive")
    assert change.on == DAY
    assert change.at.date() > DAY


@pytest.mark.clause("BP-5-2")
def test_a_correction_names_what_to_mend_and_is_answered_point_by_point(desks):
    case = application_at(S.RECEIVED, desks)
    for nothing in ([], [{"item": "様式第3", "text": "　"}], [{"item": "", "text": "漏れ"}]):
        with pytest.raises(Refused, match="理由を一つ以上書いてください。"):
            perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=nothing)
    reasons = [{"item": "様式第3", "text": "生年月日"}, {"item": "様式第2", "text": "地域"}]
    case = perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=reasons)
    first, second = ReturnReason.objects.of_case(case)
    with pytest.raises(Refused, match="「様式第2」をどう直したかを書いてください。"):
        perform(case, "resubmit", by=desks.clerk, on=DAY, answers={str(first.pk): "書き足した"})
    perform(
        case,
        "resubmit",
        by=desks.clerk,
        on=DAY,
        answers={str(first.pk): "書き足した", str(second.pk): "直した"},
    )
    assert not ReturnReason.objects.of_case(case).unanswered().exists()


def answer(case, desks):
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case).unanswered()}
    return perform(case, "answer", by=desks.clerk, on=DAY, answers=answers)


def test_what_headquarters_sent_back_is_answered_before_it_goes_up_again(desks):
    case = application_at(S.SENT_BACK, desks)
    with pytest.raises(Refused, match="差戻しの理由に、直したことを書いてください。") as refused:
        forward(case, desks)
    assert refused.value.reasons[0].cure == "answer"
    with pytest.raises(Refused, match="をどう直したかを書いてください。"):
        perform(case, "answer", by=desks.clerk, on=DAY, answers={})
    answer(case, desks)
    assert forward(case, desks).state == S.FORWARDED


def test_a_case_sent_back_by_headquarters_is_decided_anew_from_the_first_step(desks):
    case = answer(application_at(S.SENT_BACK, desks), desks)
    steps(case, desks)[S.FORWARDED]()
    case = CertificationApplication.objects.get(pk=case.pk)
    assert case.round == 2
    live = DecisionStep.objects.of_case(case).filter(is_void=False)
    assert [(step.round, step.outcome) for step in live] == [(2, "")] * 3


def test_withdrawal_and_refusal_need_their_reason(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused, match="理由を書いてください。"):
        perform(case, "withdraw", by=desks.clerk, on=DAY, note=" ")
    case = perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出")
    assert (case.closed_on, case.closed_by, case.closing_note) == (DAY, desks.clerk.staff, "申出")


def test_the_slower_of_two_desks_is_told_who_was_first(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS, revision=case.revision)
    with pytest.raises(Stale) as stale:
        perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出", revision=case.revision)
    assert stale.value.change.label == "補正を求める"
    assert stale.value.change.staff_name == str(desks.clerk.staff)


def test_a_group_has_one_open_application(desks):
    case = application_at(S.RECEIVED, desks)
    again = CertificationApplication(station=desks.station, group=case.group)
    with pytest.raises(IntegrityError, match="one_open_application_a_group"), transaction.atomic():
        open_case(again, by=desks.clerk, permission=PERMISSIONS["enter_application"])


@pytest.mark.clause("BP-11-1")
def test_a_course_is_recorded_for_each_who_attended_with_its_trainer(desks):
    case = application_at(S.DRAFT, desks, people=3, untrained=3)
    first, second, third = case.group.patrollers.all()
    with pytest.raises(Refused, match="講習実施者名を書いてください"):
        perform(case, "record_training", by=desks.clerk, on=DAY, patrollers=[first.pk], trainer="")
    with pytest.raises(Refused, match="受講した人を選んでください。"):
        perform(case, "record_training", by=desks.clerk, on=DAY, patrollers=[], trainer="係長")
    perform(case, "record_training", by=desks.clerk, on=DAY, patrollers=[first.pk, second.pk], trainer="係長")
    perform(case, "record_training", by=desks.clerk, on=DAY, patrollers=[first.pk], trainer="係長")
    assert [p.trainings.count() for p in (first, second, third)] == [1, 1, 0]
    assert first.is_trained(DAY)
    assert not first.is_trained(DAY - dt.timedelta(days=1))


@pytest.mark.clause("BP-5-2", "BP-5-2-c", "BP-5-2-e-1", "BP-5-2-e-2")
@pytest.mark.parametrize(
    ("part", "again"),
    [
        ("patrollers", {"c", "e-1", "e-2"}),
        ("group", {"a", "e-1", "e-2"}),
        ("vehicles", {"d-1", "d-3", "d-4", "d-5"}),
    ],
)
def test_what_a_correction_changes_is_judged_anew(desks, part, again):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, findings=judged())
    perform(case, "request_correction", by=desks.clerk, reasons=REASONS)
    perform(case, "amend", by=desks.clerk, part=part, changed=["name"])
    assert {code for code, finding in case.findings_by_item().items() if not finding.result} == again
    assert all(
        finding.evidence for code, finding in case.findings_by_item().items() if not code.startswith("e")
    )
