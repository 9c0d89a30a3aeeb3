"""Every column of every table that may hold something of a person is emptied by a kind of record, or kept for a reason."""

import pytest
from django.apps import apps

from casework.retention.kinds import KINDS, holds_words
from casework.walls import erasing
from tests.conftest import owner_connection

OFFICE = "a table of offices, posts, staff or their log-in: no case of anybody"
NUMBER = "numbers, codes and hashes: what stays of a disposed row"
STAFF = "names of staff, whose acts stay theirs"
PAPER = "what kind of paper or clock it is, in the product's own words"
OWN = "typed by staff on their own work, with no place for a person of a case"
COUNCIL = "a council's name, area and purpose are an office's, not a person's"
KEPT = {
    OFFICE: [
        "Prefecture", "PrefectureProfile", "ProfileValue", "Station", "Koban", "HeadquartersDivision", "TransportOffice", "TransportJurisdiction",
        "Staff", "Post", "LogInSession", "SecondFactorReset", "SharedCount", "RouteStep",
    ],
    NUMBER: [
        "ChainHead", "MachineEdge", "Mark", "NumberSeries", "IssuedNumber", "Anchor", "VerificationRun", "ActKey", "KeptLayout", "DisposalLog", "Disposal",
        "StateChange", "LedgerSheet", "Credential", "Certification.number", "Application.receipt_number", "Application.document_number",
        "Application.pledge_version", "Application.instructed", "Revocation.document_number", "Revocation.notice_number", "Revocation.grounds", "Revocation.source",
        "Commission.document_number", "Commission.report_number", "DemonstrationCar.sticker_number", "DemonstrationCar.station_name", "ReturnNotice.receipt_number",
        "ReturnNotice.document_number", "ReturnNotice.instructed", "RegisterEntry.certificate_number", "RegisterEntry.sticker_numbers", "RegisterEntry.card_numbers",
        "PaperRegisterRow.certificate_number", "PaperRegisterRow.sticker_numbers", "PaperRegisterRow.card_numbers", "PaperRegisterRow.row_number",
        "PaperRegisterRow.kind", "Registration.counts", "Registration.made", "ListRegistration.counts", "ListRegistration.made", "ImportBatch.sha256",
        "ImportBatch.columns", "ImportBatch.counts", "ImportBatch.made", "ChangeOfStation.counts", "StoredFile.media_type", "Handover.holding", "OfficeNotice.document_number",
        "OfficeNotice.template_version", "Meeting.document_number", "Term.document_number", "Term.end_number", "YearReport.year_kind", "ViewReview.remarkable",
        "ExaminationFinding.item", "ReturnReason.item", "Group.type_basis", "ReadLog.request_id", "DisposalItem.kind",
    ],
    STAFF: [
        "ReadLog.post_name", "ChangeOfStation.changed_by", "Comment.staff_name", "Comment.post_name", "ViewReview.reviewed_by", "RegisterYear.closed_by",
        "RegisterEntry.delivered_by", "RegisterEntry.corrected_by", "PaperRegisterRow.delivered_by", "RegisterNote.noted_by", "LedgerEvent.handled_by",
        "CouncilOfficer.rank", "TrainingCourse.place", "TrainingCourse.trainer", "Stocktaking.office",
    ],
    PAPER: [
        "Deadline.kind", "Deadline.title", "Deadline.clause", "Notice.duty", "Notice.level", "Notice.kind", "Notice.clause", "IssuedPaper.form", "IssuedPaper.title",
        "IssuedPaper.template_version", "DecisionStep", "LedgerEvent.kind", "PrintRun", "PrintItem", "PrintFile",
    ],
    OWN: ["BlankLot", "BlankUse", "SavedFilter", "DisposalItem.reason"],
    COUNCIL: ["Council", "CouncilEvent.name"],
}  # fmt: skip


def models():
    for app in ("casework", "blue_patrol", "liaison_councils"):
        yield from (model for model in apps.get_app_config(app).get_models() if not model._meta.proxy)


def test_every_column_that_may_hold_words_is_emptied_or_kept_for_a_reason(record_property):
    emptied: dict = {}
    for kind in KINDS.values():
        for blank in kind.blanks:
            emptied.setdefault(blank.model._meta.concrete_model, set()).update(blank.columns)
    kept = {name for names in KEPT.values() for name in names}
    left, used, count = [], set(), 0
    for model in models():
        for field in filter(holds_words, model._meta.concrete_fields):
            names = {model.__name__, f"{model.__name__}.{field.name}"}
            if field.column in emptied.get(model, ()):
                count += 1
                continue
            used |= names & kept
            left += [] if names & kept else [f"{model.__name__}.{field.name}"]
    record_property("T25 columns that a kind of record empties", count)
    assert left == []
    assert kept - used == set(), "named, and not there or emptied"


@pytest.mark.django_db
def test_the_database_can_read_what_every_kind_says():
    """Each statement of the plan is parsed by the owner and run on no row."""
    with owner_connection() as owner:
        for kind in KINDS.values():
            for step in (erasing.step_of(blank) for blank in kind.blanks):
                for what in ("read", "write"):
                    owner.execute(f"prepare asked (bigint, text) as {step[what]}")
                    owner.execute("execute asked (-1, '')")
                    owner.execute("deallocate asked")


@pytest.mark.parametrize("prefecture", ["23", "24"])
def test_the_profiles_of_the_fixtures_give_every_kind_its_years(prefecture):
    import csv

    from casework.master_data import FOLDER

    with (FOLDER / "profile_values.csv").open(encoding="utf-8") as file:
        told = {row["key"]: row for row in csv.DictReader(file) if row["prefecture"] == prefecture}
    for kind in KINDS.values():
        assert told[kind.key]["label"] == f"保存期間　{kind.label}（年。0＝常用）"
        assert int(told[kind.key]["content"]) in (0, 1, 3, 5, 10, 30)
    assert told["retention_year"]["content"] in ('"fiscal"', '"calendar"')
