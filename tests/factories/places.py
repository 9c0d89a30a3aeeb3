import datetime as dt

import factory

from casework.models import (
    HeadquartersDivision,
    Koban,
    Post,
    Posting,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    RouteStep,
    Staff,
    Station,
    StepKind,
)
from casework.roles import Role
from tests.factories import scope

START = dt.date(2020, 4, 1)
HERE = [("23", "愛知県")]  # the prefecture of what is made, the last one named
PASSWORD = "いつもの長い合言葉です"
VALUES = {
    "inspection_entry_days": (15, "BP-5-5-1"),
    "change_deletion_days": (15, "BP-7-2"),
    "retraining_months": (36, "BP-11-2-b"),
    "retraining_amber_months": (3, "BP-11-2-b"),
    "information_times_a_year": (1, "BP-11-2-a"),
    "return_deletion_days": (15, "BP-9-1"),
    "chief_title": ("愛知県警察本部長", "BP-4"),
    "chief_name": ("本部 長一", "BP-4"),
    "chief_section": ("生活安全総務課", "BP-4"),
    "inspection_entry_base": ("delivery", "BP-5-5-1"),
    "certificate_number_year": ("calendar", "BP-13"),
    "document_number_source": ("typed", "BP-13"),
    "continuity_times": (1, "BP-5-2-b"),
    "continuity_unit": ("week", "BP-5-2-b"),
    "quiet_spell_weeks": (8, "BP-8-1-d"),
    "certificate_symbol": ("", "BP-4"),
    "council_name_begins_with_koban": (False, "LC-3-1"),
    "council_extra_roles": ([], "LC-3-2"),
    "council_members_min": (5, "LC-3-3"),
    "council_members_max": (10, "LC-3-3"),
    "council_term_years": (2, "LC-3-5"),
    "council_term_amber_months": (3, "LC-3-5"),
    "council_replacement_serves": ("rest", "LC-3-5"),
    "council_meetings_a_year": (2, "LC-5-2"),
    "council_year": ("fiscal", "LC-5-2"),
    "council_reply_days": (7, "LC-5-4"),
    "council_visit_long_months": (6, "LC-3-8"),
    "council_opinion_long_days": (90, "LC-6"),
    "decision_boxes": (["本部長", "部長", "課長", "補佐", "係"], "BP-5-4"),
}


class PrefectureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Prefecture
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.LazyFunction(lambda: HERE[-1][0])
    name = factory.LazyFunction(lambda: HERE[-1][1])

    @factory.post_generation
    def profile(self, create, extracted, **kwargs):
        if self.profiles.exists():
            return
        profile = PrefectureProfile.objects.create(
            prefecture=self, version="令和5年1月1日版", valid_from=dt.date(2018, 4, 1)
        )
        for key, (content, clause) in VALUES.items():
            ProfileValue.objects.create(
                profile=profile, key=key, label=key, content=content, clause=clause, basis="S"
            )
        steps = [
            ("係", StepKind.REVIEW, False),
            ("補佐", StepKind.REVIEW, False),
            ("課長", StepKind.DECISION, True),
        ]
        for matter in ("application", "reissue", "change", "demonstration"):
            for order, (level, kind, delegated) in enumerate(steps, 1):
                RouteStep.objects.create(
                    profile=profile, matter=matter, order=order, kind=kind, title=level, level=level,
                    duty="blue_patrol", is_delegated=delegated,
                )  # fmt: skip


class StationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Station
        skip_postgeneration_save = True

    prefecture = factory.SubFactory(PrefectureFactory)
    code = factory.Sequence("st{}".format)
    name = factory.Sequence("試験{}".format)
    document_symbol = "試"
    valid_from = START

    @factory.post_generation
    def seen(self, create, extracted, **kwargs):
        if extracted is not False:
            scope.widen(self.pk)


class KobanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Koban

    station = factory.SubFactory(StationFactory)
    name = factory.Sequence("試験町{}".format)
    kind = Koban.Kind.KOBAN
    valid_from = START


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HeadquartersDivision
        django_get_or_create = ("prefecture", "duty")

    prefecture = factory.SubFactory(PrefectureFactory)
    name = "生活安全総務課"
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    valid_from = START


class StaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Staff
        skip_postgeneration_save = True

    staff_number = factory.Sequence("A{:05d}".format)
    name = factory.Sequence("試験 職員{}".format)
    rank = "巡査部長"


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    role = Role.STATION_CLERK
    title = "生活安全係"


class PostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Posting

    staff = factory.SubFactory(StaffFactory)
    post = factory.SubFactory(PostFactory)
    starts_on = START
