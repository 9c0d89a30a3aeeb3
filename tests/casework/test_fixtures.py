"""Master data: what fixtures/ holds, and how load_master reads it."""

import datetime as dt
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from casework import master_data
from casework.models import (
    HeadquartersDivision,
    Koban,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    RouteStep,
    Station,
    TransportJurisdiction,
)

# Tests of an empty database stand first: the others share one loading, which lasts to the end of the module.
NEW_YEAR = dt.date(2026, 1, 1)
# One worker, so that the files are loaded once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fixtures")]


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup, django_db_blocker):
    """Loaded once for the tests that only read; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield master_data.load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once, db):
    return _loaded_once


@pytest.fixture
def folder(tmp_path):
    """A copy of the files to spoil."""
    shutil.copytree(master_data.FOLDER, tmp_path / "fixtures")
    return tmp_path / "fixtures"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("koban.csv", "2005-04-06,,", "平成17年,,", "koban.csv:17"),
        ("koban.csv", "23-inuyama,犬山西部", "23-nowhere,犬山西部", "koban.csv:2"),
        ("stations.csv", "千種,ちくさ,", "千種,", "stations.csv:2: 列の数"),
        ("koban.csv", "2000-01-01,2005-04-05", "2006-01-01,2005-04-05", "有効終了日は、有効開始日より前"),
        ("route_steps.csv", "係,係,blue_patrol", "係,係,green_patrol", "route_steps.csv:2"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(folder, file, right, wrong, said):
    path = folder / file
    path.write_text(path.read_text().replace(right, wrong, 1))
    with pytest.raises(CommandError, match=said):
        call_command("load_master", folder=folder)
    assert not Prefecture.objects.exists()


def test_the_command_says_what_it_did(capsys):
    call_command("load_master")
    assert "stations.csv: 63 rows, 63 new, 0 changed" in capsys.readouterr().out


@pytest.mark.parametrize(("code", "count"), [("23", 45), ("24", 18)])
def test_every_station_of_the_prefecture_is_there(loaded, code, count):
    held = Station.objects.on(NEW_YEAR).filter(prefecture__code=code, is_demo=False)
    assert held.count() == count
    assert all(station.kana and station.source for station in held)
    assert len({station.order for station in held}) == count


def test_a_koban_that_was_merged_is_ended_and_not_gone(loaded):
    okazaki = Koban.objects.filter(station__code="23-okazaki")
    on_2005 = {str(koban) for koban in okazaki.on(dt.date(2005, 4, 5))}
    on_2026 = {str(koban) for koban in okazaki.on(NEW_YEAR)}
    assert {"牧内駐在所", "東本郷駐在所"} <= on_2005
    assert "大和交番" not in on_2005
    assert "大和交番" in on_2026
    assert not {"牧内駐在所", "鴨田交番", "大平交番"} & on_2026


@pytest.mark.clause("BP-4")
def test_each_prefecture_names_its_own_section_and_chief(loaded):
    aichi, mie = (PrefectureProfile.in_force(p, NEW_YEAR) for p in Prefecture.objects.order_by("code"))
    assert (aichi.value("chief_title"), aichi.value("chief_section")) == (
        "愛知県警察本部長",
        "生活安全総務課",
    )
    assert (mie.value("chief_title"), mie.value("chief_section")) == ("三重県警察本部長", "生活安全企画課")
    desk = HeadquartersDivision.objects.on(NEW_YEAR).get(prefecture__code="23", duty="blue_patrol")
    assert (desk.name, desk.document_symbol) == ("生活安全総務課", "生総")


@pytest.mark.clause("BP-1")
def test_the_profile_names_the_agreement_and_the_version_in_force(loaded):
    aichi = Prefecture.objects.get(code="23")
    profile = PrefectureProfile.in_force(aichi, dt.date(2023, 1, 1))
    assert profile.value("agreement_date") == "2022-06-22"
    assert profile.value("in_force_from") == "2023-01-01"
    with pytest.raises(PrefectureProfile.DoesNotExist):
        PrefectureProfile.in_force(aichi, dt.date(2022, 12, 31))


@pytest.mark.clause("BP-13")
def test_every_value_stands_once_with_label_clause_and_basis(loaded):
    aichi, mie = PrefectureProfile.objects.order_by("prefecture__code")
    assert set(aichi.values.values_list("key")) == set(mie.values.values_list("key"))
    for value in ProfileValue.objects.all():
        assert value.label, value.key
        assert value.clause.startswith(("BP-", "LC-")), value.key
        assert value.basis in ProfileValue.Basis.values, value.key


@pytest.mark.clause("BP-13")
@pytest.mark.parametrize(
    ("key", "aichi", "mie"),
    [
        ("inspection_entry_days", 15, 15),
        ("retraining_months", 36, 36),
        ("retraining_amber_months", 3, 3),
        ("information_times_a_year", 1, 1),
        ("continuity_times", 1, 4),
        ("continuity_unit", "week", "month"),
        ("council_name_begins_with_koban", True, False),
        ("council_extra_roles", ["推進責任者", "運営補助者"], []),
    ],
)
def test_values_that_differ_between_prefectures(loaded, key, aichi, mie):
    found = ProfileValue.objects.filter(key=key).order_by("profile__prefecture__code")
    assert [value.content for value in found] == [aichi, mie]


@pytest.mark.parametrize(
    ("matter", "levels"),
    [
        ("application", ["係", "補佐", "課長"]),
        ("reissue", ["係", "補佐", "課長"]),
        ("change", ["係", "補佐", "課長"]),
        ("revocation", ["係", "補佐", "課長", "部長", "本部長"]),
        ("demonstration", ["係", "課長", "課長"]),
    ],
)
def test_the_decision_routes(loaded, matter, levels):
    for profile in PrefectureProfile.objects.all():
        steps = list(profile.route.filter(matter=matter))
        assert [step.level for step in steps] == levels
        assert [step.kind for step in steps].count("decision") == 1
        assert steps[-1].kind == "decision"
    assert (
        RouteStep.objects.get(profile=profile, matter="demonstration", kind="concurrence").duty == "traffic"
    )


@pytest.mark.clause("BP-5-5-1")
@pytest.mark.parametrize(
    ("base", "light", "office"),
    [
        ("愛知県名古屋市東区泉一丁目", False, "愛知運輸支局"),
        ("愛知県岡崎市大和町", False, "西三河自動車検査登録事務所"),
        ("愛知県岡崎市大和町", True, "軽自動車検査協会愛知主管事務所三河支所"),
        ("愛知県北名古屋市西之保", False, "愛知運輸支局"),
        ("愛知県犬山市大字犬山", False, "小牧自動車検査登録事務所"),
        ("愛知県津島市橘町", False, "愛知運輸支局"),
        ("愛知県豊川市諏訪", True, "軽自動車検査協会愛知主管事務所豊橋支所"),
        ("三重県津市栄町", False, "三重運輸支局"),
        ("三重県南伊勢町", True, "軽自動車検査協会三重事務所"),
    ],
)
def test_the_transport_office_of_a_base(loaded, base, light, office):
    assert str(TransportJurisdiction.office_for(base, is_light=light, on=NEW_YEAR)) == office


def test_every_municipality_has_both_offices(loaded):
    rows = TransportJurisdiction.objects.filter(office__prefecture__code="23")
    light = set(rows.filter(office__kind="light").values_list("municipality", flat=True))
    others = set(rows.exclude(office__kind="light").values_list("municipality", flat=True))
    assert light == others
    assert len(light) == 54


def test_loading_again_changes_nothing(loaded):
    again = master_data.load()
    assert {(count.made, count.written) for count in again.values()} == {(0, 0)}
    assert {name: count.rows for name, count in again.items()} == {n: c.rows for n, c in loaded.items()}


def test_a_corrected_line_is_written_and_an_offices_own_value_kept(loaded, folder):
    ProfileValue.objects.filter(key="chief_name").update(content="高見 澄人")
    stations = folder / "stations.csv"
    stations.write_text(stations.read_text().replace("いぬやま", "イヌヤマ"))
    counts = master_data.load(folder)
    assert Station.objects.get(code="23-inuyama").kana == "イヌヤマ"
    assert counts["stations.csv"].written == 1
    assert ProfileValue.objects.filter(key="chief_name", content="高見 澄人").count() == 2
