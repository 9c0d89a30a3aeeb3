"""Groups that were certified on paper long ago, registered from their stations' ledgers (既存証明の登録)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from blue_patrol.demo import words
from blue_patrol.models.registration.make import register
from blue_patrol.models.registration.plan import plan
from blue_patrol.rules import credential_numbers
from blue_patrol.rules.paper_records import GroupRecord, PatrollerRecord, RegisterRecord, VehicleRecord
from casework import dates, master_data, names
from casework.demo import cast, people
from casework.models import ImportBatch, Station
from casework.scope import set_scope

EVIDENCE = "証明台帳と交付簿の原本（架空）"
DAYS_AGO = 420  # before the first case: the paper was put away then


@dataclass
class Ledger:
    """The paper of one station, as a spreadsheet would give it."""

    groups: list[GroupRecord] = field(default_factory=list)
    vehicles: list[VehicleRecord] = field(default_factory=list)
    patrollers: list[PatrollerRecord] = field(default_factory=list)
    register: list[RegisterRecord] = field(default_factory=list)

    def add(self, place: int, row: master_data.Row) -> None:
        certified = date.fromisoformat(row["certified_on"])
        delivered = certified + timedelta(days=9)
        serial = int(row["serial"])
        number = credential_numbers.certificate(certified, serial)
        cars = [credential_numbers.sticker(number, n) for n in range(1, int(row["cars"]) + 1)]
        cards = [credential_numbers.card(number, n) for n in range(1, int(row["people"]) + 1)]
        leader, reading = people.person(serial * 13)
        self.groups.append(GroupRecord(
            row=place, certificate_number=number, certified_on=certified, delivered_on=delivered, name=row["name"], kana=row["kana"],
            address=row["address"], phone=f"0500-001-{serial:04d}", representative_title="会長", representative_name=leader,
            representative_kana=reading, group_type=row["type"], patrol_area=row["area"], member_count=len(cards) + 5,
            ledger_number=f"{serial:04d}", informed_on=date.fromisoformat(row["trained_on"]),
        ))  # fmt: skip
        self._cars(serial, number, cars, row, delivered)
        self._people(serial, number, cards, row)
        self.register.append(RegisterRecord(
            row=place, fiscal_year=dates.fiscal_year(delivered), row_number=str(serial), delivered_on=delivered, kind="新規",
            certificate_number=number, group_name=row["name"], sticker_numbers=cars, card_numbers=cards,
            delivered_by=people.person(3)[0], receiver_name=leader, reported_on=delivered + timedelta(days=1),
        ))  # fmt: skip

    def _cars(self, serial: int, number: str, stickers: list[str], row, delivered: date) -> None:
        for n, sticker in enumerate(stickers):
            make, model = words.CARS[(serial + n) % len(words.CARS)]
            self.vehicles.append(VehicleRecord(
                row=n + 2, certificate_number=number, plate=f"{words.PLATE_AREAS[row['station']]}|{500 + n % 3}|へ|{serial * 37 + n * 11}",
                make=make, model_code=model, chassis_number=f"{model[-3:]}-{serial * 100 + n:07d}", base_location=row["address"],
                sticker_number=sticker, entered_on=delivered + timedelta(days=8 + n),
            ))  # fmt: skip

    def _people(self, serial: int, number: str, cards: list[str], row) -> None:
        trained = date.fromisoformat(row["trained_on"])
        named = sorted(
            (people.person(serial * 17 + n) for n in range(len(cards))),
            key=lambda each: names.kana_key(each[1]),
        )
        for n, (card, (name, kana)) in enumerate(zip(cards, named, strict=True)):
            self.patrollers.append(PatrollerRecord(
                row=n + 2, certificate_number=number, name=name, kana=kana, birth_date=date(1948 + (serial + n * 5) % 45, 1 + n % 12, 3 + n % 25),
                card_number=card, trained_on=trained, trainer="生活安全課",
            ))  # fmt: skip


def load(today: date) -> None:
    """Register every station's ledger by its clerk, when the system began."""
    ledgers: dict[str, Ledger] = {}
    for place, row in master_data.lines(cast.FOLDER / "standing.csv"):
        ledgers.setdefault(row["station"], Ledger()).add(place, row)
    on = today - timedelta(days=DAYS_AGO)
    for code, ledger in ledgers.items():
        station = Station.objects.get(code=code)
        clerk = cast.Desk(station).clerk
        set_scope(clerk.station_ids)
        batch = ImportBatch.receive(clerk, ImportBatch.Kind.STANDING, f"{station.name}署の台帳（架空）", b"")
        register(batch, plan(ledger, [station]), by=clerk, on=on, evidence=EVIDENCE)
