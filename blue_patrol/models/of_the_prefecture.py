"""What the prefecture's values say of an application (BP-13), and the other stations that its area touches (BP-5-1)."""

from collections.abc import Mapping

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from blue_patrol.rules import group_types
from casework.models import PrefectureProfile, ProfileValue, Station

AREA_MAP_KEY = "area_map_required"


class OfThePrefecture:
    """Mixed into the application: the values of its receipt; before it, those of today."""

    values_at_hand: Mapping[
        str, object
    ] = {}  # what a page has read already; None where the version says nothing

    def profile_value(self, key: str, default):
        """One value; ``default`` where the version says nothing of it."""
        if key in self.values_at_hand:
            content = self.values_at_hand[key]
            return default if content is None else content
        profile = self.profile or PrefectureProfile.in_force(self.station.prefecture, timezone.localdate())
        return profile.value_or(key, default)

    def needs_area_map(self) -> bool:
        return bool(self.profile_value(AREA_MAP_KEY, False))

    def also_station_names(self) -> list[str]:
        """The other stations whose area the patrols touch, in their order; no query where there are none."""
        if not self.also_stations:
            return []
        return [str(station) for station in Station.objects.filter(pk__in=self.also_stations)]


def value_of_today(key: str, prefecture_ref: str):
    """A subquery: a value of the version in force today of the prefecture that ``prefecture_ref`` names."""
    today = timezone.localdate()
    rows = ProfileValue.objects.filter(key=key, profile__valid_from__lte=today)
    rows = rows.exclude(profile__valid_to__lt=today).filter(profile__prefecture=OuterRef(prefecture_ref))
    return Subquery(rows.order_by("-profile__valid_from").values("content")[:1])


def offered_types(profile: PrefectureProfile) -> list[str]:
    """The kinds of group that the prefecture certifies (BP-5-2-a)."""
    return list(profile.value_or("group_types", group_types.CODES))
