"""The machine of a return 返納: its whole table, its posts, and what each act brings about."""

import contextlib
import datetime as dt
import random

import pytest
from django.db import IntegrityError, transaction

from blue_patrol.models import Certification, Credential, LedgerEvent, Place, ReturnNotice, Standing
from blue_patrol.models.returned.items import Fate
from blue_patrol.models.returned.machine import ReturnState as R
from blue_patrol.models.returned.receipt import gaps, receive, standing_of, things_with_group
from casework.models import Deadline, IssuedPaper, ReturnReason, StateChange
from casework.roles import Role
from casework.workflow import Refused, perform, perform_all, refusals
from tests.blue_patrol import table
from tests.blue_patrol.test_application_machine import actors
from tests.factories.applications import DAY, REASONS, Desks, application_at, deliver
from tests.factories.places import StationFactory
from tests.factories.returns import (
    RETURNED,
    certified,
    now,
    receipt_of,
    received,
    return_at,
    revoked,
    tell_all,
)
from tests.nights import every_nth

pytestmark = pytest.mark.django_db

ALWAYS = ("meet_deadline", "take_found")
MACHINE = {
    R.RECEIVED: {"forward": R.FORWARDED},
    R.FORWARDED: {
        "accept": R.ACCEPTED, "number_document": R.FORWARDED, "send_back": R.SENT_BACK, "send_found": R.FORWARDED,
    },
    R.SENT_BACK: {"answer": R.SENT_BACK, "forward": R.FORWARDED, "number_document": R.SENT_BACK},
    R.ACCEPTED: {
        "destroy_found": R.ACCEPTED, "notify_transport": R.TRANSPORT_NOTIFIED, "number_document": R.ACCEPTED,
        "send_found": R.ACCEPTED, "tell_transport": R.ACCEPTED,
    },
    R.TRANSPORT_NOTIFIED: {
        "destroy_found": R.TRANSPORT_NOTIFIED, "number_document": R.TRANSPORT_NOTIFIED, "send_found": R.TRANSPORT_NOTIFIED,
    },
}  # fmt: skip
for _state, _row in MACHINE.items():
    _row |= dict.fromkeys(ALWAYS, _state) | ({} if _state == R.TRANSPORT_NOTIFIED else {"assign": _state})
CLERK, HQ_CLERK = {Role.STATION_CLERK}, {Role.HQ_CLERK}
WHO = {
    "accept": HQ_CLERK, "answer": CLERK, "assign": CLERK | {Role.STATION_CHIEF}, "destroy_found": HQ_CLERK, "forward": {Role.STATION_CHIEF}, "meet_deadline": CLERK,
    "notify_transport": HQ_CLERK, "number_document": CLERK | {Role.STATION_CHIEF}, "send_back": {Role.HQ_CLERK, Role.HQ_DECIDING},
    "send_found": CLERK, "take_found": CLERK, "tell_transport": HQ_CLERK,
}  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory())


def by(name, desks):
    return next(
        actor
        for role, actor in ((Role.STATION_CLERK, desks.clerk), (Role.STATION_CHIEF, desks.chief), (Role.HQ_CLERK, desks.hq_clerk))
        if role in WHO[name]
    )  # fmt: skip


def ready(notice, name, desks):
    """What must be so before the act, and its details."""
    lost = notice.lost_things().first()

    def found():
        if not notice.lost_things().filter(pk=lost.pk).exists():
            return
        perform(notice, "take_found", by=desks.clerk, on=RETURNED, things=[lost.pk], note="物置で")

    def sent():
        found()
        if notice.state != R.FORWARDED:
            perform(now(notice), "send_found", by=desks.clerk, on=RETURNED)

    def unnumbered():
        ReturnNotice.objects.filter(pk=notice.pk).update(document_number="")
        return {"document_number": "桜見坂生発第32号"}

    def answered():
        open_reasons = ReturnReason.objects.of_case(notice).unanswered()
        answers = {str(each.pk): "直した" for each in open_reasons}
        if name == "answer":
            return {"answers": answers}
        if notice.state == R.SENT_BACK:
            perform(notice, "answer", by=desks.clerk, on=RETURNED, answers=answers)
        return {"document_number": "桜見坂生発第33号"}

    def told():
        Deadline.objects.of_case(notice).filter(kind="transport_notice").update(void_reason="試験")

    clock = Deadline.objects.of_case(notice).filter(kind="entry_deletion").first()
    return {
        "meet_deadline": lambda: {"deadline": clock.pk, "evidence": "新しい検査証を見た"},
        "take_found": lambda: {"things": [lost.pk], "note": "物置で"},
        "send_found": found, "destroy_found": sent, "number_document": unnumbered, "answer": answered, "forward": answered,
        "send_back": lambda: {"reasons": REASONS}, "notify_transport": told, "assign": lambda: {"to": desks.chief.staff.pk},
    }.get(name)  # fmt: skip


def test_the_table_lists_every_declared_transition_and_no_other():
    assert table.declared(ReturnNotice) == {
        str(state): {name: str(target) for name, target in row.items()} for state, row in MACHINE.items()
    }
    assert table.names(ReturnNotice) == sorted(WHO)
    assert set(MACHINE) == set(R)


@pytest.mark.parametrize("state", list(R))
def test_each_state_takes_its_own_transitions_and_refuses_all_others(desks, state):
    notice = return_at(state, desks, missing_kind="card")
    found = {}
    for name in WHO:
        prepare = ready(notice, name, desks) if name in MACHINE[state] else None
        found[name] = table.outcome(notice, name, prepare, by(name, desks), on=RETURNED)
    assert found == {name: str(MACHINE[state].get(name, "refused")) for name in WHO}


@pytest.mark.parametrize("state", list(R))
def test_each_transition_is_open_to_its_posts_and_to_no_other(desks, state):
    notice = return_at(state, desks, missing_kind="card")
    Deadline.objects.of_case(notice).filter(kind="transport_notice").update(void_reason="試験")
    ReturnReason.objects.of_case(notice).update(answered_on=RETURNED, answered_by=desks.clerk.staff)
    posts = actors(desks.station)
    for name in MACHINE[state]:
        assert {role for role, who in posts.items() if not refusals(notice, name, who)} == WHO[name], name


def test_another_stations_chief_forwards_nothing(desks):
    notice = return_at(R.RECEIVED, desks)
    with pytest.raises(Refused, match="署長の職が行います。"):
        perform(notice, "forward", by=Desks(StationFactory()).chief, on=RETURNED)


# --- the receipt ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-9-1")
def test_what_came_is_at_the_station_and_what_is_missing_says_why(desks):
    notice = received(desks, people=2, missing_kind="card")
    places = sorted(notice.things().values_list("kind", "state"))
    assert places == [
        ("card", Place.LOST), ("card", Place.SURRENDERED), ("certificate", Place.SURRENDERED), ("sticker", Place.SURRENDERED),
    ]  # fmt: skip
    (gone,) = notice.items.filter(fate=Fate.MISSING)
    assert gone.circumstances == "自宅の火災で焼失"
    assert (notice.state, notice.receipt_number, notice.handler) == (R.RECEIVED, "R8-0002", desks.clerk.staff)
    assert StateChange.objects.of_case(notice).get().label == "返納届の受理"


@pytest.mark.clause("BP-9-1")
def test_the_standing_ends_with_the_day_of_the_receipt(desks):
    standing = received(desks).certification
    assert (standing.state, standing.closed_on) == (Standing.ENDED, RETURNED)


@pytest.mark.clause("BP-9-1")
def test_a_revoked_standing_stays_revoked(desks):
    group = revoked(desks)
    notice = now(receive(group, by=desks.clerk, receipt=receipt_of(group, reason="revoked")))
    assert (notice.certification.state, notice.certification.closed_on) == (Standing.REVOKED, DAY)
    assert notice.reason == "revoked"


@pytest.mark.clause("BP-9-1")
def test_each_car_with_a_sticker_has_fifteen_days_from_the_receipt(desks):
    notice = received(desks, cars=2)
    clocks = Deadline.objects.of_case(notice).filter(kind="entry_deletion")
    assert [(c.starts_on, c.due_on, c.clause, c.station) for c in clocks] == [
        (RETURNED, RETURNED + dt.timedelta(days=15), "BP-9-1", notice.station)
    ] * 2
    assert notice.instructed[0]["code"] == "entry_deletion"


def test_what_the_standing_still_owed_is_void(desks):
    notice = received(desks)
    owed = Deadline.objects.filter(kind__in=["retraining", "information", "inspection_entry"])
    assert {clock.void_reason for clock in owed} == {"返納"}
    assert not Deadline.objects.open().exclude(kind="entry_deletion").exists()
    assert notice.certification.state == Standing.ENDED


def test_what_a_revoked_group_owed_is_done(desks):
    group = revoked(desks)
    standing = standing_of(group)
    with transaction.atomic():
        clock = Deadline.objects.create(
            station=desks.station, kind="items_back", title="証明書等の返納", clause="BP-8-3", case_label="blue_patrol.Certification",
            case_pk=standing.pk, subject_label="blue_patrol.Group", subject_pk=group.pk, subject=group.name, starts_on=DAY,
        )  # fmt: skip
        notice = receive(group, by=desks.clerk, receipt=receipt_of(group, reason="revoked"))
    clock = Deadline.objects.get(pk=clock.pk)
    assert (clock.done_on, clock.done_by) == (RETURNED, desks.clerk.staff)
    assert notice.receipt_number in clock.evidence


@pytest.mark.clause("BP-9-1")
def test_the_ledger_tells_of_the_return_and_the_register_has_no_row(desks):
    notice = received(desks, people=2, missing_kind="card")
    event = LedgerEvent.objects.get(sheet=notice.group.ledger, kind="返納")
    assert (
        event.text
        == "返納届を受理（証明書1枚・標章1枚・実施者証1枚、未返納 実施者証1枚）。青色防犯パトロールを実施しなくなった"
    )
    assert notice.group.register_entries.count() == 1


def test_what_the_station_had_kept_goes_up_with_it(desks):
    case = application_at("reported", desks, people=2, untrained=1)
    notice = receive(case.group, by=desks.clerk, receipt=receipt_of(case.group))
    (kept,) = notice.items.filter(fate=Fate.KEPT)
    assert kept.credential.state == Place.AT_STATION
    perform(notice, "forward", by=desks.chief, on=RETURNED)
    assert {thing.state for thing in notice.things()} == {Place.SENT_TO_HQ}
    assert not case.waiting_cards().exists()


@pytest.mark.clause("BP-9-1")
def test_a_group_without_a_standing_gives_nothing_back(desks):
    group = application_at("arrived", desks).group
    assert [reason.sentence for reason in gaps(group)] == ["この団体には、返納を受ける証明がありません。"]
    receipt = receipt_of(certified(Desks(StationFactory())))
    with pytest.raises(Refused, match="返納を受ける証明がありません"):
        receive(group, by=desks.clerk, receipt=receipt)


def test_a_second_return_is_refused_and_shows_the_first(desks):
    notice = received(desks)
    receipt = receipt_of(certified(Desks(StationFactory())))
    with pytest.raises(Refused, match=rf"受理番号{notice.receipt_number}.*に受理しています"):
        receive(notice.group, by=desks.clerk, receipt=receipt)
    assert ReturnNotice.objects.filter(group=notice.group).count() == 1


def test_a_revoked_standing_is_returned_once(desks):
    group = revoked(desks)
    notice = receive(group, by=desks.clerk, receipt=receipt_of(group, reason="revoked"))
    for name, who in (("forward", desks.chief), ("accept", desks.hq_clerk)):
        perform(notice, name, by=who, on=RETURNED)
    tell_all(desks)
    assert [reason.sentence for reason in gaps(group)] == [
        f"証明{notice.certification.number}の返納は、済んでいます（受理番号{notice.receipt_number}）。"
    ]


def test_what_is_on_its_way_is_taken_in_first(desks):
    case = application_at("arrived", desks, people=2, untrained=1)
    card = case.credentials.filter(kind="card").first()
    perform(card, "lose", by=desks.clerk, on=DAY)
    perform(case, "replace", by=desks.hq_clerk, on=DAY)
    deliver(type(case).objects.get(pk=case.pk), desks)
    (reason,) = gaps(case.group)
    assert "は「作成前」です。署で受領してから、返納を受けてください。" in reason.sentence
    assert (reason.clause, reason.cure) == ("BP-9-1", "custody")


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    every_nth([
        ({"on": dt.date(2099, 1, 1)}, "on", "先の日付は記録できません。"),
        ({"on": DAY - dt.timedelta(days=1)}, "on", "証明を交付した日、取り消した日"),
        ({"applied_on": RETURNED + dt.timedelta(days=1)}, "applied_on", "届出年月日は、受理した日より後にできません。"),
        ({"occurred_on": RETURNED + dt.timedelta(days=1)}, "occurred_on", "事由の発生年月日は、受理した日より後にできません。"),
        ({"lamp_removed_on": RETURNED + dt.timedelta(days=1)}, "lamp_removed_on", "取り外した年月日は、受理した日より後に"),
        ({"reason": "revoked"}, "reason", "この団体の証明は取り消されていません。"),
        ({"reason": "other", "reason_text": " "}, "reason_text", "その他の理由を書いてください。"),
        ({"instructed": []}, "instructed", "伝えること（教示）のすべてに印を付けてください。"),
        ({"things": []}, "", "この画面を開いてから変わりました"),
    ], 4),
)  # fmt: skip
def test_a_receipt_that_cannot_be_is_refused_beside_its_field(desks, changed, field, sentence):
    group = certified(desks)
    with pytest.raises(Refused, match=sentence) as refused:
        receive(group, by=desks.clerk, receipt=receipt_of(group, **changed))
    assert refused.value.reasons[0].field == field
    assert not ReturnNotice.objects.exists()


def test_the_reason_of_a_revoked_standing_is_its_revocation(desks):
    group = revoked(desks)
    with pytest.raises(Refused, match="証明は取り消されています"):
        receive(group, by=desks.clerk, receipt=receipt_of(group))


def test_a_missing_thing_without_its_circumstances_is_refused(desks):
    group = certified(desks)
    thing = things_with_group(standing_of(group)).first()
    with pytest.raises(Refused, match="紛失などの事情を書いてください。") as refused:
        receive(group, by=desks.clerk, receipt=receipt_of(group, missing=[thing], note=" "))
    assert refused.value.reasons[0].field == f"note-{thing.pk}"


def test_only_the_clerk_of_the_station_receives(desks):
    group = certified(desks)
    for who in (desks.chief, desks.hq_clerk, Desks(StationFactory()).clerk):
        with pytest.raises(Refused, match="署の生活安全係の職が行います。"):
            receive(group, by=who, receipt=receipt_of(group))


# --- up, checked, found ---------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-9-1")
def test_with_form_18_the_things_go_up(desks):
    notice = return_at(R.FORWARDED, desks, missing_kind="card")
    assert (notice.document_number, notice.forwarded_by) == ("桜見坂生発第31号", desks.chief.staff)
    assert IssuedPaper.objects.of_case(notice).get().form == "18"
    assert sorted(notice.things().values_list("state", flat=True)) == [Place.LOST, *[Place.SENT_TO_HQ] * 3]


def test_a_number_is_counted_where_the_profile_says_so(desks):
    notice = received(desks)
    notice.profile.values.filter(key="document_number_source").update(content="counted")
    assert perform(notice, "forward", by=desks.chief, on=RETURNED).document_number == "試第1号"


def test_a_number_typed_later_makes_the_paper_anew(desks):
    notice = received(desks)
    perform(notice, "forward", by=desks.chief, on=RETURNED)
    perform(notice, "number_document", by=desks.clerk, on=RETURNED, document_number="桜見坂生発第40号")
    papers = IssuedPaper.objects.of_case(notice).order_by("pk")
    assert [(paper.voided_on, paper.values["forwarding"]["document_number"]) for paper in papers] == [
        (RETURNED, ""), (None, "40"),
    ]  # fmt: skip


@pytest.mark.clause("BP-9-1")
def test_headquarters_checks_item_by_item_and_destroys_what_came(desks):
    notice = return_at(R.FORWARDED, desks)
    sticker = notice.things().get(kind="sticker")
    perform(notice, "accept", by=desks.hq_clerk, on=RETURNED, missing={str(sticker.pk): "封筒に入っていない"})
    assert notice.items.get(credential=sticker).absence == "封筒に入っていない"
    places = dict(notice.things().values_list("kind", "state"))
    assert places == {"certificate": Place.DESTROYED, "sticker": Place.LOST, "card": Place.DESTROYED}


def test_what_is_said_to_be_missing_was_sent_and_says_what_was_seen(desks):
    notice = return_at(R.FORWARDED, desks, missing_kind="card")
    card, sticker = notice.lost_things().get(), notice.things().get(kind="sticker")
    for missing, sentence in (
        ({str(card.pk): "ない"}, "署が送ったものについて"),
        ({str(sticker.pk): " "}, "届いていない様子を"),
    ):
        with pytest.raises(Refused, match=sentence):
            perform(notice, "accept", by=desks.hq_clerk, on=RETURNED, missing=missing)


@pytest.mark.clause("BP-9-2")
def test_the_check_starts_a_clock_a_car_for_the_transport_office(desks):
    notice = return_at(R.ACCEPTED, desks, cars=2)
    clocks = notice.transport_clocks()
    assert [(c.clause, c.starts_on, c.due_on, c.subject_label) for c in clocks] == [
        ("BP-9-2", RETURNED, None, "blue_patrol.Vehicle")
    ] * 2
    with pytest.raises(Refused, match="運輸支局等へ通知していない自動車が2台あります。"):
        perform(notice, "notify_transport", by=desks.hq_clerk, on=RETURNED)


def test_the_clock_of_the_notice_is_not_met_by_hand(desks):
    notice = return_at(R.ACCEPTED, desks)
    clock = notice.transport_clocks().get()
    with pytest.raises(Refused, match="本部が運輸支局等への通知を記録すると済みます。"):
        perform(notice, "meet_deadline", by=desks.clerk, on=RETURNED, deadline=clock.pk, evidence="見た")


@pytest.mark.clause("BP-9-1")
def test_a_thing_found_later_is_taken_in_sent_up_and_destroyed(desks):
    notice = return_at(R.TRANSPORT_NOTIFIED, desks, missing_kind="card")
    (lost,) = notice.lost_things()
    perform(notice, "take_found", by=desks.clerk, on=RETURNED, things=[lost.pk], note="物置で見付かった")
    item = notice.items.get(credential=lost)
    assert (item.found_on, item.found_note, item.did_not_come) == (RETURNED, "物置で見付かった", False)
    perform(notice, "send_found", by=desks.clerk, on=RETURNED)
    perform(notice, "destroy_found", by=desks.hq_clerk, on=RETURNED)
    moves = StateChange.objects.of_case(lost).order_by("seq").values_list("transition", flat=True)
    assert list(moves)[-4:] == ["lose", "find", "send_up", "destroy"]


@pytest.mark.parametrize(
    ("state", "name", "details", "sentence"),
    every_nth(
        [
            (
                R.RECEIVED,
                "take_found",
                {"things": [], "note": "物置"},
                "見付かったものに印を付けてください。",
            ),
            (R.ACCEPTED, "send_found", {}, "本部へ送るものは、署にありません。"),
            (R.ACCEPTED, "destroy_found", {}, "署から送られた証明書等は、ありません。"),
            (R.RECEIVED, "forward", {"on": DAY}, "前の手続の日より前の日付は記録できません。"),
            (R.FORWARDED, "send_back", {"reasons": []}, "理由を一つ以上書いてください。"),
            (
                R.FORWARDED,
                "number_document",
                {"document_number": "9"},
                "文書番号は、すでに桜見坂生発第31号です。",
            ),
        ],
        3,
    ),
)
def test_each_act_says_what_it_needs(desks, state, name, details, sentence):
    notice = return_at(state, desks)
    with pytest.raises(Refused, match=sentence):
        perform(notice, name, by=by(name, desks), **({"on": RETURNED} | details))


def test_what_was_sent_back_is_answered_before_it_goes_up_again(desks):
    notice = return_at(R.SENT_BACK, desks)
    with pytest.raises(Refused, match="差戻しの理由に、直したことを書いてください。"):
        perform(notice, "forward", by=desks.chief, on=RETURNED)
    answers = {str(each.pk): "書き加えた" for each in ReturnReason.objects.of_case(notice)}
    perform(notice, "answer", by=desks.clerk, on=RETURNED, answers=answers)
    assert perform(notice, "forward", by=desks.chief, on=RETURNED).state == R.FORWARDED


def test_a_standing_has_one_return_whatever_is_written_past_the_door(desks):
    notice = received(desks)
    notice.pk, notice._state.adding = None, True
    with pytest.raises(IntegrityError, match="certification_id"), transaction.atomic():
        notice.save()


def test_the_sum_of_things_over_places_never_changes(desks):
    group = certified(desks, cars=2, people=3)
    total = Credential.objects.count()

    def counted():
        return sum(Credential.objects.filter(state=place).count() for place in Place)

    gone = list(things_with_group(standing_of(group)))[:2]
    notice = receive(group, by=desks.clerk, receipt=receipt_of(group, missing=gone))
    assert counted() == total
    for name, who, details in (
        ("forward", desks.chief, {}), ("take_found", desks.clerk, {"things": [gone[0].pk], "note": "物置で"}),
        ("send_found", desks.clerk, {}), ("accept", desks.hq_clerk, {"missing": {str(gone[0].pk): "ない"}}),
        ("take_found", desks.clerk, {"things": [gone[0].pk, gone[1].pk], "note": "机で"}), ("send_found", desks.clerk, {}),
        ("destroy_found", desks.hq_clerk, {}),
    ):  # fmt: skip
        notice = perform(now(notice), name, by=who, on=RETURNED, **details)
        assert counted() == total
    assert set(notice.things().values_list("state", flat=True)) == {Place.DESTROYED}


def test_an_ended_group_may_apply_anew(desks):
    received(desks)
    assert not Certification.objects.filter(state=Standing.ACTIVE).exists()


def test_the_application_destroys_nothing_of_a_return(desks):
    notice = return_at(R.FORWARDED, desks)
    case = notice.group.applications.get()
    with pytest.raises(Refused, match="返送された証明書等は、ありません。"):
        perform(case, "destroy_returned", by=desks.hq_clerk, on=RETURNED)
    assert not perform_all([], "destroy", by=desks.hq_clerk)


@pytest.mark.parametrize("seed", every_nth(range(6), 3))
def test_whatever_is_done_in_whatever_order_every_thing_is_in_one_place(desks, seed):
    """Random acts by random posts, refused or not: the sum over places stays, no thing leaves the return."""
    dice = random.Random(seed)
    group = certified(desks, cars=2, people=3)
    held = list(things_with_group(standing_of(group)))
    receipt = receipt_of(group, missing=dice.sample(held, dice.randint(0, 3)))
    notice, total = receive(group, by=desks.clerk, receipt=receipt), Credential.objects.count()
    names = [name for name in WHO if name not in ("meet_deadline", "notify_transport", "tell_transport")]
    for _ in range(30):
        things = list(notice.things())
        some = {str(thing.pk): "ない" for thing in dice.sample(things, dice.randint(0, 2))}
        details = {
            "missing": some, "things": [int(key) for key in some], "note": "物置で", "reasons": REASONS, "document_number": "1",
            "answers": {str(each.pk): "直した" for each in ReturnReason.objects.of_case(notice).unanswered()},
            "to": dice.choice([desks.clerk, desks.chief, desks.hq_clerk]).staff.pk,
        }  # fmt: skip
        who = dice.choice([desks.clerk, desks.chief, desks.hq_clerk])
        with contextlib.suppress(Refused):
            perform(now(notice), dice.choice(names), by=who, on=RETURNED, **details)
        assert sum(Credential.objects.filter(state=place).count() for place in Place) == total
        assert notice.things().count() == len(held)
        assert not things_with_group(notice.certification).exists()
