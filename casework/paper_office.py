"""What a paper says of its office on a day: the titles of the profile, the station chief as posted then."""

from datetime import date
from typing import Any

from casework.models import Posting, PrefectureProfile, Station
from casework.roles import Role


def office_facts(station: Station, on: date, profile: PrefectureProfile) -> dict[str, Any]:
    """What ``OfficeValues`` holds but for the section at headquarters, which depends on the matter."""
    posting = (
        Posting.objects.on(on)
        .filter(post__station=station, post__role=Role.STATION_CHIEF, capacity=Posting.Capacity.REGULAR)
        .select_related("staff", "post")
        .first()
    )
    chief = posting.staff if posting else None
    return {
        "prefecture": station.prefecture.police_name,
        "body": station.prefecture.body,
        "headquarters": station.prefecture.headquarters,
        "chief_title": profile.value("chief_title"),
        "chief_name": profile.value("chief_name"),
        "decision_posts": tuple(profile.value("decision_boxes")),
        "station": station.official_name,
        "station_chief_title": f"{station.official_name}長",
        "station_chief_rank": chief.rank if chief else "",
        "station_chief_name": chief.name if chief else "",
        "station_section": station.section_name,
        "station_phone": station.phone,
    }


def split_document_number(text: str) -> tuple[str, str]:
    """(桜見坂生発, 123) of 桜見坂生発第123号; what is written otherwise stays whole."""
    symbol, mark, number = text.rpartition("第")
    return (symbol, number.removesuffix("号")) if mark else ("", text)
