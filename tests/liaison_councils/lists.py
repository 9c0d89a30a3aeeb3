"""Lists of councils and members as files, and how an office uses the pages of their registration."""

import csv
import datetime as dt
import io
import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from casework import sheets
from casework.models import ImportBatch
from liaison_councils.models import Council, Term
from liaison_councils.models.registration.lists import COUNCIL_LISTS
from tests.blue_patrol.acting import client_of, text
from tests.factories import councils as world
from tests.factories import scope

TODAY = dt.date(2026, 10, 1)
COUNCIL = {"協議会の名称": "", "交番・駐在所": "", "種別": "", "設置年月日": "H8.4.1", "運営責任者": "警部補 空木", "指定年月日": "R8.4.1"}  # fmt: skip
MEMBER = {
    "協議会": "", "氏名": "委員 一郎", "ふりがな": "いいん いちろう", "性別": "男", "生年月日": "S35.1.2", "職業": "農業", "選出の別": "住民",
    "任期開始日": "R8.4.1", "任期満了日": "R10.3.31",
}  # fmt: skip


def table(*rows: dict, like: dict) -> list[list]:
    """The headings of all rows, then a line a row; ``like``: what a row is that tells nothing."""
    names = list(dict.fromkeys([*like, *(name for row in rows for name in row)]))
    return [names, *([{**like, **row}.get(name, "") for name in names] for row in rows)]


def councils(*rows: dict) -> list[list]:
    return table(*rows, like=COUNCIL)


def members(*rows: dict) -> list[list]:
    return table(*rows, like=MEMBER)


def as_csv(rows: list[list], encoding="utf-8-sig") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode(encoding)


def as_workbook(**named: list[list]) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in named.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(kept)
    return kept.getvalue()


def planned(actor, *tables: list[list], today=TODAY, columns=None):
    """The plan of tables as the actor's office would see it."""
    batch = ImportBatch(stations=sorted(actor.station_ids), columns=columns or {}, file_name="名簿.csv")
    read = [
        sheet
        for n, rows in enumerate(tables, 1)
        for sheet in sheets.read(f"{n}", as_csv(rows))
    ]  # fmt: skip
    return COUNCIL_LISTS.plan_of(batch, COUNCIL_LISTS.read(read, batch.columns, today=today))


def verdicts(plan) -> list[tuple]:
    """(outcome, its reasons and notes) of every row."""
    return [(str(line.outcome), " / ".join(line.reasons + line.notes)) for line in plan.lines]


def taken(actor, *tables: list[list], on=TODAY) -> ImportBatch:
    """The tables registered as they are."""
    book = as_workbook(**{f"表{n}": rows for n, rows in enumerate(tables, 1)})
    batch = ImportBatch.receive(actor, ImportBatch.Kind.COUNCILS, "名簿.xlsx", book)
    plan = COUNCIL_LISTS.plan_of(batch, COUNCIL_LISTS.reading_of(batch, today=on))
    COUNCIL_LISTS.apply(batch, by=actor, on=on, evidence="設置等状況一覧", seen=plan.fingerprint())
    return ImportBatch.objects.get(pk=batch.pk)


def council_of(at, **changed) -> dict:
    """A row of the council of the koban of ``at``."""
    return {"交番・駐在所": str(at.koban), **changed}


def one(at, row: dict, like=councils) -> tuple:
    """The verdict on a single row."""
    (found,) = verdicts(planned(at.supervisor, like(row)))
    return found


def a_known_person(at, **changed) -> Term:
    home = world.active(at)
    told = {"name": "髙橋 守", "kana": "たかはし まもる", "birth_date": dt.date(1960, 1, 2)}
    return world.appointed(at, home, typed=world.person(**told | changed))


def second(at, **changed) -> Council:
    return world.active(
        at, kind="occupational", name="金融会", purpose="強盗の防止", koban=None, areas=[], **changed
    )


# --- the pages ---------------------------------------------------------------------------------------------------------


def send(actor, content: bytes, name="名簿.csv"):
    file = {"file": SimpleUploadedFile(name, content)}
    response = client_of(actor).post(reverse("council_import_upload"), file)
    scope.restore()
    return response


def received() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def page(actor, batch, query=""):
    response = client_of(actor).get(reverse("council_import_preview", args=[batch.pk]) + query)
    scope.restore()
    return response


def row_page(actor, batch, row, place=0, **sent):
    client, address = client_of(actor), reverse("council_import_row", args=[batch.pk, place, row])
    response = client.post(address, sent) if sent else client.get(address)
    scope.restore()
    return response


def press(actor, name, batch, key=None, **data):
    response = client_of(actor).post(reverse(name, args=[batch.pk]), {"act_key": str(key or uuid4())} | data)
    scope.restore()
    return response


def seen_by(actor, batch) -> str:
    found = re.search(r'name="seen" value="(\w+)"', text(page(actor, batch)))
    return found[1] if found else ""


def apply(actor, batch, **data):
    told = {"on": "令和8年10月1日", "evidence": "設置等状況一覧", "seen": seen_by(actor, batch)}
    return press(actor, "council_import_apply", batch, **told | data)
