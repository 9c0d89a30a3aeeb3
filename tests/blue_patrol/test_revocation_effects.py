"""What the decision and the notice of a revocation bring about (BP-8-2 to BP-8-4), and that of many one decides."""

import threading

import pytest
from django.db import connection, transaction

from blue_patrol.models import LedgerEvent, RegisterEntry, Revocation, Standing
from blue_patrol.models import RevocationState as R
from casework import paper_registry
from casework.models import Deadline, DecisionStep, IssuedPaper, StateChange
from casework.scope import scope_of
from casework.workflow import Refused, Stale, perform
from tests.blue_patrol.test_revocation_machine import allow_publication
from tests.factories import people
from tests.factories.applications import DAY, REASONS, Desks
from tests.factories.places import StationFactory
from tests.factories.revocations import (
    GUIDED,
    HANDED,
    answers,
    find,
    now,
    pass_up,
    prepare,
    revocation_at,
    steps,
    tell_offices,
    with_command,
)
from tests.nights import every_nth


@pytest.fixture
def desks(db):
    return with_command(Desks(StationFactory()))


def papers(case, form, **wanted):
    return IssuedPaper.objects.of_case(case).filter(form=form, **wanted).order_by("pk")


@pytest.mark.clause("BP-8-1")
def test_the_report_freezes_form_17_with_what_proves_it(desks):
    case = find(desks, grounds=["d", "h"], persons=[])
    perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED)
    steps(case, desks)[R.GROUND_REPORTED]()
    values = papers(now(case), "17").get().values
    assert values["grounds"] == ["d", "h"]
    assert values["guidance"] == [
        {"on": DAY.isoformat(), "method": "面談", "result": "是正されない　行っていない。"}
    ]
    assert values["statement"] == "申し開きはない。"
    assert values["attachments"] == ["指導の記録"]
    assert (values["forwarding"]["document_symbol"], values["forwarding"]["document_number"]) == (
        "桜見坂生発",
        "201",
    )
    assert values["forwarding"]["opinion_fit"] is True


@pytest.mark.clause("BP-8-1")
def test_a_second_report_replaces_the_paper_and_a_number_typed_later_too(desks):
    case = revocation_at(R.SENT_BACK, desks)
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers(case))
    told = {"opinion": "leave", "remarks": "指導を続けるのが相当", "document_number": ""}
    perform(case, "report_grounds", by=desks.chief, on=DAY, **told)
    case = perform(case, "number_document", by=desks.chief, on=DAY, document_number="桜見坂生発第9号")
    assert [paper.void_reason for paper in papers(case, "17")] == [
        "再度の報告による差替え", "文書番号の記入による差替え", "",
    ]  # fmt: skip
    values = papers(case, "17", voided_on=None).get().values["forwarding"]
    assert (values["document_number"], values["opinion_fit"], values["opinion"]) == (
        "9",
        False,
        "指導を続けるのが相当",
    )


@pytest.mark.clause("BP-8-2")
def test_the_decision_ends_the_standing_on_its_day_and_its_clocks_run_no_further(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    running = Deadline.objects.open().filter(kind__in=["retraining", "information", "inspection_entry"])
    kinds = sorted(running.values_list("kind", flat=True))
    assert kinds == ["information", "inspection_entry", "retraining", "retraining"]
    registered = RegisterEntry.objects.count()
    steps(case, desks)[R.DECIDED]()
    case = now(case)
    assert (case.certification.state, case.certification.closed_on) == (Standing.REVOKED, DAY)
    assert not running.exists()
    assert Deadline.objects.filter(void_reason="取消し").count() == 4
    notice = papers(case, "11").get()
    assert notice.values["delivered_on"] is None  # blank for the pen
    assert notice.values["document_number"] == ""
    assert notice.values["revoked_on"] == DAY.isoformat()
    assert [(item["kind"], bool(item["number"])) for item in notice.values["items"]] == [
        ("証明書", True), ("標章", True), ("実施者証", True), ("実施者証", True),
    ]  # fmt: skip
    assert RegisterEntry.objects.count() == registered  # the books wait for the delivery
    assert [step.title for step in case.decided_steps()] == ["係", "補佐", "課長", "部長", "本部長"]


def test_another_groups_clocks_run_on(desks):
    other = find(desks)
    case = revocation_at(R.DECIDED, desks)
    left = Deadline.objects.open().filter(kind="retraining")
    assert set(left.values_list("subject_pk", flat=True)) == set(
        other.group.patrollers.values_list("pk", flat=True)
    )
    assert case.certification.state == Standing.REVOKED
    assert now(other).certification.state == Standing.ACTIVE


@pytest.mark.clause("BP-8-2")
def test_a_declined_revocation_leaves_the_standing_as_it_is(desks):
    case = revocation_at(R.NOT_REVOKED, desks)
    assert case.certification.state == Standing.ACTIVE
    assert (case.closed_on, case.closing_note) == (DAY, "指導を続けるのが相当")
    assert not papers(case, "11").exists()


@pytest.mark.clause("BP-8-2")
def test_the_notice_is_sent_with_its_number(desks):
    case = revocation_at(R.DECIDED, desks)
    with pytest.raises(Refused, match="通知書の文書番号を書いてください。"):
        perform(case, "send_notice", by=desks.hq_clerk, on=DAY, notice_number=" ")
    case = perform(case, "send_notice", by=desks.hq_clerk, on=DAY, notice_number="生総発第77号")
    void, notice = papers(case, "11")
    assert void.void_reason == "文書番号の記入による差替え"
    told = notice.values
    assert (told["document_symbol"], told["document_number"], told["notified_on"]) == (
        "生総発",
        "77",
        DAY.isoformat(),
    )
    assert told["items"] == void.values["items"]
    case = perform(case, "fail_delivery", by=desks.clerk, on=DAY, note="転居先が分からない")
    case = perform(case, "send_notice", by=desks.hq_clerk, on=DAY, notice_number="")
    assert (case.notice_number, papers(case, "11").count()) == ("生総発第77号", 2)


@pytest.mark.clause("BP-8-3")
def test_the_delivery_is_entered_in_register_and_ledger_and_starts_the_clocks(desks):
    case = revocation_at(R.NOTICE_DELIVERED, desks)
    entry = RegisterEntry.objects.get(revocation=case)
    assert (entry.kind, entry.application, entry.certificate_number) == (
        "revocation",
        None,
        case.certification.number,
    )
    assert (entry.sticker_numbers, entry.card_numbers, entry.receiver_name) == ([], [], "青葉 守")
    event = LedgerEvent.objects.get(kind="取消し")
    assert event.text == f"証明書 {case.certification.number} の取消しを通知（エ 継続していない）"
    clocks = Deadline.objects.of_case(case).open()
    assert [(c.kind, c.clause, c.due_on) for c in clocks.order_by("kind")] == [
        ("delivery_report", "BP-8-3", None), ("items_back", "BP-8-3", None),
    ]  # fmt: skip
    copy = papers(case, "11", mode="copy").get()
    assert (copy.values["delivered_on"], copy.values["document_number"]) == (DAY.isoformat(), "77")
    assert case.instructed[0]["code"] == "return_promptly"


@pytest.mark.clause("BP-8-3")
@pytest.mark.parametrize(
    ("told", "sentence"),
    every_nth(
        [
            ({"instructed": []}, "証明書等を速やかに返納するよう教示したことに、印を付けてください。"),
            ({"receiver_name": " "}, "受け取った人を書いてください。"),
            (
                {"receiver_kind": "deputy"},
                "代理人が受け取ったときは、委任状など、代理を確かめたものを書いてください。",
            ),
            ({"receiver_kind": "published"}, "受け取った人の別を選んでください。"),
        ],
        2,
    ),
)
def test_a_delivery_wants_its_instruction_and_its_receiver(desks, told, sentence):
    case = revocation_at(R.NOTICE_SENT, desks)
    with pytest.raises(Refused) as refused:
        perform(case, "deliver_notice", by=desks.clerk, on=DAY, **(HANDED | told))
    assert [(r.clause, r.sentence) for r in refused.value.reasons] == [("BP-8-3", sentence)]


@pytest.mark.clause("BP-8-3")
def test_what_cannot_be_delivered_is_tried_again_or_published_where_the_prefecture_says_so(desks):
    case = revocation_at(R.NOTICE_UNDELIVERED, desks)
    assert case.undelivered_note == "代表者の所在が分からない"
    with pytest.raises(Refused, match="この県の定めでは、公示による通知は行いません。"):
        perform(case, "publish", by=desks.clerk, on=DAY, note="署の掲示場に掲示した。")
    allow_publication(case)
    case = perform(case, "publish", by=desks.clerk, on=DAY, note="署の掲示場に掲示した。")
    assert (case.state, case.get_receiver_kind_display()) == (R.NOTICE_DELIVERED, "公示")
    assert RegisterEntry.objects.get(revocation=case).remarks == "受領：公示"
    again = revocation_at(R.NOTICE_UNDELIVERED, desks)
    assert perform(again, "deliver_notice", by=desks.clerk, on=DAY, **HANDED).state == R.NOTICE_DELIVERED


@pytest.mark.clause("BP-8-3", "BP-8-4")
def test_the_report_stands_in_the_register_and_asks_for_a_notice_for_each_car(desks):
    case = revocation_at(R.DELIVERY_REPORTED, desks)
    assert RegisterEntry.objects.get(revocation=case).notes.get().on == DAY
    assert Deadline.objects.of_case(case).get(kind="delivery_report").done_on == DAY
    clock = Deadline.objects.of_case(case).get(kind="transport_notice")
    car = case.group.vehicles.get()
    assert (clock.subject_label, clock.subject_pk, clock.clause) == ("blue_patrol.Vehicle", car.pk, "BP-8-4")
    with pytest.raises(Refused, match="この期限は、本部が運輸支局等への通知を記録すると済みます。"):
        perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="電話した")
    with pytest.raises(Refused, match=r"運輸支局等へ通知していない自動車が1台あります。"):
        perform(case, "notify_transport", by=desks.hq_clerk, on=DAY)
    tell_offices(case, desks)
    assert perform(case, "notify_transport", by=desks.hq_clerk, on=DAY).closed_on == DAY


def test_a_car_that_was_taken_off_before_is_not_told_of(desks):
    case = revocation_at(R.NOTICE_DELIVERED, desks)
    case.group.vehicles.update(removed_on=DAY)
    case = perform(case, "report_delivery", by=desks.clerk, on=DAY)
    assert not Deadline.objects.of_case(case).filter(kind="transport_notice").exists()
    assert perform(case, "notify_transport", by=desks.hq_clerk, on=DAY).state == R.TRANSPORT_NOTIFIED


@pytest.mark.clause("BP-8-2")
def test_what_a_deputy_decided_is_seen_by_the_holder_afterwards(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    step = DecisionStep.objects.of_case(case).later_reviews().get()
    with pytest.raises(Refused, match="代決された段階の、本来の職が行います。"):
        perform(case, "acknowledge", by=desks.assistant, on=DAY, step=step.pk)
    perform(case, "acknowledge", by=desks.hq_clerk, on=DAY, step=step.pk)
    assert not DecisionStep.objects.of_case(case).later_reviews().exists()


def test_a_return_starts_the_route_anew(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    perform(case, "send_back", by=desks.assistant, on=DAY, reasons=REASONS)
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers(case))
    perform(
        case, "report_grounds", by=desks.chief, on=DAY, opinion="revoke", document_number="桜見坂生発第202号"
    )
    assert [step.title for step in now(case).open_steps()] == ["係"]


# --- real threads ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("BP-8-2")
def test_of_eight_clicks_on_the_deciding_step_exactly_one_decides(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)
    with transaction.atomic():
        desks = with_command(Desks(StationFactory()))
    chief = desks.extra["chief"]
    with scope_of(desks.clerk):
        case = revocation_at(R.GROUND_REPORTED, desks)
        pass_up(case, desks)
    done, line = [], threading.Barrier(8)

    def decide(name):
        line.wait()
        try:
            with scope_of(chief):
                perform(Revocation(pk=case.pk), name, by=chief, on=DAY, note="理由")
            done.append(name)
        except (Refused, Stale):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[n]) for n in ("approve", "decline") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope_of(desks.clerk):
        assert len(done) == 1
        state, standing = {"approve": (R.DECIDED, "revoked"), "decline": (R.NOT_REVOKED, "active")}[done[0]]
        assert (now(case).state, now(case).certification.state) == (state, standing)
        assert StateChange.objects.of_case(case).filter(transition__in=["approve", "decline"]).count() == 1
        assert papers(case, "11").count() == (done[0] == "approve")


@pytest.mark.django_db(transaction=True)
def test_of_eight_findings_at_once_exactly_one_opens_a_case(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)
    with transaction.atomic():
        desks = with_command(Desks(StationFactory()))
    with scope_of(desks.clerk):
        group = find(desks).group
        perform(Revocation.objects.get(), "dismiss", by=desks.clerk, on=DAY, note="別の団体の車だった。")
    found, line = [], threading.Barrier(8)

    def act():
        line.wait()
        try:
            with scope_of(desks.clerk):
                find(desks, group)
            found.append(1)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope_of(desks.clerk):
        assert len(found) == 1
        assert Revocation.objects.open().count() == 1


def test_a_prepared_report_is_not_reported_by_itself(desks):
    case = find(desks)
    prepare(case, desks)
    assert (now(case).state, IssuedPaper.objects.of_case(case).count()) == (R.FOUND, 0)
