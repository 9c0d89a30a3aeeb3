"""Invented values, for trying the papers: no person, plate, number or place in them exists.

Plates use へ, which no plate carries; telephone numbers an exchange that is not assigned. ``edge`` gives the names and
texts that break layouts: 40 characters and more, a 300-character area, 髙 﨑 𠮷 葛󠄀 and 塚 of U+FA10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from blue_patrol.papers import sample_reports, sample_requests
from blue_patrol.papers.sample_books import ledger, register, slips
from blue_patrol.papers.sample_words import (
    GIVEN_NAMES,
    KNOWN_PATROLLERS,
    KNOWN_VEHICLES,
    LONG_AREA,
    LONG_NAME,
    OFFICE,
    SURNAMES,
)
from blue_patrol.papers.values import (
    ApplicationValues,
    CertificateValues,
    FindingValues,
    ForwardingValues,
    GroupValues,
    PatrollerValues,
    PlanValues,
    TrainingValues,
    VehicleValues,
)
from casework.paper_values import Values

ITEMS = ("a", "b", "c", "d", "e", "f", "proof")


def group(*, edge: bool = False) -> GroupValues:
    """The group of the demonstration case, or one with a name of 42 characters."""
    usual = GroupValues(
        name="桜見坂学区防犯パトロール隊", kana="さくらみざかがっくぼうはんぱとろーるたい", postal_code="000-0001",
        address="愛知県桜見市坂上町一丁目2番3号", phone="0500-000-0001", contact_name="小鳥遊　楓", representative_title="隊長",
        representative_name="青葉　守", representative_kana="あおば　まもる",
        representative_address="愛知県桜見市坂上町二丁目4番5号", representative_phone="0500-000-0009",
        representative_birth_date=date(1955, 10, 10), type="b", type_basis="愛知県桜見坂警察署長の委嘱（令和4年4月1日）",
        commissioned_by="愛知県桜見坂警察署長", commissioned_on=date(2022, 4, 1), established_on=date(2014, 4, 1),
        purpose="桜見坂学区の住民が自ら行う防犯活動により、安全で安心なまちをつくる。", member_count=38, has_charter=True,
        has_insurance=True, insurance="ボランティア活動保険",
    )  # fmt: skip
    if not edge:
        return usual
    return replace(
        usual,
        name=LONG_NAME,
        representative_title="代表理事",
        representative_name="髙橋　𠮷之介",
        representative_kana="たかはし　よしのすけ",
        representative_address="愛知県桜見市葛󠄀城町三丁目10番地の12　ハイツ山﨑205号室",
        contact_name="塚原　緑ヶ子",
        type="d",
    )


def plan(*, edge: bool = False) -> PlanValues:
    """Twice a week in the evening and on the way home from school."""
    return PlanValues(
        area=LONG_AREA if edge else "桜見坂小学校区全域（坂上町、坂下町、桜見一丁目から三丁目まで）",
        activity_record="平成26年の設立から、徒歩による見回りを週2回、登下校の見守りを毎日行っている。",
        times=2,
        times_per="週",
        weekdays=("火", "金"),
        time_slots=("19:30〜21:00", "15:00〜16:30"),
        crew=2,
        vehicles_a_patrol=1,
        lamp_kinds=("点滅式",),
        lamp_count=1,
        lamp_mounts=("着脱",),
        marking_methods=("マグネット",),
        marking_text="「桜見坂学区防犯パトロール隊　自主防犯パトロール中」",
        liaison="実施者は、異状を認めたときは110番通報し、桜見坂警察署生活安全課へ連絡する。",
        combined_with_business=False,
        remarks="雨天のときは、次の日に行う。",
    )


def vehicles(count: int) -> tuple[VehicleValues, ...]:
    """So many cars; the first five are those of the demonstration case."""
    made = list(KNOWN_VEHICLES[:count])
    for number in range(len(made) + 1, count + 1):
        model = KNOWN_VEHICLES[number % len(KNOWN_VEHICLES)]
        made.append(replace(model, plate=f"名古屋|500|へ|{2000 + number}", chassis_number=f"ZZ9-{number:06}"))
    return tuple(replace(car, sticker_number=f"R5-0012-{number:02}") for number, car in enumerate(made, 1))


def patrollers(count: int) -> tuple[PatrollerValues, ...]:
    """So many people, no two of one name; the seventh and tenth have had no training and hold no card."""
    made = []
    for number in range(1, count + 1):
        known = KNOWN_PATROLLERS[number - 1] if number <= len(KNOWN_PATROLLERS) else _another(number)
        trained = number not in (7, 10)
        training = TrainingValues(on=date(2022, 6, 18), by="桜見坂警察署　風間　聡")
        made.append(
            replace(
                known,
                trainings=(training,) if trained else (),
                card_number=f"R5-0012-{number:03}" if trained else "",
                remarks=known.remarks if trained else "講習未受講",
            )
        )
    return tuple(made)


def _another(number: int) -> PatrollerValues:
    surname, kana = SURNAMES[number % len(SURNAMES)]
    given, given_kana = GIVEN_NAMES[number // len(SURNAMES) % len(GIVEN_NAMES)]
    return PatrollerValues(
        name=f"{surname}　{given}",
        kana=f"{kana}　{given_kana}",
        birth_date=date(1940, 1, 8) + timedelta(days=173 * number),
        address=f"坂下町{number}番地",
    )


def forwarding() -> ForwardingValues:
    """Every item judged fit, with guidance on where the sticker goes."""
    notes = {
        "b": "週2回（火・金　19:30〜21:00）、平成26年から継続している。",
        "c": "未受講の2人の実施者証は、受講を確認した後に交付する。",
    }
    items = ("a", "b", "c", *(f"d-{number}" for number in range(1, 8)), "e")
    return ForwardingValues(
        document_symbol="桜見坂生発",
        document_number="123",
        forwarded_on=date(2023, 1, 13),
        handler_name="風間　聡",
        handler_extension="261",
        findings=tuple(FindingValues(item=item, fit=True, note=notes.get(item, "")) for item in items),
        guidance="標章は、後部ガラスの内側の右下に掲示するよう指導した。",
        opinion_fit=True,
        opinion="地域の防犯に長く取り組んでおり、証明することが適当と認める。",
        proof_of_standing="委嘱状の写し",
        copies=("application", *ITEMS),
    )


def application(*, cars: int = 5, people: int = 14, edge: bool = False) -> ApplicationValues:
    """The application of the demonstration case."""
    return ApplicationValues(
        office=OFFICE,
        group=group(edge=edge),
        plan=plan(edge=edge),
        vehicles=vehicles(cars),
        patrollers=patrollers(people),
        forwarding=forwarding(),
        applied_on=date(2023, 1, 10),
        pledged_on=date(2023, 1, 10),
        roster_on=date(2023, 1, 10),
        attachments=ITEMS,
        confirmed=ITEMS,
        received_on=date(2023, 1, 10),
        receipt_number="桜見坂5-3",
        received_by="風間　聡",
    )


def certificate(*, cars: int = 5, people: int = 14, edge: bool = False) -> CertificateValues:
    """The certificate of the demonstration case; the untrained have no card yet."""
    return CertificateValues(
        office=OFFICE,
        group=group(edge=edge),
        number="R5-0012",
        area=plan(edge=edge).area,
        certified_on=date(2023, 1, 20),
        delivered_on=date(2023, 1, 25),
        vehicles=vehicles(cars),
        patrollers=patrollers(people),
    )


def _ledger() -> Values:
    return ledger(group(), plan(), vehicles(5), patrollers(14))


def report(number: str, *, cars: int = 5, people: int = 14, edge: bool = False, others: int = 2) -> Values:
    """A police-side paper of the demonstration case; ``others``: guidances of form 17, groups of form 20の2."""
    who, vans, holders = group(edge=edge), vehicles(cars), patrollers(people)
    match number:
        case "11" | "17":
            return sample_reports.revocation(who, vans, holders, guided=others)
        case "16":
            return sample_reports.request(who)
        case "18":
            return sample_reports.returned(who, vans, holders)
        case "20" | "20-2" | "21":
            return sample_reports.demonstration(who, vans, groups=others, edge=edge)
        case "notice":
            return sample_reports.notice(who, vans)
        case _:
            return sample_reports.commission(who, holders, edge=edge)


def request(number: str, *, cars: int = 3, people: int = 4, edge: bool = False) -> Values:
    """A later request of the demonstration case: a form of the applicants."""
    who, vans, holders = group(edge=edge), vehicles(cars), patrollers(people)
    match number:
        case "8":
            return sample_requests.reissue(who, vans[:2], holders)
        case "12":
            return sample_requests.returned(who, vans, holders)
        case "19":
            return sample_reports.demonstration(who, vans, edge=edge)
        case _:
            return sample_requests.change(who, vans, holders)


REPORTS = ("11", "16", "17", "18", "20", "20-2", "21", "notice", "L6", "L6-2")
SAMPLES: dict[str, Callable[[], Values]] = {
    **dict.fromkeys(("1", "2", "3", "4", "13"), application),
    **dict.fromkeys(("5", "6", "7"), certificate),
    "14": register,
    "15": _ledger,
    "slips": slips,
    **{number: partial(request, number) for number in ("8", "9", "10", "12", "19")},
    **{number: partial(report, number) for number in REPORTS},
    **{number: partial(report, number, people=4) for number in ("L6", "L6-2")},
}
