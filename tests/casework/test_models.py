"""What all models share: who has its when, dated rows, postings, days and persons in pairs."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from casework.models import (
    Actor,
    Posting,
    PrefectureProfile,
    Staff,
    StoredFile,
    TransportJurisdiction,
    TransportOffice,
)
from casework.models.road import RoadState as S
from casework.roles import Role
from tests.factories import people
from tests.factories.applications import DAY, PDF, Desks, application_at
from tests.factories.places import (
    PostFactory,
    PostingFactory,
    PrefectureFactory,
    StaffFactory,
    StationFactory,
)

OURS = [m for m in apps.get_models() if m._meta.app_label in {"casework", "blue_patrol", "liaison_councils"}]
# who without a day of its own: "commissioned by" names an office outside, its day stands under another name
EXCEPTIONS = {"blue_patrol.RegisterEntry.delivered_by": "delivered_on"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_who_has_its_when(model):
    names = {field.name for field in model._meta.get_fields()}
    alone = {name for name in names if name.endswith("_by") and f"{name[:-3]}_on" not in names}
    alone -= {name for name in alone if EXCEPTIONS.get(f"{model._meta.label}.{name}") in names}
    # the taker of a ledger's row and of a read is named beside the row's own day
    alone -= {name for name in alone if {"on", "at"} & names}
    alone -= {field.name for field in model._meta.get_fields() if field.auto_created}
    assert alone == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_nothing_of_the_trade_cascades_away(model):
    values = {"casework.ProfileValue", "casework.RouteStep"}  # parts of one version of a prefecture's values
    values |= {"casework.LogInSession"}  # no record: it ends with the log-in
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and model._meta.label not in values:
            assert field.remote_field.on_delete == models.PROTECT, field.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_is_named_in_japanese(model):
    assert not model._meta.verbose_name.isascii()
    assert str(model._meta.verbose_name) == str(model._meta.verbose_name_plural)


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["received", "forwarded", "decided", "dispatched", "arrived", "delivered", "reported", "closed"])  # fmt: skip
def test_a_day_without_its_person_is_refused_by_the_database(step):
    case = application_at(S.DRAFT)
    with pytest.raises(IntegrityError, match=f"_{step}_signed"), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(**{f"{step}_on": DAY})


@pytest.mark.django_db
def test_a_posting_holds_from_its_first_to_its_last_day():
    posting = PostingFactory(
        post=PostFactory(station=StationFactory()),
        starts_on=dt.date(2026, 4, 1),
        ends_on=dt.date(2027, 3, 31),
    )
    held = {
        day: Posting.objects.on(dt.date.fromisoformat(day)).filter(pk=posting.pk).exists()
        for day in ("2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01")
    }
    assert held == {"2026-03-31": False, "2026-04-01": True, "2027-03-31": True, "2027-04-01": False}


@pytest.mark.django_db
def test_a_posting_ends_after_its_start_and_a_person_holds_a_post_once():
    posting = PostingFactory(post=PostFactory(station=StationFactory()))
    with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(ends_on=dt.date(2000, 1, 1))
    with pytest.raises(IntegrityError, match="one_open_posting_a_post"), transaction.atomic():
        PostingFactory(post=posting.post, staff=posting.staff)
    with pytest.raises(ValidationError, match="終了日は、開始日より前にできません。"):
        Posting(
            staff=StaffFactory(), post=posting.post, starts_on=DAY, ends_on=dt.date(2000, 1, 1)
        ).full_clean()


@pytest.mark.django_db
def test_a_post_belongs_to_one_office():
    with pytest.raises(IntegrityError, match="post_of_one_office"), transaction.atomic():
        PostFactory(station=None)


@pytest.mark.django_db
def test_an_actor_is_a_person_in_a_post():
    station = StationFactory()
    clerk = people.clerk(station)
    assert (clerk.role, clerk.station, clerk.prefecture, clerk.is_deputy) == (
        Role.STATION_CLERK,
        station,
        station.prefecture,
        False,
    )
    assert clerk.station_ids == (station.pk,)
    assert clerk.may("station_act")
    assert not clerk.may("forward")
    assert people.deputy(clerk).is_deputy
    assert Actor.of(clerk.posting).office_name == str(station)


@pytest.mark.django_db
def test_the_version_of_a_prefectures_values_is_that_of_the_day():
    prefecture = PrefectureFactory()
    old = prefecture.profiles.get()
    new = PrefectureProfile.objects.create(
        prefecture=prefecture, version="次の版", valid_from=dt.date(2027, 4, 1)
    )
    PrefectureProfile.objects.filter(pk=old.pk).update(valid_to=dt.date(2027, 3, 31))
    assert PrefectureProfile.in_force(prefecture, dt.date(2027, 3, 31)) == old
    assert PrefectureProfile.in_force(prefecture, dt.date(2027, 4, 1)) == new
    with pytest.raises(PrefectureProfile.DoesNotExist):
        PrefectureProfile.in_force(prefecture, dt.date(2010, 1, 1))
    with pytest.raises(KeyError):
        old.value("no_such_key")


@pytest.mark.django_db
@pytest.mark.clause("BP-5-5-1")
def test_the_office_for_a_base_is_the_one_with_jurisdiction_and_light_cars_have_their_own():
    prefecture = PrefectureFactory()

    def office(name, kind, *places):
        row = TransportOffice.objects.create(prefecture=prefecture, name=name, kind=kind, valid_from=DAY)
        for place in places:
            TransportJurisdiction.objects.create(office=row, municipality=place, valid_from=DAY)
        return row

    branch = office("愛知運輸支局", "branch", "桜見市", "桜見市南区")
    light = office("軽自動車検査協会", "light", "桜見市")
    assert TransportJurisdiction.office_for("愛知県桜見市坂上町", is_light=False, on=DAY) == branch
    assert TransportJurisdiction.office_for("愛知県桜見市坂上町", is_light=True, on=DAY) == light
    assert TransportJurisdiction.office_for("愛知県別の市", is_light=False, on=DAY) is None


@pytest.mark.django_db
def test_bytes_are_kept_once_a_station():
    station, other = StationFactory(), StationFactory()
    application_at(S.DRAFT, Desks(station))
    first = StoredFile.keep(station, PDF, "application/pdf")
    assert StoredFile.keep(station, PDF, "application/pdf") == first
    assert StoredFile.keep(other, PDF, "application/pdf") != first


@pytest.mark.django_db
def test_rights_come_from_postings_and_never_from_the_person():
    staff = Staff.objects.create_user("S0001", "たくさんの文字の合言葉", name="一人")
    assert not staff.has_perm("anything")
    assert not staff.is_staff
    assert staff.password.startswith("argon2$argon2id$")
