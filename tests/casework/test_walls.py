"""What the database refuses by itself, tried with direct SQL as the application's login on a connection of its own."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction

from blue_patrol.models import (
    BlankLot,
    BlankUse,
    CertificationApplication,
    DemonstrationExemption,
    PaperRegisterRow,
    Procedure,
    Registration,
    close_register,
)
from casework.models import (  # fmt: skip
    Actor,
    Comment,
    ImportBatch,
    IssuedPaper,
    MachineEdge,
    SavedFilter,
    SecondFactorReset,
    StateChange,
)
from casework.models.base import Machine, OfficeRow, StationRow
from casework.models.road import RoadState as S
from casework.models.shared import SharedTable
from casework.scope import scope_of, set_scope
from casework.search.kinds import texts
from casework.walls.rights import WORDS
from casework.walls.scoped import OF_OFFICE, scoped_tables
from casework.walls.stations import kept_stations, parents
from casework.walls.triggers import (
    APPEND_ONLY,
    ERASABLE,
    FROZEN_BUT,
    WITH_HISTORY,
    guarded_columns,
    machines,
)
from casework.workflow import open_all, perform
from config.rights import RIGHTS
from tests.blue_patrol import table
from tests.conftest import owner_connection
from tests.factories import (
    commissions,
    councils,
    disposals,
    notices,
    offices,
    prints,
    proofs,
    remarks,
    requests,
    returns,
    revocations,
    stock,
    trainings,
    transfers,
)
from tests.factories.applications import DAY, PDF, Desks, application_at, make_group
from tests.factories.demonstrations import demonstration
from tests.factories.places import StationFactory

committed = pytest.mark.django_db(transaction=True)


def app_connection() -> psycopg.Connection:
    params = connections["default"].settings_dict
    return psycopg.connect(
        host=params["HOST"], port=params["PORT"] or None, dbname=params["NAME"], user=settings.DATABASE_APP_LOGIN,
        password=params["PASSWORD"] or None,
    )  # fmt: skip


def attempt(*statements, stations=()) -> str:
    """Run the statements in one transaction as the application's login: "done", or what refused them."""
    app = app_connection()
    try:
        if stations:
            seen = ",".join(map(str, stations))
            app.execute("select set_config('casework.stations', %s, true)", [f"{{{seen}}}"])
        for statement in statements:
            app.execute(statement)
        app.commit()
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    finally:
        app.close()
    return "done"


def beside(desks, case) -> None:
    """A row of every table that no application fills: courses, rows of paper books, and what an office keeps."""
    trainings.plan(desks, [case.group.patrollers.first()])
    remarks.made(desks, case)
    commissions.commissioned(desks, case.group)
    standing = perform(case.certification, "record_activity", by=desks.clerk, added=[DAY.isoformat()])
    perform(
        standing, "inform", by=desks.clerk, on=DAY, way="post", text="手口", reached={str(standing.pk): 1}
    )
    PaperRegisterRow.objects.create(
        station=desks.station, group=case.group, group_name=case.group.name, year=2020, delivered_on=DAY
    )
    close_register(desks.station, 2024, by=desks.chief, on=DAY)
    demonstration(desks, case.certification)
    DemonstrationExemption.objects.create(
        station=desks.station, group=case.group, title="合同", held_on=DAY, partner_name="会", partner_area="町",
        ground="overlap", reason="学区", recorded_by=desks.clerk.staff, recorded_on=DAY,
    )  # fmt: skip
    stock.counted(desks)
    requests.reissue(desks, standing=standing)
    requests.change(desks, {"kind": "area", "after": {"patrol_area": "坂上町"}}, standing=standing)
    perform(revocations.find(desks, case.group), "guide", by=desks.clerk, on=DAY, **revocations.GUIDED)
    batch = ImportBatch.receive(desks.clerk, ImportBatch.Kind.STANDING, "台帳.csv", b"1")
    open_all(
        [Registration(station=desks.station, batch=batch, registered_on=DAY, evidence="台帳")], by=desks.clerk
    )
    office = {"prefecture": desks.station.prefecture, "stations": [desks.station.pk]}
    kept = {
        "kind": "card",
        "prefix": f"S{desks.station.pk}-",
        "figures": 3,
        "first": 1,
        "last": 9,
        "received_on": DAY,
    }
    councils.everything(desks.station)
    Comment.write(case, "証明書の受領待ち", desks.clerk)
    offices.koban_closed(desks.station)
    SavedFilter.objects.create(staff=desks.clerk.staff, listing="cases", name="進達待ち", query="phase=open")
    prints.printed(case, desks)
    notices.read_and_told(desks)
    transfers.waiting(desks)
    values = {
        "staff": desks.clerk.staff,
        "prefecture": desks.station.prefecture,
        "asked_by": desks.chief.staff,
    }
    SecondFactorReset.objects.create(asked_as="係", reason="紛失", **values)
    proofs.kept(desks)
    disposals.beside(desks, case)
    disposals.logged(desks, case)
    lot = BlankLot.objects.create(received_by=desks.hq_clerk.staff, **kept, **office)
    BlankUse.objects.create(
        lot=lot, serial=1, sheet="1", outcome="spoiled", on=DAY, by=desks.hq_clerk.staff, **office
    )


@pytest.fixture
def case():
    """A delivered case, committed; ``idle`` is a group of its station without any application."""
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at(S.DELIVERED, desks)
        case.idle = make_group(case.station).pk
        beside(desks, case)
    return case


def row_of_history(case, **changed) -> str:
    """An INSERT that forges a history row as plausibly as SQL can."""
    values = {
        "seq": "(select max(seq) + 1 from casework_statechange)", "case_label": "'blue_patrol.CertificationApplication'",
        "case_pk": str(case.pk), "transition": "'withdraw'", "label": "'取下げ'", "before": "''", "after": "'draft'", "clause": "''",
        "staff_id": "(select min(id) from casework_staff)", "staff_name": "'x'", "post_name": "'x'", "as_deputy": "false",
        "\"on\"": "current_date", "at": "now()", "request_id": "''", "payload_digest": "''", "previous_hash": "''", "hash": "''",
        "station_id": str(case.station_id),
    } | changed  # fmt: skip
    return f"insert into casework_statechange ({', '.join(values)}) values ({', '.join(values.values())})"


# --- states and what hangs on them (T12) -------------------------------------------------------------------------


@committed
def test_direct_sql_forges_nothing(case, record_property):
    app, thing, station = "blue_patrol_application", "blue_patrol_credential", case.station_id
    columns = "state, station_id, group_id, revision, patrol_area, patrol_unit, weekdays, time_slots, liaison_method, plan_remarks, pledge_version, receipt_number, document_number, chief_opinion, chief_remarks, round, receiver_name, receiver_kind, instructed, closing_note, acknowledged"  # fmt: skip
    values = "'{state}', {station}, {group}, 0, '', 'week', '[]', '[]', '', '', '', '', '', '', '', 0, '', '', '[]', '', '{{}}'"
    forged = {
        "a state without an edge": f"update {app} set state = 'draft'",
        "a state with an edge but without a history row": f"update {app} set state = 'reported', reported_on = current_date, reported_by_id = received_by_id",
        "a case that begins later": f"insert into {app} ({columns}, received_on, received_by_id, profile_id) select {values.format(state='received', station=station, group=case.idle)}, received_on, received_by_id, profile_id from {app}",
        "a new case without a history row": f"insert into {app} ({columns}) values ({values.format(state='draft', station=station, group=case.idle)})",
        "a receipt number": f"update {app} set receipt_number = 'R8-9999'",
        "a document number": f"update {app} set document_number = '1'",
        "a day of receipt": f"update {app} set received_on = received_on - 1",
        "a day of decision": f"update {app} set decided_on = decided_on - 1",
        "a person who decided": f"update {app} set decided_by_id = received_by_id",
        "who has it in hand": f"update {app} set handler_id = decided_by_id",
        "a day of delivery": f"update {app} set delivered_on = delivered_on - 1",
        "the place of a thing": f"update {thing} set state = 'void'",
        "the number of a thing": f"update {thing} set number = number || 'x'",
        "the day of a thing": f"update {thing} set handed_over_on = handed_over_on - 1",
        "the number of a certificate": "update blue_patrol_certification set number = 'x'",
        "the day of a certificate": "update blue_patrol_certification set certified_on = certified_on - 1",
        "the end of a standing": "update blue_patrol_certification set state = 'revoked'",
        "a thing from nowhere": f"insert into {thing} (revision, kind, number, state, station_id, application_id, certification_id) select 0, kind, '第R8-9999号', 'blank', station_id, application_id, certification_id from {thing} where kind = 'certificate'",
        "an issued number": f"insert into casework_issuednumber (kind, holder, year, value, text, void_reason, station_id) values ('certificate', 'prefecture:1', 2026, 999, '第R8-0999号', '', {station})",
        "a void number": "update casework_issuednumber set void_reason = 'x', voided_on = current_date",
        "another text of a number": "update casework_issuednumber set text = 'x'",
        "a register row": "insert into blue_patrol_registerentry (year, row_number, delivered_on, kind, group_name, certificate_number, sticker_numbers, card_numbers, delivered_by, receiver_name, remarks, entered_on, application_id, group_id, station_id) select year, 99, delivered_on, kind, group_name, certificate_number, sticker_numbers, card_numbers, delivered_by, receiver_name, remarks, entered_on, application_id, group_id, station_id from blue_patrol_registerentry",
        "a register note": f"insert into blue_patrol_registernote (kind, \"on\", text, entry_id, station_id) select 'reported', current_date, '', id, {station} from blue_patrol_registerentry",
        "a patrol day": f"insert into blue_patrol_activityday (day, entered_on, entered_by_id, group_id, station_id) select day + 1, entered_on, entered_by_id, group_id, {station} from blue_patrol_activityday",
        "a patrol day taken out": "delete from blue_patrol_activityday",
        "another patrol day": "update blue_patrol_activityday set day = day + 1",
        "an information": f"insert into blue_patrol_informationrecord (\"on\", way, text, reached, entered_on, told_by_id, certification_id, station_id) select \"on\" + 1, way, text, reached, entered_on, told_by_id, certification_id, {station} from blue_patrol_informationrecord",
        "a ledger event": f"insert into blue_patrol_ledgerevent (\"on\", kind, text, handled_by, sheet_id, station_id) select current_date, 'x', 'x', 'x', id, {station} from blue_patrol_ledgersheet",
        "a step of the route": "update casework_decisionstep set title = 'x'",
        "a decision of the route": "insert into casework_decisionstep (case_label, case_pk, round, \"order\", kind, title, level, duty, is_delegated, outcome, as_deputy, is_void, station_id) select case_label, case_pk, 9, 1, kind, title, level, duty, is_delegated, '', false, false, station_id from casework_decisionstep limit 1",
        "a paper from nowhere": "insert into casework_issuedpaper (case_label, case_pk, form, title, mode, template_version, \"values\", issued_on, made_on, made_by_id, station_id) select case_label, case_pk, form, title, mode, template_version, \"values\", issued_on, made_on, made_by_id, station_id from casework_issuedpaper limit 1",
        "the values of a paper": "update casework_issuedpaper set \"values\" = '{}'",
        "the day of a paper": "update casework_issuedpaper set issued_on = issued_on - 1",
        "the bytes of a file": "update casework_storedfile set content = ''",
        "a review of views from nowhere": "insert into casework_viewreview (revision, month, reviewed_on, reviewed_by, views, remarkable, note, state, station_id) select 0, month - 31, reviewed_on, 'x', 0, '{}', '', 'seen', station_id from casework_viewreview",
        "what a review of views saw": "update casework_viewreview set views = views + 1",
        "a line of the read log": "update casework_readlog set what = 'x'",
        "a line of the read log taken out": "delete from casework_readlog",
        "an anchor": "update casework_anchor set count = count - 1",
        "an anchor taken out": "delete from casework_anchor",
        "a night that found something": "update casework_verificationrun set faults = '[]'",
        "a night taken out": "delete from casework_verificationrun",
        "an edge": "insert into casework_machineedge (machine, before, after) values ('blue_patrol.CertificationApplication', 'delivered', 'draft')",
        "no edges at all": "delete from casework_machineedge",
    }  # fmt: skip
    done = {name for name, statement in forged.items() if attempt(statement, stations=[station]) == "done"}
    record_property("T12 statements refused to the application's login", len(forged) - len(done))
    assert done == set()


@committed
def test_the_history_the_books_and_the_read_log_are_written_once(case):
    station = case.station_id
    written = [name for name in APPEND_ONLY if name != "casework_machineedge"]
    for name in written:
        column = (
            "hash"
            if name == "casework_statechange"
            else "what"
            if name == "casework_readlog"
            else "release"
            if name in {"casework_anchor", "casework_verificationrun"}
            else "stations"
            if is_of_office(name)
            else "station_id"
        )
        for statement in (
            f'update {name} set "{column}" = "{column}"', f"delete from {name}", f"truncate {name} cascade",
        ):  # fmt: skip
            said = attempt(statement, stations=[station])
            assert "permission denied" in said or "is append-only" in said, statement


@committed
def test_even_a_login_with_every_right_does_not_rewrite_them(case):
    """The triggers stand though the rights were granted by mistake."""
    with owner_connection() as owner:
        for name in APPEND_ONLY:
            if not owner.execute(f"select 1 from {name} limit 1").fetchone():
                continue
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(f"delete from {name}")
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(
                    f"update {name} set id = id"
                    if name != "casework_changepayload"
                    else f"update {name} set content = content"
                )
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(f"truncate {name} cascade")


@committed
def test_a_step_passes_only_with_its_own_history_row(case):
    """The wall itself believes a forged row; the chain over the history shows it (test_history)."""
    station, step = case.station_id, (
        "update blue_patrol_application set state = 'reported', reported_on = current_date,"
        f" reported_by_id = received_by_id where id = {case.pk}"
    )  # fmt: skip
    assert "has no history row" in attempt(
        row_of_history(case, before="'arrived'", after="'reported'"), step, stations=[station]
    )
    assert "has no history row" in attempt(
        row_of_history(case, case_pk="0", before="'delivered'", after="'reported'"), step, stations=[station]
    )
    assert (
        attempt(row_of_history(case, before="'delivered'", after="'reported'"), step, stations=[station])
        == "done"
    )


# --- papers ------------------------------------------------------------------------------------------------------


@committed
def test_the_bytes_of_a_paper_are_attached_exactly_once():
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at(S.FORWARDED, desks)
    with scope_of(desks.clerk):
        (paper,) = IssuedPaper.objects.of_case(case)
        if paper.file_id is None:
            paper.attach(PDF)
    with scope_of(desks.clerk):
        paper = IssuedPaper.objects.of_case(case).get()
        assert paper.file_id
    for another in (f"update casework_issuedpaper set file_id = null where id = {paper.pk}",):
        assert "is set once" in attempt(another, stations=[case.station_id])
    with pytest.raises(Exception, match="is set once"), scope_of(desks.clerk):
        paper.attach(PDF + b" ")


@committed
def test_frozen_columns_are_frozen_for_the_owner_too(case):
    with transaction.atomic():
        returns.return_at("transport_notified")
    with owner_connection() as owner:
        for name in FROZEN_BUT:
            column = {
                "casework_issuedpaper": "title",
                "casework_issuednumber": "text",
                "casework_storedfile": "media_type",
                "casework_keptlayout": "digest",
                "casework_secondfactorreset": "reason",
                "casework_disposalitem": "object_label",
                "blue_patrol_ledgersheet": "number",
                "blue_patrol_paperregisterrow": "remarks",
                "blue_patrol_blanklot": "remarks",
                "blue_patrol_officenotice": "document_number",
                "liaison_councils_councilevent": "note",
            }[name]
            with pytest.raises(psycopg.errors.RaiseException, match="is frozen"):
                owner.execute(f"update {name} set {column} = 'x'")


# --- ways around ---------------------------------------------------------------------------------------------------


@committed
def test_temporary_tables_shadow_nothing_even_where_a_login_may_make_them(case):
    """The functions look into the real history, whatever a session lays in front of it."""
    shadow = (
        "create temporary table casework_statechange as select"
        " 'blue_patrol.CertificationApplication'::text case_label, id case_pk, 'delivered'::text before,"
        " 'reported'::text after, station_id, pg_current_xact_id()::text::bigint xid"
        " from blue_patrol_application"
    )
    edges = (
        "create temporary table casework_machineedge as select"
        " 'blue_patrol.CertificationApplication'::text machine, 'delivered'::text before, 'draft'::text after"
    )
    update = "update blue_patrol_application set "
    mine = f" where id = {case.pk}"
    report = update + "state = 'reported', reported_on = current_date, reported_by_id = received_by_id" + mine
    database = connections["default"].settings_dict["NAME"]
    with owner_connection() as owner:
        owner.execute(f'grant temporary on database "{database}" to "{settings.DATABASE_APP_LOGIN}"')
        try:
            told = [
                attempt(*statements, stations=[case.station_id])
                for statements in (
                    (shadow, report), (edges, update + "state = 'draft'" + mine),
                    (shadow, update + "receipt_number = 'R8-9999'" + mine),
                )
            ]  # fmt: skip
        finally:
            owner.execute(f'revoke temporary on database "{database}" from "{settings.DATABASE_APP_LOGIN}"')
    assert [words.split(": ")[0] for words in told] == [
        "step delivered -> reported has no history row",
        "no such step",
        f"blue_patrol.CertificationApplication {case.pk}",
    ]


@committed
def test_no_way_around_the_walls(case):
    station, name = case.station_id, settings.DATABASE_OWNER["USER"]
    step = "update blue_patrol_application set state = 'draft'"
    ways = {
        "a temporary table in the history's place": ("create temporary table casework_statechange as select 1", step),
        "a temporary table of edges": ("create temporary table casework_machineedge (machine text, before text, after text)", step),
        "another role": (f"set role {name}", step),
        "another session's role": (f"set session authorization {name}", step),
        "replica mode": ("set session_replication_role = replica", step),
        "triggers off": ("alter table blue_patrol_application disable trigger all", step),
        "trigger dropped": ("drop trigger edge_is_allowed on blue_patrol_application", step),
        "policy off": ("alter table blue_patrol_application disable row level security",),
        "policy dropped": ("drop policy desk on blue_patrol_application",),
        "row security off": ("set row_security = off", "select * from blue_patrol_application"),
        "an own function of the same name": (
            "create or replace function casework_edge_is_allowed() returns trigger language plpgsql as $$ begin return null; end $$",
        ),
        "an own schema": ("create schema mine",),
        "an own table": ("create table public.mine (i int)",),
        "another scope function": (
            "create or replace function casework_scope() returns bigint[] language sql as $$ select '{1}'::bigint[] $$",
        ),
        "a table given away": (f"alter table casework_statechange owner to {settings.DATABASE_APP_LOGIN}",),
        "a right granted": (f"grant all on casework_statechange to {settings.DATABASE_APP_LOGIN}", "delete from casework_statechange"),
        "constraints never checked": ("set constraints all deferred", step),
        "a search path of one's own": ("set search_path = pg_temp, public", step),
        "a file read": ("select pg_read_file('postgresql.conf')",),
        "a program run": ("copy (select 1) to program 'true'",),
    }  # fmt: skip
    assert {
        way for way, statements in ways.items() if attempt(*statements, stations=[station]) == "done"
    } == set()


@pytest.mark.django_db
def test_the_login_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == (settings.DATABASE_APP_LOGIN, False, False, False, False, False)
        cursor.execute(
            "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "select count(*) from pg_auth_members where member = (select oid from pg_roles where rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_definer_functions_end_their_path_in_temporary_tables_and_belong_to_the_owner():
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, proconfig, pg_get_userbyid(proowner) from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        )
        rows = cursor.fetchall()
    assert {name for name, _, _ in rows} == {
        "casework_edge_is_allowed", "casework_erase", "casework_erases", "casework_needs_history", "casework_erased_with_history", "blue_patrol_cars_elsewhere",
        "blue_patrol_sticker_elsewhere", "blue_patrol_stickers_known", "casework_counted_elsewhere", "blue_patrol_groups_left",
        "casework_changes_station", "casework_same_bytes", "casework_same_station", "casework_was_taken_over", "casework_payload_was_taken_over",
        "blue_patrol_used_with_its_act", "blue_patrol_book_is_closed", *(text.function for text in texts()),
    }  # fmt: skip
    for name, config, owner in rows:
        assert [each for each in config if each.startswith("search_path=")] == [
            "search_path=pg_catalog, public, pg_temp"
        ], name
        assert owner == settings.DATABASE_OWNER["USER"]


# --- the lists equal the database ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_table_has_its_rights_and_every_right_its_table():
    assert set(connection.introspection.table_names()) == set(RIGHTS)


@pytest.mark.django_db
def test_the_login_has_exactly_the_rights_of_the_list():
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, privilege_type from information_schema.role_table_grants"
            " where grantee = %s and table_schema = 'public'",
            [settings.DATABASE_APP_LOGIN],
        )
        granted = {}
        for name, privilege in cursor.fetchall():
            granted.setdefault(name, set()).add(privilege.lower())
    assert granted == {
        name: {WORDS[letter] for letter in letters} for name, letters in RIGHTS.items() if letters
    }


def test_what_is_written_once_may_not_be_changed_by_the_list_of_rights():
    assert {name: RIGHTS[name] for name in APPEND_ONLY if set(RIGHTS[name]) & set("ud")} == {}


@pytest.mark.django_db
def test_every_table_with_a_station_has_the_one_policy():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies where schemaname = 'public' and policyname = 'desk' and cmd = 'ALL'"
        )
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(scoped_tables())
        cursor.execute("select relname from pg_class where relrowsecurity and relkind = 'r'")
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(scoped_tables())


def test_every_model_with_a_station_stands_in_the_list():
    masters = {"casework_koban", "casework_post"}  # master data: who works where is no secret of the desk
    with_station = {
        model._meta.db_table
        for model in apps.get_models()
        if any(f.name == "station" and f.related_model and f.related_model.__name__ == "Station" for f in model._meta.fields)
    }  # fmt: skip
    of_offices = {model._meta.db_table for model in apps.get_models() if issubclass(model, OfficeRow)}
    assert with_station - masters | of_offices == set(scoped_tables())


@pytest.mark.django_db
def test_the_edges_in_the_database_are_those_of_the_machines():
    stored = {}
    for edge in MachineEdge.objects.all():
        stored.setdefault(edge.machine, set()).add((edge.before, edge.after))
    assert stored == {model._meta.label: model.edges() for model in machines()}
    shared = {m for m in apps.get_models() if issubclass(m, SharedTable) and not m._meta.proxy}
    every = {m for m in apps.get_models() if issubclass(m, Machine)} - shared
    assert machines() == sorted(every, key=lambda m: m._meta.label)


BESIDE_THE_STEPS = {  # 既存証明の登録 and its undoing; steps that lead to where they begin, among others
    "blue_patrol.Revocation": {("guided", "guided"), ("notice_undelivered", "notice_undelivered")},
    "blue_patrol.Certification": {("", "active"), ("active", "")},
    "blue_patrol.Credential": {
        ("", "with_group"),
        ("with_group", ""),
        ("", "at_station"),
        ("at_station", ""),
    },
    "blue_patrol.DemonstrationApplication": {("", "forwarded")},  # 署長の要請
    "casework.Disposal": {
        (state, state) for state in ("drawn", "reviewed", "approved")
    },  # taken out of the list
    "liaison_councils.Council": {("", "active"), ("active", "")},  # 名簿からの登録
    "liaison_councils.Term": {("", "appointed"), ("appointed", "")},
}


def test_the_edges_follow_from_the_tables_of_the_machines():
    for model in machines():
        steps = {
            (before, after)
            for before, row in table.declared(model).items()
            for after in row.values()
            if before != after
        }
        first = str(model._meta.get_field("state").default)
        assert model.edges() == steps | {("", first)} | BESIDE_THE_STEPS.get(model._meta.label, set())


def test_every_day_and_number_of_a_machine_is_guarded():
    whole = {model for model in machines() if model.written_by_acts}
    assert {model._meta.label for model in whole} == {
        "blue_patrol.Certification", "blue_patrol.ClockRemark", "blue_patrol.Commission", "blue_patrol.Credential", "blue_patrol.RegisterYear", "blue_patrol.Registration", "blue_patrol.ReturnNotice",
        "blue_patrol.TrainingCourse", "casework.ChangeOfStation", "casework.Disposal", "casework.Hold", "casework.PersonRequest", "casework.ViewReview", "liaison_councils.Council", "liaison_councils.ListRegistration", "liaison_councils.Meeting", "liaison_councils.Opinion",
        "liaison_councils.Remark", "liaison_councils.SupportRequest", "liaison_councils.Term", "liaison_councils.YearReport",
    }  # fmt: skip
    for model in whole:
        columns = {field.column for field in model._meta.concrete_fields}
        assert set(guarded_columns(model).split(",")) == columns - {"id", "state"}
    typed = {
        model._meta.label: guarded_columns(model).split(",") for model in machines() if model not in whole
    }
    road = [label for label in Procedure.values if label in typed]
    assert typed == {
        label: [
            "received_on", "received_by_id", "forwarded_on", "forwarded_by_id", "decided_on", "decided_by_id",
            "dispatched_on", "dispatched_by_id", "arrived_on", "arrived_by_id", "delivered_on", "delivered_by_id",
            "reported_on", "reported_by_id", "closed_on", "closed_by_id", "handler_id", "receipt_number", "document_number",
        ]
        for label in road
    } | {
        "blue_patrol.Revocation": [
            "received_on", "received_by_id", "forwarded_on", "forwarded_by_id", "decided_on", "decided_by_id",
            "dispatched_on", "dispatched_by_id", "arrived_on", "arrived_by_id", "delivered_on", "delivered_by_id",
            "reported_on", "reported_by_id", "closed_on", "closed_by_id", "found_on", "heard_on", "handler_id", "document_number",
            "notice_number",
        ],
    }  # fmt: skip


@pytest.mark.django_db
def test_every_wall_of_the_lists_stands():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname, c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where not tgisinternal and tgenabled = 'O' and c.relname not like 'procrastinate%'"
        )
        standing = set(cursor.fetchall())
    expected = {("edge_is_allowed", model._meta.db_table) for model in machines()}
    expected |= {("needs_history", name) for name in WITH_HISTORY}
    expected |= {(name, once) for once in APPEND_ONLY for name in ("written_once", "never_emptied")}
    expected |= {("erased_with_history", name) for name in ERASABLE}
    expected |= {("frozen", name) for name in FROZEN_BUT}
    expected |= {("station_is_kept", model._meta.db_table) for model in kept_stations()}
    expected |= {("same_station", model._meta.db_table) for model in kept_stations() if parents(model)}
    expected |= {
        ("used_with_its_act", "blue_patrol_blankuse"),
        ("book_is_closed", "blue_patrol_registerentry"),
    }
    assert standing == expected


# --- row level security with the querysets switched off (T02) --------------------------------------------------------


@pytest.fixture
def two_desks():
    """Every kind of record, of two stations of one prefecture and of one of another."""
    mine, next_door = Desks(StationFactory()), Desks(StationFactory())
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    for desks in (mine, next_door, far):
        beside(desks, application_at(S.REPORTED, desks, untrained=1))
        application_at(S.CORRECTION, desks)
        returns.return_at("transport_notified", desks)
    return mine, next_door, far


def station_ids(name) -> set[int]:
    column = "unnest(stations)" if is_of_office(name) else "station_id"
    with connection.cursor() as cursor:
        cursor.execute(f'select {column} from "{name}"')
        return {pk for (pk,) in cursor.fetchall()}


def is_of_office(name) -> bool:
    return scoped_tables()[name] == OF_OFFICE


@pytest.mark.django_db
def test_every_scoped_table_shows_the_stations_of_the_scope_and_no_other(two_desks):
    mine, next_door, far = two_desks
    for name in scoped_tables():
        set_scope([d.station.pk for d in two_desks])
        assert station_ids(name) == {d.station.pk for d in two_desks}, f"{name}: nothing to hide"
        set_scope(mine.clerk.station_ids)
        assert station_ids(name) == {mine.station.pk}, name
        set_scope(Actor.of(mine.director.posting).station_ids)
        assert station_ids(name) == {mine.station.pk, next_door.station.pk}, name
        set_scope(Actor.of(far.director.posting).station_ids)
        assert station_ids(name) == {far.station.pk}, name
        set_scope([])
        assert station_ids(name) == set(), name


@pytest.mark.django_db
def test_no_row_is_made_changed_or_moved_for_another_station(two_desks):
    mine, next_door, _ = two_desks
    set_scope([mine.station.pk])
    for name in scoped_tables():
        office = is_of_office(name)
        owner = "stations" if office else "station_id"
        theirs = f"array[{next_door.station.pk}]::bigint[]" if office else next_door.station.pk
        with connection.cursor() as cursor:
            if "u" in RIGHTS[name]:
                cursor.execute(f'update "{name}" set {owner} = {owner} where {owner} = {theirs}')
                assert cursor.rowcount == 0, name
                with (
                    pytest.raises(Exception, match=r"row-level security|is frozen|without the act"),
                    transaction.atomic(),
                ):
                    cursor.execute(f'update "{name}" set {owner} = {theirs}')
            columns = ", ".join(f'"{f.column}"' for f in _fields(name) if f.column not in {"id", owner})
            refused = "row-level security" if "i" in RIGHTS[name] else "permission denied"
            with pytest.raises(Exception, match=refused), transaction.atomic():
                cursor.execute(
                    f'insert into "{name}" ({columns}, {owner}) select {columns}, {theirs} from "{name}" limit 1'
                )


def _fields(name):
    return next(
        m for m in apps.get_models() if m._meta.db_table == name and issubclass(m, StationRow | OfficeRow)
    )._meta.local_concrete_fields


@committed
def test_a_missing_scope_is_an_error_and_never_an_empty_list():
    with transaction.atomic():
        desks = Desks(StationFactory())
        beside(desks, application_at(S.REPORTED, desks))
        application_at(S.CORRECTION, desks)
        returns.return_at("transport_notified", desks)
    for name in scoped_tables():
        for statement in (
            f'select * from "{name}"',
            f'select count(*) from "{name}"',
            f'select 1 where exists (select 1 from "{name}")',
        ):
            assert attempt(statement) == "no scope is set", statement


@committed
def test_a_pooled_connection_forgets_its_scope(case):
    with app_connection() as app:
        app.execute("select set_config('casework.stations', %s, true)", [f"{{{case.station_id}}}"])
        assert app.execute("select count(*) from blue_patrol_group").fetchone() == (2,)
        app.commit()
        with pytest.raises(psycopg.Error, match="no scope is set"):
            app.execute("select count(*) from blue_patrol_group")
        app.rollback()
        app.execute("select set_config('casework.stations', %s, true)", [f"{{{case.station_id}}}"])
        app.rollback()
        with pytest.raises(psycopg.Error, match="no scope is set"):
            app.execute("select count(*) from blue_patrol_group")


@pytest.mark.django_db
def test_an_audit_sees_that_each_act_left_its_row():
    desks = Desks(StationFactory())
    case = application_at(S.REPORTED, desks)
    assert StateChange.objects.of_case(case).count() == case.revision + 1
    assert CertificationApplication.objects.get(pk=case.pk).reported_on == DAY
