"""変更 (第7): what is asked, what comes back, what is made anew, and that values change on delivery alone."""

import pytest
from django.urls import reverse

from blue_patrol.models import (
    Application,
    CertificationApplication,
    ChangeApplication,
    Credential,
    Group,
    Kind,
    LedgerEvent,
    Place,
    RegisterEntry,
    Standing,
)
from blue_patrol.models.registers import LINE
from casework.models import Deadline, IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import see, text
from tests.factories.applications import DAY, Desks, deliver, steps, train, walk
from tests.factories.places import StationFactory
from tests.factories.requests import (
    attach_documents,
    change,
    change_at,
    joining_car,
    joining_person,
    reissue,
    standing_of,
)
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
KINDS = (Kind.CERTIFICATE, Kind.STICKER, Kind.CARD)
NAME = {"kind": "name", "after": {"name": "桜見坂見守り隊", "name_kana": "さくらみざかみまもりたい"}}
AREA = {"kind": "area", "after": {"patrol_area": "坂上町及び坂下町"}}
REPRESENTATIVE = {"kind": "representative", "after": {"representative_name": "白石 環"}}


@pytest.fixture
def desks():
    return Desks(StationFactory())


def on_road(case, desks, *states):
    for state in states:
        steps(case, desks)[state]()
        case = Application.objects.get(pk=case.pk)
    return case


def places(case):
    return {row.credential.kind: row.credential.state for row in case.came_in()}


@pytest.mark.clause("BP-7-1")
@pytest.mark.clause("BP-7-2")
def test_values_change_on_delivery_and_the_certificate_shows_them_before(desks):
    case = change_at(S.APPROVED, desks, NAME, AREA, cars=2)
    group = Group.objects.get(pk=case.group_id)
    assert group.name == "桜見坂学区防犯パトロール隊"
    assert case.certification.patrol_area == "桜見坂小学校区全域"
    values = IssuedPaper.objects.of_case(case).get(form="5").values
    assert values["group"]["name"] == "桜見坂見守り隊"
    assert (values["area"], values["note"], values["note_on"]) == (
        "坂上町及び坂下町",
        "変更",
        DAY.isoformat(),
    )
    assert all(car["sticker_number"] for car in values["vehicles"])
    case = deliver(on_road(case, desks, S.DISPATCHED, S.ARRIVED), desks)
    group = Group.objects.get(pk=case.group_id)
    assert (group.name, group.name_kana) == ("桜見坂見守り隊", "さくらみざかみまもりたい")
    assert case.certification.patrol_area == "坂上町及び坂下町"
    row = RegisterEntry.objects.get(application=case)
    assert (row.kind, row.group_name, len(row.sticker_numbers), len(row.card_numbers)) == (
        "change", "桜見坂見守り隊", 2, 2,
    )  # fmt: skip
    lines = LedgerEvent.objects.filter(sheet__group=group, kind="変更").values_list("text", flat=True)
    assert "団体の名称　桜見坂学区防犯パトロール隊 → 桜見坂見守り隊" in lines[0]


@pytest.mark.clause("BP-7-1")
def test_the_things_of_the_group_go_up_and_are_destroyed_after_the_delivery(desks):
    case = change_at(S.RECEIVED, desks, NAME)
    assert places(case) == dict.fromkeys(KINDS, Place.SURRENDERED)
    case = on_road(case, desks, S.FORWARDED)
    assert places(case) == dict.fromkeys(KINDS, Place.SENT_TO_HQ)
    case = on_road(case, desks, S.APPROVED, S.DISPATCHED, S.ARRIVED)
    assert places(case) == dict.fromkeys(KINDS, Place.SENT_TO_HQ)
    with pytest.raises(Refused, match="返送された証明書等は、ありません。"):
        perform(case, "destroy_returned", by=desks.hq_clerk, on=DAY)
    case = perform(deliver(case, desks), "destroy_returned", by=desks.hq_clerk, on=DAY)
    assert places(case) == dict.fromkeys(KINDS, Place.DESTROYED)


@pytest.mark.clause("BP-6-2")
def test_what_a_reissue_took_in_is_not_destroyed_by_the_case_that_once_made_it(desks):
    standing = standing_of(desks)
    case = reissue(desks, {Kind.CERTIFICATE: "damaged"}, standing)
    on_road(case, desks, S.RECEIVED, S.FORWARDED)
    old = standing.credentials.get(kind=Kind.CERTIFICATE)
    first = CertificationApplication.objects.get(pk=old.application_id)
    assert old.state == Place.SENT_TO_HQ
    assert reverse("destroy_returned", args=[first.pk]) not in text(see(desks.hq_clerk, "application", first))
    with pytest.raises(Refused, match="返送された証明書等は、ありません。"):
        perform(first, "destroy_returned", by=desks.hq_clerk, on=DAY)
    assert Credential.objects.get(pk=old.pk).state == Place.SENT_TO_HQ


@pytest.mark.clause("BP-7-1")
@pytest.mark.parametrize("last", [S.APPROVED, S.DISPATCHED, S.ARRIVED])
def test_a_change_waits_for_the_certificate_that_a_reissue_is_making(desks, last):
    """Two certificates of one number would be about; once the new one is delivered, it comes with the change."""
    standing = standing_of(desks)
    made = reissue(desks, {Kind.CERTIFICATE: "lost"}, standing)
    road = [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED]
    made = on_road(made, desks, *road[: road.index(last) + 1])
    asked = change(desks, AREA, standing=standing)
    attach_documents(asked, desks)
    with pytest.raises(Refused, match=r"証明書 第.*は、団体の手元にありません"):
        perform(asked, "receive", by=desks.clerk, on=DAY)
    made = deliver(on_road(made, desks, *road[road.index(last) + 1 :]), desks)
    asked = on_road(asked, desks, S.RECEIVED, S.FORWARDED, S.APPROVED)
    old, new = (case.credentials.get(kind=Kind.CERTIFICATE) for case in (made, asked))
    assert (old.state, new.number, new.replaces) == (Place.SENT_TO_HQ, old.number, old)


@pytest.mark.clause("BP-7-2")
def test_a_replaced_car_changes_sticker_entry_and_deletion(desks):
    standing = standing_of(desks, cars=2)
    old, stays = standing.group.vehicles.current()
    new = joining_car(standing)
    case = change_at(
        S.RECEIVED, desks, {"kind": "vehicle_replaced", "vehicle": old, "joining": new}, standing=standing
    )
    assert set(standing.group.vehicles.current()) == {old, stays}
    assert places(case) == {Kind.CERTIFICATE: Place.SURRENDERED, Kind.STICKER: Place.SURRENDERED}
    case = on_road(case, desks, S.FORWARDED, S.APPROVED)
    made = {thing.kind: thing for thing in case.credentials.all()}
    assert set(made) == {Kind.CERTIFICATE, Kind.STICKER}
    assert made[Kind.STICKER].vehicle_id == new.pk
    certificate, stickers = (IssuedPaper.objects.of_case(case).get(form=form).values for form in ("5", "6"))
    assert [car["plate"] for car in certificate["vehicles"]] == [new.plate, stays.plate]
    assert all(car["sticker_number"] for car in certificate["vehicles"])
    assert [car["plate"] for car in stickers["vehicles"]] == [new.plate]
    case = on_road(case, desks, S.DISPATCHED, S.ARRIVED)
    assert set(case.instructions()) == {"inspection_entry", "entry_deletion", "display_and_carry"}
    case = deliver(case, desks)
    assert set(standing.group.vehicles.current()) == {new, stays}
    clocks = Deadline.objects.filter(station=desks.station).order_by("pk")
    assert {(c.kind, c.subject_pk): (c.due_on - DAY).days for c in clocks.of_case(case) if c.due_on} == {
        ("inspection_entry", new.pk): 15, ("change_deletion", old.pk): 15,
    }  # fmt: skip
    before = clocks.get(kind="inspection_entry", subject_pk=old.pk)
    assert before.void_reason == "変更の交付により、団体から外れた"


@pytest.mark.clause("BP-7-1")
@pytest.mark.clause("BP-5-5-2")
def test_form_10_alone_brings_cards_and_no_report(desks):
    standing = standing_of(desks, people=2)
    leaver = standing.group.patrollers.current().first()
    trained, untrained = joining_person(), joining_person("三浦 渚", birth_date=None)
    case = change(
        desks, {"kind": "patroller_removed", "patroller": leaver}, {"kind": "patroller_added", "joining": trained},
        {"kind": "patroller_added", "joining": untrained}, standing=standing,
    )  # fmt: skip
    train(trained)
    assert [section.code for section in case.sheet()] == ["change", "c", "e"]
    case = walk(Application.objects.get(pk=case.pk), S.DELIVERED, desks)
    assert {thing.kind for thing in case.credentials.all()} == {Kind.CARD}
    states = dict(case.credentials.values_list("patroller__name", "state"))
    assert states == {"白石 環": Place.WITH_GROUP, "三浦 渚": Place.AT_STATION}
    assert {man.name for man in standing.group.patrollers.current()} == {"実施 者1", "白石 環", "三浦 渚"}
    kinds = list(Deadline.objects.of_case(case).values_list("kind", flat=True))
    assert kinds == []
    assert Deadline.objects.open().filter(kind="retraining", subject_pk=trained.pk).exists()
    assert not Deadline.objects.open().filter(kind="retraining", subject_pk=leaver.pk).exists()
    with pytest.raises(Refused, match="実施者証だけの交付は、本部への報告を要しません。"):
        perform(case, "report", by=desks.clerk, on=DAY)
    assert case not in Application.objects.open()
    assert case not in Application.objects.awaiting_station()


@pytest.mark.clause("BP-5-5-3")
def test_the_prefecture_may_ask_the_report_of_cards_too(desks):
    standing = standing_of(desks)
    profile = standing.applications.get().profile
    profile.values.create(key="delivery_report_for_cards_alone", content=True, clause="BP-5-5-3")
    man = joining_person()
    case = change(desks, {"kind": "patroller_added", "joining": man}, standing=standing)
    train(man)
    case = walk(Application.objects.get(pk=case.pk), S.DELIVERED, desks)
    assert case.is_report_due
    assert perform(case, "report", by=desks.clerk, on=DAY).state == S.REPORTED


def test_form_10_with_leavers_alone_makes_nothing_and_writes_the_ledger_alone(desks):
    standing = standing_of(desks, people=2)
    leaver = standing.group.patrollers.current().first()
    case = change_at(
        S.DELIVERED, desks, {"kind": "patroller_removed", "patroller": leaver}, standing=standing
    )
    assert not case.credentials.exists()
    assert not RegisterEntry.objects.filter(application=case).exists()
    assert LedgerEvent.objects.filter(sheet__group=standing.group, kind="変更").count() == 1
    leaver = standing.group.patrollers.get(pk=leaver.pk)
    assert leaver.removed_on == DAY


@pytest.mark.clause("BP-7-1")
def test_what_comes_later_is_taken_back_and_its_clock_ends(desks):
    standing = standing_of(desks, people=2)
    leaver = standing.group.patrollers.current().first()
    card = leaver.cards.get()
    case = change_at(
        S.DELIVERED, desks, {"kind": "patroller_removed", "patroller": leaver}, standing=standing,
        causes={card.pk: "later"},
    )  # fmt: skip
    clock = Deadline.objects.of_case(case).get(kind="things_back")
    assert (clock.subject_pk, clock.due_on) == (card.pk, None)
    with pytest.raises(Refused, match="この期限は、返納を受け取ると済みます。"):
        perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="見た")
    case = perform(case, "collect", by=desks.clerk, on=DAY, credentials=[card.pk], lost={})
    assert Credential.objects.get(pk=card.pk).state == Place.SENT_TO_HQ
    assert not Deadline.objects.of_case(case).open().exists()
    case = perform(case, "destroy_returned", by=desks.hq_clerk, on=DAY)
    assert Credential.objects.get(pk=card.pk).state == Place.DESTROYED


@pytest.mark.clause("BP-7-1")
def test_what_is_lost_has_its_story_and_what_is_made_anew_does_not_come_later(desks):
    standing = standing_of(desks)
    certificate, sticker = (standing.credentials.get(kind=kind) for kind in (Kind.CERTIFICATE, Kind.STICKER))
    case = change(desks, NAME, standing=standing, causes={certificate.pk: "lost", sticker.pk: "later"})
    with pytest.raises(Refused) as refused:
        perform(case, "receive", by=desks.clerk, on=DAY)
    assert f"{certificate}を失った事情を書いてください。" in str(refused.value)
    assert f"{sticker}は、作り直すので、申請に添えます。" in str(refused.value)
    perform(Application.objects.get(pk=case.pk), "withdraw", by=desks.clerk, on=DAY, note="書き直す")
    case = change_at(
        S.APPROVED,
        desks,
        AREA,
        standing=standing,
        causes={certificate.pk: "lost"},
        notes={certificate.pk: "雨で流された"},
    )
    assert Credential.objects.get(pk=certificate.pk).state == Place.LOST
    assert case.credentials.get().replaces == certificate


@pytest.mark.clause("BP-7-1")
@pytest.mark.clause("BP-5-2-e-1")
@pytest.mark.clause("BP-5-2-e-2")
def test_a_new_representative_is_checked_again_and_where_asked_pledges(desks):
    standing = standing_of(desks)
    case = change(desks, REPRESENTATIVE, standing=standing)
    assert [item.code for item in case.asked()] == ["change", "e-1", "e-2"]
    standing.applications.get(profile__isnull=False).profile.values.create(
        key="new_pledge_on_new_representative", content=True, clause="BP-7-1"
    )
    with pytest.raises(Refused, match="新しい代表者の誓約書（様式第4）を添付してください。"):
        perform(case, "receive", by=desks.clerk, on=DAY)
    attach_documents(Application.objects.get(pk=case.pk), desks)
    case = on_road(Application.objects.get(pk=case.pk), desks, S.RECEIVED, S.FORWARDED)
    assert IssuedPaper.objects.of_case(case).get(form="16").values["kinds"] == ["particulars"]


@pytest.mark.clause("BP-7-1")
def test_two_open_cases_on_one_item_are_refused_and_the_other_is_shown(desks):
    standing = standing_of(desks)
    man = standing.group.patrollers.current().first()
    first = change_at(
        S.RECEIVED,
        desks,
        {"kind": "patroller_renamed", "patroller": man, "after": {"address": "桜見市"}},
        standing=standing,
    )
    second = change(desks, {"kind": "patroller_removed", "patroller": man}, standing=standing)
    with pytest.raises(Refused) as refused:
        perform(second, "receive", by=desks.clerk, on=DAY)
    assert (
        f"実施者（削除）（{man.name}）は、別の変更の手続中です（変更申請 {first.receipt_number}）。"
        in str(refused.value)
    )
    perform(second, "withdraw", by=desks.clerk, on=DAY, note="書き直す")
    change_at(S.RECEIVED, desks, AREA, standing=standing)
    third = change(desks, AREA, standing=standing)
    with pytest.raises(Refused) as refused:
        perform(third, "receive", by=desks.clerk, on=DAY)
    assert "実施地域は、別の変更の手続中です" in str(refused.value)
    assert "は、別の手続中です（変更申請" in str(refused.value)  # the certificate is in the other case


@pytest.mark.parametrize(
    ("item", "sentence"),
    every_nth(
        [
            ({"kind": "name", "after": {}}, "団体の名称は、変更前と変更後が同じです。"),
            (
                {"kind": "vehicle_removed"},
                "自動車が残りません。パトロールをやめるときは、返納の手続で行います。",
            ),
            ({"kind": "patroller_removed"}, "実施者が残りません。"),
            ({"kind": "vehicle_added"}, "の自動車検査証記録事項の書面を添付してください。"),
            (None, "変更する事項を選んでください。"),
        ],
        3,
    ),
)
def test_what_stands_against_a_receipt(desks, item, sentence):
    standing = standing_of(desks, people=1)
    given = {
        "vehicle_removed": {"vehicle": standing.group.vehicles.get()},
        "patroller_removed": {"patroller": standing.group.patrollers.get()},
        "vehicle_added": {"joining": joining_car(standing)},
    }
    items = [item | given.get(item["kind"], {})] if item else []
    case = change(desks, *items, standing=standing)
    with pytest.raises(Refused, match=sentence):
        perform(case, "receive", by=desks.clerk, on=DAY)


@pytest.mark.clause("BP-7-1")
def test_without_an_active_standing_nothing_is_changed(desks):
    case = change_at(S.ARRIVED, desks, AREA)
    perform(case.certification, "revoke", by=desks.director, on=DAY)
    with pytest.raises(Refused, match="有効な証明のない団体の変更申請は、進められません。"):
        deliver(Application.objects.get(pk=case.pk), desks)


@pytest.mark.parametrize("end", every_nth([S.WITHDRAWN, S.DECLINED, S.UNDELIVERED], 3))
def test_when_nothing_comes_of_it_the_group_is_as_before(desks, end):
    standing = standing_of(desks)
    case = change_at(
        end, desks, NAME, {"kind": "vehicle_added", "joining": joining_car(standing)}, {"kind": "patroller_added", "joining": joining_person()},
        standing=standing,
    )  # fmt: skip
    group = Group.objects.get(pk=case.group_id)
    assert group.name == "桜見坂学区防犯パトロール隊"
    assert (group.vehicles.current().count(), group.patrollers.current().count()) == (1, 2)
    assert group.vehicles.current_or_joining().count() == 1
    if end != S.WITHDRAWN:
        assert set(places(case).values()) == {Place.SURRENDERED}
        case = perform(case, "give_back", by=desks.clerk, on=DAY)
    assert set(places(case).values()) == {Place.WITH_GROUP}
    again = change_at(S.DELIVERED, desks, NAME, standing=standing)
    assert Group.objects.get(pk=again.group_id).name == "桜見坂見守り隊"


def test_a_decision_taken_back_makes_everything_anew(desks):
    standing = standing_of(desks)
    case = change_at(
        S.APPROVED,
        desks,
        NAME,
        {"kind": "vehicle_added", "joining": joining_car(standing)},
        standing=standing,
    )
    case = perform(case, "recall", by=desks.director, on=DAY, note="誤り")
    case = on_road(case, desks, S.APPROVED, S.DISPATCHED, S.ARRIVED)
    case = deliver(case, desks)
    assert case.group.vehicles.current().count() == 2
    live = case.certification.credentials.live()
    assert {kind: live.filter(kind=kind).count() for kind in KINDS} == {
        "certificate": 1,
        "sticker": 2,
        "card": 2,
    }


def test_a_card_that_waits_for_training_ends_with_the_change(desks):
    standing = standing_of(desks, people=2, untrained=1)
    waiting = standing.credentials.get(kind=Kind.CARD, state=Place.AT_STATION)
    case = change_at(S.DELIVERED, desks, NAME, standing=standing)
    assert waiting.pk not in {row.credential_id for row in case.came_in()}
    assert Credential.objects.get(pk=waiting.pk).state == Place.VOID
    assert case.credentials.get(state=Place.AT_STATION).patroller_id == waiting.patroller_id


@pytest.mark.clause("BP-7-2")
@pytest.mark.parametrize(
    ("asks", "codes"), [(True, {"inspection_entry", "display_and_carry"}), (False, {"display_and_carry"})]
)
def test_another_plate_starts_the_entry_where_the_prefecture_says_so(desks, asks, codes):
    standing = standing_of(desks)
    standing.applications.get().profile.values.create(
        key="new_entry_on_plate_or_user_change", content=asks, clause="BP-7"
    )
    car = standing.group.vehicles.get()
    case = change_at(
        S.ARRIVED, desks, {"kind": "vehicle_particulars", "vehicle": car, "after": {"plate": "尾張小牧|500|へ|4321"}},
        standing=standing,
    )  # fmt: skip
    assert set(case.instructions()) == codes
    assert [str(each) for each in case.entry_cars()] == (["尾張小牧 500 へ 43-21"] if asks else [])
    values = IssuedPaper.objects.of_case(case).get(form="6").values
    assert [each["plate"] for each in values["vehicles"]] == ["尾張小牧|500|へ|4321"]
    case = deliver(case, desks)
    assert standing.group.vehicles.get().plate == "尾張小牧|500|へ|4321"


def test_mended_in_the_correction_what_is_named_no_longer_goes_back(desks):
    standing = standing_of(desks)
    case = on_road(change_at(S.RECEIVED, desks, NAME, standing=standing), desks, S.CORRECTION)
    from blue_patrol.models.requests import write

    write(case, {"items": [AREA], "request": {"effective_on": DAY, "reason": "地域の拡大"}}, by=desks.clerk)
    assert places(case) == {Kind.CERTIFICATE: Place.SURRENDERED}
    assert standing.credentials.filter(state=Place.WITH_GROUP).count() == 3


def test_a_reissue_that_is_under_way_holds_its_thing(desks):
    standing = standing_of(desks)
    walk(reissue(desks, {Kind.CERTIFICATE: "soiled"}, standing=standing), S.RECEIVED, desks)
    case = change(desks, AREA, standing=standing)
    assert isinstance(case, ChangeApplication)
    assert standing.state == Standing.ACTIVE
    with pytest.raises(Refused, match="は、別の手続中です（再交付申請"):
        perform(case, "receive", by=desks.clerk, on=DAY)


def test_headquarters_puts_a_slip_right_with_its_reason_alone(desks):
    standing = standing_of(desks)
    man = standing.group.patrollers.first()
    slip = {"what": f"patroller:{man.pk}:name", "after": "𠮷田 守", "note": "戸籍の字と違っていた"}
    with pytest.raises(Refused, match="本部の係の職が行います。"):
        perform(standing, "correct_entry", by=desks.clerk, on=DAY, **slip)
    with pytest.raises(Refused) as refused:
        perform(
            standing, "correct_entry", by=desks.hq_clerk, on=DAY, **slip | {"after": man.name, "note": ""}
        )
    assert str(refused.value) == "いまの記載と同じです。 / 訂正の理由を書いてください。"
    perform(standing, "correct_entry", by=desks.hq_clerk, on=DAY, **slip)
    assert standing.group.patrollers.get(pk=man.pk).name == "𠮷田 守"
    kept = StateChange.objects.last_of(standing).payload.content
    assert (kept["before"], kept["after"]) == (man.name, "𠮷田 守")
    assert LedgerEvent.objects.filter(sheet__group=standing.group, kind="訂正").count() == 1


@pytest.mark.parametrize(
    "items",
    every_nth([
        lambda s: [NAME, AREA],
        lambda s: [{"kind": "vehicle_added", "joining": joining_car(s)}, {"kind": "vehicle_removed", "vehicle": s.group.vehicles.last()}],
        lambda s: [{"kind": "vehicle_replaced", "vehicle": s.group.vehicles.first(), "joining": joining_car(s)}, NAME],
        lambda s: [{"kind": "vehicle_particulars", "vehicle": s.group.vehicles.first(), "after": {"plate": "尾張小牧|500|へ|4321"}}, REPRESENTATIVE],
        lambda s: [{"kind": "other", "after": {"before": {"text": "旧"}, "text": "新"}}],
    ], 3),
)  # fmt: skip
def test_never_two_live_stickers_a_car_and_the_group_is_what_the_last_certificate_shows(desks, items):
    """In every state of the road; the copy of the certificate equals the group once it is delivered."""
    standing = standing_of(desks, cars=2)
    case = change(desks, *items(standing), standing=standing)
    attach_documents(case, desks)
    shown = IssuedPaper.objects.get(
        case_pk=standing.applications.get(case_label__endswith="CertificationApplication").pk,
        form="5",
        mode="filled",
    ).values
    for state in (S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED):
        case = on_road(Application.objects.get(pk=case.pk), desks, state)
        live = list(standing.credentials.live().filter(kind=Kind.STICKER).values_list("vehicle", flat=True))
        assert len(live) == len(set(live))
        if state == S.DELIVERED:
            shown = IssuedPaper.objects.of_case(case).get(form="5", mode="copy").values
        group = Group.objects.get(pk=standing.group_id)
        assert (shown["group"]["name"], shown["group"]["representative_name"]) == (
            group.name,
            group.representative_name,
        )
        assert [car["plate"] for car in shown["vehicles"]] == [car.plate for car in group.vehicles.current()]
    stickered = standing.credentials.filter(kind=Kind.STICKER, state=Place.WITH_GROUP)
    assert set(stickered.values_list("vehicle", flat=True)) == {car.pk for car in group.vehicles.current()}


@pytest.mark.clause("BP-7-2")
@pytest.mark.parametrize(("people", "line"), [(9, None), (30, "証明書1枚・標章1枚・実施者証30枚")])
def test_the_line_of_a_delivery_names_what_was_handed_over_or_counts_what_is_too_much(desks, people, line):
    """Another name of the group: all its things anew; thirty cards would not go into one line of the sheet."""
    case = change_at(S.DELIVERED, desks, NAME, people=people)
    handed = list(case.credentials.filter(state=Place.WITH_GROUP))
    assert len(handed) == people + 2
    events = LedgerEvent.objects.filter(sheet__group=case.group, kind="変更").order_by("pk")
    named = set(events.last().text.split("・"))
    assert named == ({str(thing) for thing in handed} if line is None else set(line.split("・")))
    assert all(len(event.text) <= LINE for event in events)
    row = RegisterEntry.objects.get(application=case)
    assert sorted(row.card_numbers) == sorted(thing.number for thing in handed if thing.kind == Kind.CARD)


@pytest.mark.clause("BP-7-2")
@pytest.mark.parametrize("area", ["、".join(f"坂上町{n}丁目" for n in range(1, 60)), "坂" * 450])
def test_a_change_too_long_for_one_line_of_the_sheet_goes_on_in_the_next(desks, area):
    """What is to be read in the ledger is the value after the change: it stands last, and is not cut off."""
    case = change_at(S.DELIVERED, desks, {"kind": "area", "after": {"patrol_area": area}})
    lines = list(
        LedgerEvent.objects.filter(sheet__group=case.group, kind="変更")
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert "".join(lines[:-1]) == f"実施地域　桜見坂小学校区全域 → {area}"
    assert all(0 < len(line) <= LINE for line in lines)
