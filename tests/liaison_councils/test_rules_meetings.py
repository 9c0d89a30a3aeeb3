"""The rules of meetings by themselves: calendar files read back, names taken out of minutes, times as people write them."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from liaison_councils.presenters import calendar_file
from liaison_councils.rules import clock_times, opinions
from liaison_councils.rules.public_minutes import Named, names_left, without_names

MADE = dt.datetime(2026, 4, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))


# --- calendar files: read by a parser of the test's own, after RFC 5545 ----------------------------------------------


def unfolded(text: str) -> list[str]:
    """Content lines; every line of the file ends in CR LF and holds at most 75 octets."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    whole: list[str] = []
    for line in lines:
        if line.startswith(" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return whole


def plain(value: str) -> str:
    """A TEXT value without its escapes, character by character."""
    found, chars = [], iter(value)
    for char in chars:
        if char == "\\":
            after = next(chars)
            assert after in "\\;,nN", value
            found.append("\n" if after in "nN" else after)
        else:
            assert char not in ";,", value
            found.append(char)
    return "".join(found)


def read(text: str) -> tuple[dict, list[dict]]:
    """(the calendar's own properties, its events): name with parameters → raw value; blocks are well nested."""
    open_blocks, own, events = [], {}, []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_blocks.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_blocks.pop() == value
        elif open_blocks == ["VCALENDAR"]:
            own[name] = value
        elif open_blocks[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = value
    assert open_blocks == []
    return own, events


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n,;\\髙𠮷"), max_size=90
)
EVENTS = st.builds(
    calendar_file.Event, uid=st.uuids().map(str), sequence=st.integers(0, 99),
    status=st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"]), summary=WORDS, on=st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    begins_at=st.none() | st.times().map(lambda at: at.replace(microsecond=0)), place=WORDS,
)  # fmt: skip


@given(st.lists(EVENTS, max_size=4), WORDS)
@example([calendar_file.Event("u", 0, "CONFIRMED", "𠮷" * 60, dt.date(2026, 4, 1))], "a" * 64)
def test_a_calendar_reads_back_as_it_was_meant(events, name):
    own, found = read(calendar_file.calendar(name, events, MADE).decode())
    assert (own["VERSION"], own["METHOD"], plain(own["X-WR-CALNAME"])) == ("2.0", "PUBLISH", name)
    assert [(plain(row["UID"]), plain(row["SUMMARY"]), plain(row.get("LOCATION", "")), row["STATUS"], row["SEQUENCE"]) for row in found] == [
        (each.uid, each.summary, each.place, each.status, str(each.sequence)) for each in events
    ]  # fmt: skip
    assert {row["DTSTAMP"] for row in found} <= {"20260401T000000Z"}


def test_times_are_tokyos_and_a_day_without_a_time_is_a_whole_day():
    day = dt.date(2026, 10, 14)
    timed = calendar_file.Event("a", 0, "CONFIRMED", "定期会議", day, dt.time(14), dt.time(15, 30))
    whole = calendar_file.Event("b", 0, "CONFIRMED", "定期会議", day)
    text = calendar_file.calendar("会議", [timed, whole], MADE).decode()
    _, (first, second) = read(text)
    assert first["DTSTART;TZID=Asia/Tokyo"] == "20261014T140000"
    assert first["DTEND;TZID=Asia/Tokyo"] == "20261014T153000"
    assert (second["DTSTART;VALUE=DATE"], second["DTEND;VALUE=DATE"]) == ("20261014", "20261015")
    assert "TZID:Asia/Tokyo\r\n" in text
    assert "TZOFFSETTO:+0900\r\n" in text


def test_a_time_without_its_zone_makes_no_calendar():
    with pytest.raises(ValueError, match="aware"):
        calendar_file.calendar("会議", [], dt.datetime(2026, 4, 1))  # noqa: DTZ001 -- a naive one is the point


# --- names in the public version -----------------------------------------------------------------------------------------

PEOPLE = [
    Named("小栗 徹", "委員"),
    Named("森 千鶴子", "委員"),
    Named("髙橋　守", "住民"),
    Named("ファン ティ ラン", "委員"),
    Named("斎藤さくら", "住民"),
]


@pytest.mark.clause("LC-6")
@pytest.mark.parametrize(
    ("text", "left", "public"),
    [
        ("小栗委員から話があった", ["小栗 徹"], "委員から話があった"),
        ("小栗　徹さんの話", ["小栗 徹"], "委員の話"),
        ("小栗徹の話", ["小栗 徹"], "委員の話"),
        ("小栗の話", ["小栗 徹"], "委員の話"),
        ("森林の話", [], "森林の話"),  # a family name of one kanji stands alone only with a title
        ("森さんの話", ["森 千鶴子"], "委員の話"),
        ("森町内会長の話", ["森 千鶴子"], "委員の話"),
        ("高橋さんの話", ["髙橋　守"], "住民の話"),  # the usual form of the kanji
        ("高橋町の話", [], "高橋町の話"),  # the name of a place
        ("ふぁんさんの話", ["ファン ティ ラン"], "委員の話"),
        ("斎藤さくらさん", ["斎藤さくら"], "住民"),
        ("委員から、駅裏が暗い", [], "委員から、駅裏が暗い"),
        ("", [], ""),
    ],
)
def test_names_are_found_and_words_put_in_their_place(text, left, public):
    assert names_left(text, PEOPLE) == left
    assert without_names(text, PEOPLE) == public


PIECES = st.lists(
    st.sampled_from(
        [
            "小栗", "小 栗", "徹", "森", "髙橋", "高橋", "斎藤", "さくら", "ファン", "ﾌｧﾝ", "さん", "委員", "町", "駅", "の話", "。", "\n",
            "　", "千鶴子", "守", "斉藤", "ティ ラン",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(PIECES)
@example("森小栗")
def test_what_is_proposed_for_the_public_holds_no_name(text):
    assert names_left(without_names(text, PEOPLE), PEOPLE) == []


@given(st.text(max_size=60))
def test_a_text_without_names_stays_as_it_is(text):
    if not names_left(text, PEOPLE):
        assert without_names(text, PEOPLE) == text


@pytest.mark.parametrize("people", [[], [Named("", "委員")], [Named("　", "住民")]])
def test_nobody_to_hide_changes_nothing(people):
    assert (names_left("森さんの話", people), without_names("森さんの話", people)) == ([], "森さんの話")


# --- times ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:00", dt.time(14)), ("14時", dt.time(14)), ("14時30分", dt.time(14, 30)), ("１４：３０", dt.time(14, 30)),
        ("14時半", dt.time(14, 30)), ("午後2時", dt.time(14)), ("午後2時15分", dt.time(14, 15)), ("午前9時", dt.time(9)),
        ("午前12時", dt.time(0)), ("午後12時10分", dt.time(12, 10)), ("1400", dt.time(14)), ("930", dt.time(9, 30)), ("9", dt.time(9)),
        ("0:05", dt.time(0, 5)),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, at):
    assert clock_times.parse(text) == at


@pytest.mark.parametrize(
    "text", ["24:00", "14:60", "夕方", "午後14時", "午前13時", "", "14-00", "99999", "1時間"]
)
def test_what_is_no_time_is_said_to_be_none(text):
    with pytest.raises(clock_times.ClockError):
        clock_times.parse(text)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_as_it_is_shown_reads_back(at):
    assert clock_times.parse(clock_times.spoken(at)) == at


def test_the_answers_come_first_and_only_once():
    first = opinions.with_read_out("自転車盗\n\n見守り", True)
    assert first.splitlines() == [opinions.READ_OUT, "自転車盗", "見守り"]
    assert opinions.with_read_out(first, True) == first
    assert opinions.with_read_out("自転車盗", False) == "自転車盗"
