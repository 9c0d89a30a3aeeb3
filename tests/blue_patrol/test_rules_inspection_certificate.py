"""The exported file and the codes of an inspection certificate: every edition, and whatever else is picked by mistake."""

import datetime as dt
import itertools
import json
import random
from contextlib import suppress

import pytest

from blue_patrol.rules import inspection_certificate as cert
from blue_patrol.rules import inspection_qr as qr
from blue_patrol.rules.inspection_certificate import Certificate, CertificateError
from blue_patrol.rules.plates import DEMO_KANA
from tests.blue_patrol.certificates import (
    CODE_2,
    CODE_3,
    CODE_3_OLD,
    LIGHT_2,
    LIGHT_3,
    document,
    exported,
    info,
)

TODAY = dt.date(2026, 11, 22)


def read(**changed) -> Certificate:
    (one,) = cert.read_export(exported(**changed))
    return one


# --- the exported file ---------------------------------------------------------------------------------------------


def test_a_car_is_read_with_what_is_needed_and_nothing_more():
    assert read() == Certificate(
        plate="名古屋|500|さ|1234", chassis_number="ZZ9-000123", is_light=False, make="スズカゼ", model_code="DBA-ZZ9",
        base_location="愛知県桜見市坂上町１丁目２番３号", user_name="日野出 公平", user_address="愛知県桜見市坂上町１丁目２番３号",
        owner_name="", valid_until=dt.date(2028, 3, 31), published_on=dt.date(2026, 9, 1), is_lit_plate=None,
        remarks_entry=True, management_number="000000000001",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_encoding_is_read(encoding):
    (one,) = cert.read_export(exported(encoding))
    assert one.make == "スズカゼ"


def test_one_document_a_list_of_them_and_one_with_several_cars():
    several = [info(CarNo=f"ZZ9-{n}") for n in range(3)]
    for content in (document(*several), [document(one) for one in several]):
        found = cert.read_export(json.dumps(content).encode())
        assert [one.chassis_number for one in found] == ["ZZ9-0", "ZZ9-1", "ZZ9-2"]


def test_the_owner_is_kept_only_where_the_owner_is_the_user():
    assert read().owner_name == ""
    alike = read(
        UsernameLowLevelChar="＊＊＊", UsernameHighLevelChar="", UserAddressChar="***", UserAddressNumValue=""
    )
    assert (alike.user_name, alike.owner_name) == ("青空リース株式会社", "青空リース株式会社")
    assert alike.user_address == alike.base_location == "愛知県緑ケ峰市９"
    assert "青空リース" not in repr(read())


def test_a_light_car_by_its_number_or_by_its_kind():
    assert read(RegistCarLightCar="02").is_light
    assert read(RegistCarLightCar="", CarKind="軽自動車").is_light
    assert not read(RegistCarLightCar="01").is_light


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("令和", "元", "5", "1"), dt.date(2019, 5, 1)),
        (("平成", "31", "4", "30"), dt.date(2019, 4, 30)),
        (("令　和", "１０", " 2", "29"), dt.date(2028, 2, 29)),
        (("令和", "10", "2", ""), dt.date(2028, 2, 29)),
        (("", "2028", "2", "1"), dt.date(2028, 2, 1)),
        (("", "", "", ""), None),
        (("＊＊", "－", "－", "－"), None),
    ],
)
def test_dates_in_four_parts(parts, expected):
    changed = {f"ValidPeriodExpirdate{part}": value for part, value in zip("EYMD", parts, strict=True)}
    assert read(**changed).valid_until == expected


def test_the_day_of_issue_is_that_of_the_record_else_that_of_the_handing_over():
    blank = {f"ElectCertPublishdate{part}": "" for part in "EYMD"}
    assert read(**blank).published_on == dt.date(2026, 8, 20)


def test_the_remark_of_a_patrol_car():
    assert read(NoteInfo="走行距離計表示値　1,000km").remarks_entry is False


def test_invented_plates_are_read_where_they_are_admitted():
    content = exported(EntryNoCarNo="名古屋 500 へ 12-34")
    with pytest.raises(CertificateError, match="「へ」"):
        cert.read_export(content)
    assert cert.read_export(content, kana=DEMO_KANA)[0].plate == "名古屋|500|へ|1234"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b" \r\n", "空です"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"\x89PNG\r\n", "画像"),
        (b"PK\x03\x04....", "圧縮"),
        (b"\xff\xfe\x00\x80\x81", "別のファイル"),
        (exported()[:-20], "途中で切れているか"),
        (b"[" * 300_000, "途中で切れているか"),
        (b'{"a":' * 100_000, "途中で切れているか"),
        (b"9" * 5000, "JSON"),
        (b"x" * (cert.MAX_BYTES + 1), "1MBまで"),
        (b"[]", "入っていません"),
        (b"{}", "JSON"),
        (b"null", "JSON"),
        (b'"text"', "JSON"),
        (b'{"CertInfo": "x"}', "JSON"),
        (b'{"CertInfo": [1, null]}', "JSON"),
        (json.dumps([document()] * 101).encode(), "100台"),
        (exported(CarNo=""), "車台番号"),
        (exported(EntryNoCarNo="***"), "登録番号"),
        (exported(EntryNoCarNo="これは番号ではない"), "読めません"),
        (exported(CarNo=["x"]), "「CarNo」"),
        (exported(CarName={"a": "b"}), "「CarName」"),
        (exported(Model=True), "「Model」"),
        (exported(Model=1.5), "「Model」"),
        (exported(CarName="あ" * 501), "長すぎます"),
        (b'{"CertInfo": {"EntryNoCarNo": "\\ud800", "CarNo": "1"}}', "壊れています"),
        (b'{"CertInfo": {"EntryNoCarNo": "a\\u0000b", "CarNo": "1"}}', "壊れています"),
        (exported(ValidPeriodExpirdateM="13"), "13月"),
        (exported(ValidPeriodExpirdateY=""), "有効期間の満了する日が読めません"),
        (exported(ElectCertPublishdateE="架空"), "発行日が読めません"),
        (exported(ValidPeriodExpirdateY="9" * 30), "満了する日が読めません"),
    ],
)  # fmt: skip
def test_what_is_no_certificate_is_refused_with_a_sentence(content, words):
    with pytest.raises(CertificateError) as refused:
        cert.read_export(content)
    assert words in str(refused.value)


def test_damaged_files_never_raise_anything_else():
    chance = random.Random(1)
    for _ in range(400):
        damaged = bytearray(exported())
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        length = chance.randint(1, len(damaged)) if chance.random() < 0.3 else len(damaged)
        with suppress(CertificateError):
            cert.read_export(bytes(damaged[:length]))


def test_values_of_any_type_never_raise_anything_else():
    strange = [
        None,
        0,
        -1,
        10**40,
        1.5,
        True,
        [],
        {},
        [[]],
        *("", "　", "\n", "\ue000", "\udfff", "元", "９９", "-"),
    ]
    for key, value in itertools.product(info(), strange):
        with suppress(CertificateError):
            cert.read_export(json.dumps(document(info(**{key: value}))).encode())


# --- how old -------------------------------------------------------------------------------------------------------


def test_a_record_older_than_thirty_days_is_stale():
    assert cert.stale(TODAY - dt.timedelta(days=30), TODAY) == ""
    assert cert.stale(None, TODAY) == ""
    assert (
        cert.stale(TODAY - dt.timedelta(days=31), TODAY)
        == "記録事項が古い（31日前）。新しい車検証で確かめてください。"
    )


def test_the_last_day_of_the_term_still_counts():
    assert cert.expired(TODAY, TODAY) == cert.expired(None, TODAY) == ""
    assert "令和8年11月21日に満了" in cert.expired(TODAY - dt.timedelta(days=1), TODAY)


# --- the codes of the paper ----------------------------------------------------------------------------------------

REGISTERED = Certificate(
    plate="尾張小牧|500|や|1000", chassis_number="HGC14-12345", model_code="DBA-HGC14", valid_until=dt.date(2028, 3, 4), is_lit_plate=False
)  # fmt: skip
LIGHT = Certificate(
    plate="名古屋|580|さ|12", chassis_number="ZA11-654321", is_light=True, model_code="5BA-ZA11", valid_until=dt.date(2027, 7, 15),
    is_lit_plate=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([CODE_2, CODE_3], REGISTERED), ([CODE_2, CODE_3_OLD], REGISTERED), ([LIGHT_2, LIGHT_3], LIGHT)],
)
@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", "", "\n\n"])
@pytest.mark.parametrize("backwards", [False, True])
def test_whole_codes_in_any_order(codes, expected, between, backwards):
    assert qr.read_codes(between.join(reversed(codes) if backwards else codes)) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([CODE_2, CODE_3], REGISTERED), ([CODE_2, CODE_3_OLD], REGISTERED), ([LIGHT_2, LIGHT_3], LIGHT)],
)
def test_parts_as_they_stand_on_the_paper(codes, expected):
    """Code 2 in two, code 3 in three, cut anywhere: in the order of the paper."""
    two, three = codes
    for cut in range(1, len(two)):
        parts = [two[:cut], two[cut:], three[:20], three[20:45], three[45:]]
        assert qr.read_codes("\n".join(parts)) == expected, cut


def test_parts_in_another_order_are_put_together_or_asked_for_again():
    parts = [CODE_2[:30], CODE_2[30:], CODE_3[:38], CODE_3[38:60], CODE_3[60:]]
    answers = set()
    for order in itertools.permutations(parts):
        try:
            answers.add(qr.read_codes("\n".join(order)))
        except CertificateError as error:
            answers.add(str(error)[:5])
    assert answers - {"2台分のコ"} == {REGISTERED}


def test_code_2_alone_tells_the_plate_and_the_chassis():
    found = qr.read_codes(CODE_2)
    assert (found.plate, found.chassis_number) == ("尾張小牧|500|や|1000", "HGC14-12345")
    assert (found.model_code, found.valid_until, found.published_on) == ("", None, None)


@pytest.mark.parametrize(("kind", "lit"), [("A", False), ("E", True), ("5", True), ("1", False), ("-", None)])
def test_lit_plates(kind, lit):
    assert qr.read_codes(CODE_2.replace("/1/", f"/{kind}/", 1)).is_lit_plate is lit


def test_the_expiry_of_the_record_before_that_of_the_viewer_never_that_of_the_card():
    both = CODE_3.replace("280304/280304", "280304/290304")
    assert qr.read_codes(f"{CODE_2}\n{both}").valid_until == dt.date(2029, 3, 4)
    viewer = CODE_3.replace("280304/280304", "280304/999999")
    assert qr.read_codes(f"{CODE_2}\n{viewer}").valid_until == dt.date(2028, 3, 4)
    neither = CODE_3.replace("280304", "999999")
    assert qr.read_codes(f"{CODE_2}\n{neither}").valid_until is None


def test_a_stamped_chassis_number_and_an_unknown_engine():
    found = qr.read_codes("2/豊橋　　３００さ　・・１/1/[41]12345愛/*FUMEI/1")
    assert (found.plate, found.chassis_number) == ("豊橋|300|さ|1", "[41]12345愛")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "読み取ってから"),
        ("　\n\t", "コード2"),
        ("https://example.com/1/2/3", "コード2"),
        (CODE_3, "コード2"),
        (CODE_2[:-6], "コード2"),
        (f"{CODE_2}\n{LIGHT_2}", "2台分"),
        (f"{CODE_2}\n{CODE_2.replace('12345', '54321')}", "2台分"),
        (f"{CODE_2}\n{CODE_3}\n{CODE_3.replace('HGC', 'HGD')}", "2台分"),
        (CODE_2.replace("尾張小牧５００や", "尾張小牧５００し"), "「し」"),
        (f"{CODE_2}\n{CODE_3.replace('280304', '281304')}", "満了する日"),
        (CODE_2.replace("HGC14-12345", "　　"), "車台番号"),
        ("x" * 4001, "文字が多すぎます"),
        ("\n".join(f"{n}/" for n in range(13)), "コードが多すぎます"),
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(text, words):
    with pytest.raises(CertificateError) as refused:
        qr.read_codes(text)
    assert words in str(refused.value)


def test_damaged_codes_never_raise_anything_else():
    chance = random.Random(2)
    signs = "0123456789/-K＊　名さへA\n\0\ud800"
    for _ in range(1500):
        text = list("\n".join(chance.choice([(CODE_2, CODE_3), (CODE_2, CODE_3_OLD), (LIGHT_2, LIGHT_3)])))
        for _ in range(chance.randint(1, 8)):
            text[chance.randrange(len(text))] = chance.choice(signs)
        with suppress(CertificateError):
            qr.read_codes("".join(text))
