"""取消し from the finding to the report of the delivery, as its people walk it in Chromium (BP-8)."""

import pytest

from blue_patrol.models import Revocation
from casework.models import IssuedPaper
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.flows.town import A_PDF, Town, follow, pick, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]
SUMMARY = "令和8年2月から8月までの間、青色防犯パトロールが一度も行われていない。"


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


def open_case(town, who, *labels):
    page = town.go(who, f"/revocations/{town.revocation.pk}/")
    for label in labels:
        follow(page, label)
    return page


def find(town, group):
    page = town.go("clerk", f"/groups/{group.pk}/")
    follow(page, "取消しに当たる事案の認知を記録する")
    record(page)
    sees(page, "該当する事由を一つ以上選んでください。")
    town.show(page, "revocation_faults")
    pick(page, "grounds", "d")
    pick(page, "is_minor", "yes")
    write(page, source="交番からの連絡", summary=SUMMARY)
    page.locator("input[name=persons]").first.check()
    town.show(page, "revocation_new")
    record(page)
    sees(page, "認知を記録しました。", "軽微な違反は、まず指導を行います。")
    town.show(page, "revocation_found")
    with town.stored():
        town.revocation = Revocation.objects.get()


def prepare(town):
    page = open_case(town, "clerk", "指導を記録する")
    pick(page, "method", "interview")
    pick(page, "result", "not_corrected")
    write(page, content="週1回以上行うよう指導した。", result_note="1か月後も行われていない。")
    town.show(page, "revocation_guide")
    record(page)
    page = open_case(town, "clerk", "弁明を記録する")
    write(page, statement="会長から面談で聴取。「若い会員が入らず、続けられなかった。」")
    record(page)
    page = open_case(town, "clerk", "書類を加える")
    pick(page, "kind", "guidance_record")
    page.locator("input[type=file]").set_input_files(A_PDF)
    record(page)
    sees(page, "書類を加えました。")


def report(town):
    page = open_case(town, "chief", "本部へ報告する")
    pick(page, "opinion", "revoke")
    write(page, document_number="桜見坂生発第201号")
    town.show(page, "revocation_report")
    record(page)
    sees(page, "本部へ報告しました。")


def decide(town):
    for who, answer in (
        ("hq_clerk", "endorse"),
        ("assistant", "endorse"),
        ("director", "endorse"),
        ("bureau", "endorse"),
        ("commander", "approve"),
    ):
        page = town.go(who)
        sees(page, "証明の取消し", "（あなたの段階）")
        if who == "hq_clerk":
            town.show(page, "revocation_home_hq")
        page = open_case(town, who, "決裁する" if answer == "approve" else "審査する")
        pick(page, "decision", answer)
        if answer == "approve":
            town.show(page, "revocation_decision")
        record(page)
    sees(page, "証明は効力を失い")


def deliver(town):
    page = open_case(town, "hq_clerk", "通知書の送付を記録する")
    write(page, notice_number="生総発第77号")
    record(page)
    town.show(town.go("clerk"), "revocation_home_station")
    page = open_case(town, "clerk", "通知書の交付を記録する")
    record(page)
    sees(page, "速やかに返納するよう教示したこと")
    pick(page, "instructed", "return_promptly")
    town.show(page, "revocation_deliver")
    record(page)
    sees(page, "通知書の交付を記録しました。")
    page = open_case(town, "clerk", "交付を報告する")
    record(page)
    sees(page, "運輸支局等への通知")
    town.show(page, "revocation_end")


@pytest.mark.clause("BP-8-1", "BP-8-1-d", "BP-8-1-nao", "BP-8-2", "BP-8-3")
def test_a_quiet_group_is_guided_reported_revoked_and_told(town):
    group = town.case("reported").group
    with town.stored():
        extra = with_command(town.desks).extra
        town.desks.bureau, town.desks.commander = extra["bureau"], extra["chief"]
    find(town, group)
    prepare(town)
    report(town)
    decide(town)
    deliver(town)
    page = town.go("clerk", "/register/")
    sees(page, "取消通知")
    town.show(page, "revocation_register")
    town.show(town.go("clerk", f"/groups/{group.pk}/"), "revocation_group")
    town.show(town.go("hq_clerk", "/revocations/?phase=all"), "revocation_list")
    with town.stored():
        papers = list(IssuedPaper.objects.of_case(town.revocation).select_related("file").order_by("pk"))
        assert [(p.form, p.mode, bool(p.voided_on), bool(p.file)) for p in papers] == [
            ("17", "filled", False, True), ("11", "filled", True, True), ("11", "filled", False, True), ("11", "copy", False, True),
        ]  # fmt: skip
        for paper in papers if town.shots else ():
            (town.shots / f"{paper.pk}_{paper.form}_{paper.mode}.pdf").write_bytes(paper.file.content)
