"""The police-side forms and letters, by what stands on their pages: every value, further pages, blanks, copies."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from blue_patrol.papers import sample
from blue_patrol.papers.context_reports import GROUNDS
from blue_patrol.papers.forms import FORMS, LETTERS
from blue_patrol.presenters.forms import PURPOSES
from casework.paper_registry import form_name, named
from casework.paper_tags import plate, short_era, wareki
from casework.paper_values import Values
from casework.papers import Mode
from tests.blue_patrol.test_papers_forms import pages
from tests.nights import every_nth, sampled

# One worker, so that a paper that several tests read is printed once.
pytestmark = pytest.mark.xdist_group("papers_reports")
PAPERS = {form.number: form for form in (*FORMS, *LETTERS) if form.number in sample.REPORTS}
PARAGRAPH = {
    "11": "第8", "16": "第6、第7", "17": "第8", "18": "第9", "20": "第10", "20-2": "第10", "21": "第10",
}  # fmt: skip
TRANSMITTALS = ("16", "17", "18", "20", "20-2", "L6-2")
ROOMY = {"cars": 2, "people": 3, "others": 2}
FRAME = 20  # points from the base line of 写 down to where the next words may begin
OVERFLOWING = {"cars": 23, "people": 30, "others": 9, "edge": True}


@cache
def printed(number: str, *, full: bool = False) -> list[str]:
    return pages(PAPERS[number], sample.report(number, **(OVERFLOWING if full else ROOMY)))


def of_things(things) -> list[str]:
    return [text for each in things for text in (each.number, plate(each.plate), each.holder, each.remarks)]


def of_run(v) -> list[str]:
    """What a demonstration run says on each of its forms."""
    cars = [text for car in v.vehicles for text in (plate(car.plate), car.sticker_number)]
    return [v.title, v.place, v.route, v.traffic_result, v.permit_number, wareki(v.held_on), *cars]


def expected(number: str, v) -> list[str]:
    """What a paper must say, taken from its values."""
    up = getattr(v, "forwarding", None)
    match number:
        case "11":
            return [v.document_number, v.group.name, v.group.representative_name, v.reason, v.appeal_notice,
                    v.office.station, v.office.chief_name, wareki(v.revoked_on), *of_things(v.items)]  # fmt: skip
        case "16":
            return [v.receipt_number, v.reason_note, v.training_note, *v.contents]
        case "17":
            told = [text for row in v.guidance for text in (short_era(row.on), row.method, row.result)]
            return [v.source, v.summary, v.beyond_guidance, v.statement, up.opinion, *v.attachments, *told]
        case "18":
            return [v.receipt_number, *of_things((*v.items, *v.missing)), wareki(v.advised_on)]
        case "20":
            return [v.requester_name, v.requester_representative, up.findings[1].note, *of_run(v)]
        case "20-2":
            groups = [
                text
                for each in v.groups
                for text in (each.name, each.representative, each.certificate_number)
            ]
            numbers = [car.demonstration_sticker_number for car in v.vehicles]
            return [v.purpose, v.outline, v.responsible_name, *groups, *numbers, *of_run(v)]
        case "21":
            cars = [
                text for car in v.vehicles for text in (plate(car.plate), car.demonstration_sticker_number)
            ]
            return [v.place, "10時00分から11時30分まで", v.office.station_phone, *cars]
        case "notice":
            cars = [text for row in v.rows for text in (plate(row.plate), row.chassis_number, row.base_location,
                    row.user_name, short_era(row.on))]  # fmt: skip
            return [v.transport_office, v.document_number, v.sender_name, v.handler_name, *cars]
        case "L6":
            return [v.area, wareki(v.commissioned_on), *(member.name for member in v.members)]
        case _:
            return [v.area, v.release_reason, v.measures, *(member.name for member in v.members)]


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("full", [False, True], ids=["roomy", "overflowing"])
@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["11", "21", "notice"]))
def test_every_value_stands_on_its_paper(number, full):
    values = sample.report(number, **(OVERFLOWING if full else ROOMY))
    texts = ["".join(text.split()) for text in (*expected(number, values), values_name(number, values))]
    route = "".join(values.route.split()) if number == "21" else None
    text = "".join(printed(number, full=full))
    assert [each for each in texts if each not in text and each != route] == []


def values_name(number: str, v) -> str:
    return v.rows[0].group_name if number == "notice" else "" if number == "20-2" else v.group.name


@pytest.mark.parametrize("number", every_nth(PARAGRAPH, 4))
def test_a_form_names_itself_and_its_paragraph(number):
    text = "".join(printed(number))
    assert PAPERS[number].title in text
    assert f"{form_name(number)}（{PARAGRAPH[number]}関係）" in text


@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["11", "21", "L6"]))
def test_a_blank_says_no_more_than_the_titles(number):
    values = sample.SAMPLES[number]()
    assert type(values).from_json(values.to_json()) == values
    text = "".join(pages(PAPERS[number], values, mode=Mode.BLANK))
    names = ("青葉", "桜見坂", "秋月", "12-34", "R5-00", "風間", "令和5", "令和6", "星野", "高浜", "✓")
    assert [each for each in names if each in text] == []
    assert "令和年月日" in text
    assert pages(PAPERS[number], None, mode=Mode.BLANK)


@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["11", "21", "notice"]))
def test_a_copy_and_a_draft_say_so_on_every_page(number):
    sheets = pages(PAPERS[number], sample.report(number, **ROOMY), mode=Mode.COPY, draft=True)
    assert all("写" in sheet and "下書き" in sheet for sheet in sheets)


@pytest.mark.parametrize("number", every_nth(["11", *TRANSMITTALS[:-1]], 3))
def test_the_mark_of_a_copy_stands_above_all_other_words_on_every_page(number):
    pdf = PAPERS[number].render(sample.report(number, **OVERFLOWING).to_json(), mode=Mode.COPY)
    for page in PdfReader(BytesIO(pdf)).pages:
        found: list[tuple[str, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, to=found: to.append((text.strip(), height(cm, tm)))
        )
        mark = max(line for text, line in found if text == "写")
        near = [text for text, line in found if text and text != "写" and line > mark - FRAME]
        assert near == []


def height(cm, tm) -> float:
    """The distance of a text from the foot of its page."""
    return tm[4] * cm[1] + tm[5] * cm[3] + cm[5]


@pytest.mark.clause("BP-4")
@pytest.mark.parametrize("number", every_nth(PAPERS, 4))
def test_another_prefecture_prints_with_its_own_titles(number):
    values = sample.SAMPLES[number]()
    office = replace(
        values.office, prefecture="三重県", chief_title="三重県警察本部長", chief_section="生活安全企画課"
    )
    text = "".join(pages(PAPERS[number], replace(values, office=office), mode=Mode.BLANK))
    assert "愛知" not in text
    assert "三重県" in text


@pytest.mark.parametrize(
    ("number", "roomy", "overflowing"),
    every_nth([("11", 1, 3), ("16", 1, 1), ("17", 1, 2), ("18", 1, 3), ("20", 1, 3), ("20-2", 2, 6), ("21", 4, 46),
     ("notice", 1, 2), ("L6", 1, 2), ("L6-2", 1, 2)], 4),
)  # fmt: skip
def test_a_paper_runs_on_to_as_many_pages_as_it_needs(number, roomy, overflowing):
    assert (len(printed(number)), len(printed(number, full=True))) == (roomy, overflowing)


@pytest.mark.parametrize("number", TRANSMITTALS)
def test_headquarters_finds_its_box_on_every_transmittal(number):
    text = printed(number)[0]
    assert "本部処理欄" in text
    assert "※本部長部長課長補佐係" in text
    assert "愛知県警察本部長殿（生活安全総務課" in text
    assert "愛知県桜見坂警察署長警視正星野航" in text


@pytest.mark.clause("BP-8-3", "BP-10-2")
@pytest.mark.parametrize(("number", "day"), [("11", "令和6年3月22日"), ("21", "令和5年10月3日")])
def test_the_day_of_delivery_is_left_to_the_pen_and_printed_on_the_copy(number, day):
    values = sample.report(number, **ROOMY)
    assert day not in "".join(printed(number))
    assert day in "".join(pages(PAPERS[number], values, mode=Mode.COPY))


@pytest.mark.clause("BP-8-3")
def test_a_revocation_notice_asks_for_what_is_to_return_and_names_ten_on_its_page():
    assert "返納届が受理された日から15日以内に" in printed("11")[0]
    assert "証明書1通標章2枚実施者証3枚" in printed("11")[0]
    first, *sheets = printed("11", full=True)
    assert "ほか43点は、別紙のとおり" in first
    assert sheets[0].startswith("別紙返納するもの")
    assert "受領者署名" not in first
    assert "受領者署名" in pages(PAPERS["11"], sample.report("11", **ROOMY), mode=Mode.COPY)[0]


@pytest.mark.clause("BP-8-2")
def test_a_revocation_notice_without_a_settled_appeal_notice_prints_no_such_row():
    usual = sample.report("11", **ROOMY)
    assert "教示" in printed("11")[0]
    assert "教示" not in pages(PAPERS["11"], replace(usual, appeal_notice=""))[0]
    long = "この取消しについて不服がある場合の教示の文。" * 30
    notice, sheet = pages(PAPERS["11"], replace(usual, appeal_notice=long))
    assert "別紙1のとおり" in notice
    assert long in sheet


@pytest.mark.clause("BP-8-1", "BP-8-2")
@pytest.mark.parametrize(("code", "mark", "short", "words"), every_nth(GROUNDS, 4))
def test_each_ground_is_reported_with_a_tick_and_notified_in_words(code, mark, short, words):
    values = replace(sample.report("17", **ROOMY), grounds=(code,), attachments=())
    report = pages(PAPERS["17"], values)[0]
    assert f"✓{mark}{short}" in report
    assert report.count("✓") == 1
    notice = pages(PAPERS["11"], values)[0]
    assert f"第8の1の{mark}{words}" in notice
    assert not any(each[3] in notice for each in GROUNDS if each[0] != code)


@pytest.mark.clause("BP-8-1-nao")
def test_a_report_tells_the_guidance_or_why_it_could_not_mend():
    first, sheet = printed("17", full=True)
    assert "ほか7回は、別紙のとおり" in first
    assert "令5.12.5面談" in first
    assert sheet.startswith("別紙指導の経過")
    without = replace(sample.report("17", **ROOMY), guidance=(), beyond_guidance="虚偽の申請であるため。")
    assert "虚偽の申請であるため。" in pages(PAPERS["17"], without)[0]


@pytest.mark.clause("BP-9-1")
def test_a_return_is_forwarded_with_what_is_missing_and_why():
    assert "実施者証第R5-0012-003号早乙女司：紛失（令和5年8月2日、遺失届を受理）" in printed("18")[0]
    assert "証明書1通標章2枚パトロール実施者証1枚" in printed("18")[0]
    complete = replace(sample.report("18", **ROOMY), missing=())
    assert "未返納のものとその理由なし" in pages(PAPERS["18"], complete)[0]


@pytest.mark.clause("BP-6-1", "BP-7-1")
def test_a_request_says_what_headquarters_is_to_send():
    reissue = replace(
        sample.report("16"), kinds=("reissue",), certificates=0, stickers=1, cards=2, new_patrollers="none"
    )
    text = pages(PAPERS["16"], reissue)[0]
    assert "✓再交付証明書記載事項変更パトロール実施者変更" in text
    assert "証明書0通標章1枚パトロール実施者証2枚" in text


@pytest.mark.clause("BP-10-1-1-b")
def test_a_car_without_a_sticker_is_not_confirmed():
    values = sample.report("20", **ROOMY)
    assert printed("20")[0].count("号✓") == 2
    bare = replace(values, vehicles=(replace(values.vehicles[0], sticker_number=""),))
    assert "号✓" not in pages(PAPERS["20"], bare)[0]


@pytest.mark.clause("BP-10-1-2")
def test_a_police_request_carries_its_outline_and_cars_on_the_second_page():
    first, second = printed("20-2")
    assert "概要を記載した書類（第2面）" in first
    assert "1式典" in second
    assert "第R5-0012-02号" in second
    assert "ほか5団体は、別紙のとおり" in printed("20-2", full=True)[0]


@pytest.mark.clause("BP-10-3-1")
def test_the_back_of_a_demonstration_sticker_bears_the_cautions():
    front, back, *_ = printed("21")
    assert "デモンストレーション等" in front
    for caution in (
        "に限り有効です",
        "後方から見えるように掲げて",
        "緊急自動車ではありません",
        "速やかに警察署へ返納",
    ):
        assert caution in back
    assert "経路は、申請書のとおり" in printed("21", full=True)[0]


@pytest.mark.clause("BP-8-4", "BP-9-2")
def test_a_transport_office_hears_of_several_cases_and_cars_in_one_paper():
    values = sample.report("notice", **ROOMY)
    assert "証明の取消し及び証明書等の返納について（通知）" in printed("notice")[0]
    assert "計2台うち取消し1台、返納1台" in printed("notice")[0]
    alone = pages(PAPERS["notice"], replace(values, rows=values.rows[:1]))[0]
    assert "証明の取消しについて（通知）" in alone
    assert "愛知県警察本部生活安全総務課長" in alone
    named_sender = replace(values, sender_title="警視庁生活安全総務課長")
    assert "警視庁生活安全総務課長" in pages(PAPERS["notice"], named_sender)[0]


@pytest.mark.clause("BP-12-2")
def test_a_letter_of_commission_says_what_it_does_not_give():
    text = printed("L6")[0]
    for heed in ("新たな権限が与えられるものではありません", "上記の区域に限ります", "委嘱を解きます"):
        assert heed in text
    whole = replace(sample.report("L6", **ROOMY), members=())
    assert "委嘱の相手方団体" in pages(PAPERS["L6"], whole)[0]


@pytest.mark.clause("BP-12-3")
def test_a_release_is_reported_with_its_ground():
    text = printed("L6-2")[0]
    assert "✓署長の指示に従わない" in text
    assert "令和6年5月7日" in text


@pytest.mark.clause("BP-3")
def test_the_letters_are_no_forms_of_the_regulation():
    assert [form.number for form in LETTERS] == ["notice", "slips", "L6", "L6-2"]
    assert [form.name for form in LETTERS] == ["", "", "", ""]
    assert {form.number for form in FORMS} == set(PURPOSES)
    assert form_name("20-2") == "様式第20の2"
    assert (named("5", "証明書"), named("L6", "委嘱状")) == ("様式第5 証明書", "委嘱状")


def test_the_forms_stand_in_the_order_of_the_regulation():
    numbers = [tuple(map(int, form.number.split("-"))) for form in FORMS]
    assert numbers == sorted(numbers)


def test_an_hour_not_yet_known_is_left_to_the_pen():
    values: Values = replace(
        sample.report("21", **ROOMY), starts_at="", reserve_on=None, held_on=date(2023, 10, 11)
    )
    assert "時分から11時30分まで" in pages(PAPERS["21"], values)[0]
