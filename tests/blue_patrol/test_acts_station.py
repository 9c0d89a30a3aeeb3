"""The station's acts as pages: success, refusals beside their fields, repeated and stale clicks, walls."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.models import Attachment, Deadline, ReturnReason
from casework.models.road import RoadState as S
from tests.blue_patrol.acting import acts, click, era, fault_beside, home_of, now, see, text
from tests.factories import applications, people
from tests.factories.applications import DAY, PDF, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
ON = era(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def complete(desks):
    """A draft with every paper attached."""
    case = applications.start(desks)
    applications.attach_all(case, desks)
    return now(case)


def test_receipt_gives_a_number_and_leads_back(desks, complete):
    response = click(desks.clerk, "receive", complete, on=ON)
    assert response.status_code == 302
    assert response.url == home_of(complete)
    case = now(complete)
    assert (case.state, case.received_on, case.receipt_number) == (S.RECEIVED, DAY, "R8-0001")


def test_what_is_missing_is_said_before_the_click(desks):
    case = applications.start(desks)
    page = text(see(desks.clerk, "receive", case))
    assert "書面を添付してください。" in page
    assert "要領 第5の1のエ" in page
    assert reverse("entry_attachments", args=[case.pk]) in page
    assert "受理を記録する" not in page


def test_a_gap_that_opened_meanwhile_refuses_the_click(desks):
    case = applications.start(desks)
    response = click(desks.clerk, "receive", case, on=ON)
    assert response.status_code == 422
    assert "図面又は写真" in text(response)
    assert now(case).state == S.DRAFT


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (timezone.localdate() + dt.timedelta(days=1), "先の日付は記録できません。"),
        ("きのう", ""),
        ("", "受理した日を入力してください。"),
    ],
)
def test_a_wrong_day_is_said_beside_it_and_stays_as_typed(desks, complete, day, sentence):
    typed = era(day) if isinstance(day, dt.date) else day
    response = click(desks.clerk, "receive", complete, on=typed)
    assert response.status_code == 422
    assert fault_beside(response, "on").startswith("誤り：")
    assert sentence in fault_beside(response, "on")
    assert f'value="{typed}"' in text(response) or not typed


def test_a_double_click_is_one_act(desks, complete):
    key = uuid4()
    first = click(desks.clerk, "receive", complete, key=key, on=ON)
    second = click(desks.clerk, "receive", complete, key=key, revision=complete.revision, on=ON)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert acts(complete, "receive") == 1


def test_a_stale_page_keeps_what_was_typed(desks):
    case = application_at(S.RECEIVED, desks)
    response = click(
        desks.clerk, "withdraw", case, revision=case.revision - 1, on=ON, note="代表者から電話があった"
    )
    assert response.status_code == 409
    assert "代表者から電話があった" in text(response)
    assert now(case).state == S.RECEIVED


def test_a_fault_does_not_hide_that_the_page_is_stale(desks):
    case = application_at(S.RECEIVED, desks)
    response = click(desks.clerk, "withdraw", case, revision=case.revision - 1, on=ON, note="")
    assert f'name="revision" value="{case.revision - 1}"' in text(response)


REASON = {"rows": "1", "item-1": "様式第3 生年月日", "text-1": "2人目の生年月日が空いています。", "on": ON}


def test_correction_binds_its_reason_to_an_item(desks):
    case = application_at(S.RECEIVED, desks)
    assert click(desks.clerk, "request_correction", case, **REASON).url == home_of(case)
    assert now(case).state == S.CORRECTION
    reason = ReturnReason.objects.of_case(case).get()
    assert (reason.item, reason.text) == ("様式第3 生年月日", "2人目の生年月日が空いています。")
    letter = text(see(desks.clerk, "correction_letter", case))
    assert "補正のお願い" in letter
    assert "2人目の生年月日が空いています。" in letter


def test_correction_takes_several_reasons(desks):
    case = application_at(S.RECEIVED, desks)
    more = {
        "rows": "3",
        "item-2": "様式第2 実施地域",
        "text-2": "町名を書いてください。",
        "item-3": "",
        "text-3": "",
    }
    click(desks.clerk, "request_correction", case, **REASON | more)
    assert [reason.item for reason in ReturnReason.objects.of_case(case)] == [
        "様式第3 生年月日",
        "様式第2 実施地域",
    ]


def test_a_row_more_keeps_what_was_typed_and_records_nothing(desks):
    case = application_at(S.RECEIVED, desks)
    page = text(click(desks.clerk, "request_correction", case, **REASON, more="1"))
    assert "2人目の生年月日が空いています。" in page
    assert 'name="text-2"' in page
    assert "誤り" not in page
    assert now(case).state == S.RECEIVED


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"text-1": ""}, "text-1", "理由と直し方を入力してください。"),
        ({"item-1": ""}, "item-1", "どの書類の何を選んでください。"),
        ({"rows": "2", "text-2": "理由だけ"}, "item-2", "どの書類の何についてかを選んでください。"),
        ({"rows": "2", "item-2": "様式第2 実施地域"}, "text-2", "どこをどう直すのかを書いてください。"),
    ],
)
def test_a_reason_is_whole(desks, sent, field, sentence):
    case = application_at(S.RECEIVED, desks)
    response = click(desks.clerk, "request_correction", case, **REASON | sent)
    assert response.status_code == 422
    assert sentence in fault_beside(response, field)


def test_resubmission_answers_every_reason(desks):
    case = application_at(S.CORRECTION, desks)
    reason = ReturnReason.objects.of_case(case).get()
    assert reason.text in text(see(desks.clerk, "resubmit", case))
    refused = click(desks.clerk, "resubmit", case, on=ON)
    assert "入力してください。" in fault_beside(refused, f"answer_{reason.pk}")
    click(desks.clerk, "resubmit", case, on=ON, **{f"answer_{reason.pk}": "書き足した"})
    assert now(case).state == S.RECEIVED
    assert ReturnReason.objects.get(pk=reason.pk).answer == "書き足した"


def test_what_headquarters_sent_back_is_answered_before_it_goes_up_again(desks):
    case = application_at(S.SENT_BACK, desks)
    reason = ReturnReason.objects.of_case(case).get()
    assert "差戻しの理由に、直したことを書いてください。" in text(see(desks.chief, "forward", case))
    assert "入力してください。" in fault_beside(
        click(desks.clerk, "answer", case, on=ON), f"answer_{reason.pk}"
    )
    sent = {f"answer_{reason.pk}": "団体に確かめて書き足した"}
    assert click(desks.clerk, "answer", case, on=ON, **sent).url == home_of(case)
    assert now(case).state == S.SENT_BACK
    assert "回答を待っている理由は、ありません" in text(see(desks.clerk, "answer", case))
    assert click(desks.chief, "forward", case, **FORWARD).url == home_of(case)


def test_withdrawal_needs_the_applicants_word(desks):
    case = application_at(S.RECEIVED, desks)
    assert "入力してください。" in fault_beside(
        click(desks.clerk, "withdraw", case, on=ON, note="　"), "note"
    )
    click(desks.clerk, "withdraw", case, on=ON, note="代表者が来署して申し出た")
    assert (now(case).state, now(case).closing_note) == (S.WITHDRAWN, "代表者が来署して申し出た")


def test_training_offers_the_untrained_alone(desks):
    case = application_at(S.RECEIVED, desks, people=3, untrained=2)
    waiting = list(case.group.patrollers.filter(trainings=None))
    page = text(see(desks.clerk, "record_training", case))
    assert page.count('name="patrollers"') == 2
    sent = {"on": ON, "place": "署講堂", "trainer": "生活安全課"}
    refused = click(desks.clerk, "record_training", case, **sent)
    assert "受講した人を選んでください。" in fault_beside(refused, "patrollers")
    key = uuid4()
    for _ in range(2):
        answer = click(desks.clerk, "record_training", case, key=key, patrollers=[waiting[0].pk], **sent)
        assert answer.status_code == 302
    assert waiting[0].trainings.get().trainer == "生活安全課"
    assert not waiting[1].trainings.exists()


def upload(content=PDF, name="定款.pdf"):
    return SimpleUploadedFile(name, content)


def test_proof_is_attached_and_another_paper_replaced(desks):
    case = application_at(S.RECEIVED, desks, group_type="d")
    click(desks.clerk, "attach", case, kind="proof_of_standing", file=upload(), on=ON)
    old = Attachment.objects.of_case(case).get(kind="proof_of_standing")
    car = case.group.vehicles.get()
    sent = {"kind": "inspection_record", "vehicle": car.pk, "replaces": old.pk, "on": ON}
    assert click(desks.clerk, "attach", case, file=upload(name="検査証.pdf"), **sent).status_code == 302
    held = Attachment.objects.of_case(case)
    assert not held.filter(pk=old.pk).exists()
    assert held.filter(subject_pk=car.pk, name="検査証.pdf").exists()


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"file": b"MZ"}, "file", "PDF・JPEG・PNGのどれでもないか"),
        ({"file": None}, "file", "ファイルを選んでください。"),
        ({"kind": "inspection_record"}, "vehicle", "どの車の書面かを選んでください。"),
        ({"kind": "inspection_record"}, "file", "もう一度選んでください。"),
    ],
)
def test_a_file_is_looked_at(desks, sent, field, sentence):
    case = application_at(S.RECEIVED, desks)
    content = sent.pop("file", PDF)
    files = {"file": upload(content)} if content else {}
    response = click(desks.clerk, "attach", case, **{"kind": "proof_of_standing", "on": ON} | sent | files)
    assert response.status_code == 422
    assert sentence in fault_beside(response, field)


@pytest.fixture
def examined(desks):
    case = application_at(S.RECEIVED, desks)
    applications.perform(case, "examine", by=desks.clerk, on=DAY, findings=applications.judged())
    return now(case)


FORWARD = {"on": ON, "document_number": "試生発第1号", "opinion": "fit"}


def test_the_chief_forwards(desks, examined):
    assert "書類で確かめた" in text(see(desks.chief, "forward", examined))
    assert click(desks.chief, "forward", examined, **FORWARD).url == home_of(examined)
    case = now(examined)
    assert (case.state, case.chief_opinion, case.document_number) == (S.FORWARDED, "fit", "試生発第1号")


def test_forwarding_says_first_what_is_missing(desks):
    case = application_at(S.RECEIVED, desks, group_type="d")
    page = text(see(desks.chief, "forward", case))
    assert "調査12項目のうち12項目に結果がありません" in page
    assert "疎明資料を添付してください。" in page
    assert reverse("examination", args=[case.pk]) not in page  # the chief's post cannot open the sheet


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"opinion": ""}, "opinion", "署長の意見を選んでください。"),
        ({"opinion": "unfit"}, "remarks", "不適当とする理由を書いてください。"),
        ({"on": era(DAY - dt.timedelta(days=1))}, "on", "前の手続の日より前の日付は記録できません。"),
    ],
)
def test_forwarding_asks_for_the_opinion(desks, examined, sent, field, sentence):
    response = click(desks.chief, "forward", examined, **FORWARD | sent)
    assert response.status_code == 422
    assert sentence in fault_beside(response, field)


def test_an_unfit_item_asks_for_the_reason_of_a_fit_opinion(desks):
    case = application_at(S.RECEIVED, desks)
    applications.perform(case, "examine", by=desks.clerk, on=DAY, findings=applications.judged(c="unfit"))
    response = click(desks.chief, "forward", case, **FORWARD)
    assert "「否」の項目があります。" in fault_beside(response, "remarks")


def test_report_and_deadline(desks):
    case = application_at(S.DELIVERED, desks)
    clock = Deadline.objects.of_case(case).get(kind="inspection_entry")
    late = era(DAY - dt.timedelta(days=1))

    def meet(on):
        sent = {"on": on, "evidence": "検査証の写し"}
        return click(desks.clerk, "meet_deadline", clock, revision=now(case).revision, **sent)

    assert "起算日からきょうまで" in fault_beside(meet(late), "on")
    assert meet(ON).url == f"{home_of(case)}#clocks"
    assert Deadline.objects.get(pk=clock.pk).evidence == "検査証の写し"
    again = meet(ON)
    assert "この期限は、もう済んでいます。" in text(again)
    assert click(desks.clerk, "report", case, on=ON).url == home_of(case)
    assert now(case).state == S.REPORTED


CLERKS = {
    "receive": S.DRAFT, "request_correction": S.RECEIVED, "resubmit": S.CORRECTION, "answer": S.SENT_BACK, "withdraw": S.RECEIVED,
    "examination": S.RECEIVED, "record_training": S.RECEIVED, "attach": S.RECEIVED, "arrive": S.DISPATCHED,
    "deliver": S.ARRIVED, "report": S.DELIVERED,
}  # fmt: skip


@pytest.mark.parametrize("name", every_nth(CLERKS, 4))
def test_the_clerks_acts_are_closed_to_others(name):
    desks = Desks(StationFactory())
    case = application_at(CLERKS[name], desks)
    for actor in (desks.chief, desks.hq_clerk, desks.director):
        assert see(actor, name, case).status_code == 403
        assert click(actor, name, case).status_code == 403
    stranger = people.clerk(StationFactory())
    assert see(stranger, name, case).status_code == 404
    assert click(stranger, name, case).status_code == 404
    assert see(desks.clerk, name, case).status_code == 200
    assert now(case).state == case.state


def test_forwarding_is_the_chiefs(desks, examined):
    assert see(desks.clerk, "forward", examined).status_code == 403
    assert see(people.chief(StationFactory()), "forward", examined).status_code == 404


def test_an_act_of_another_state_has_no_button(desks):
    case = application_at(S.FORWARDED, desks)
    page = text(see(desks.clerk, "receive", case))
    assert "「進達」の事案では行えません。" in page
    assert "受理を記録する" not in page
