"""What the lists of councils say of a row: for the choice of columns and for files."""

from datetime import date

from casework.export.columns import Column, day, number
from liaison_councils.presenters import opinions as opinion_words

STATION = Column("station", "署", lambda row: row.station.name)


def councils(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "協議会", lambda council: council.name, fixed=True),
        Column("purpose", "職種・目的", lambda council: council.purpose, on_page=False),
        *((STATION,) if with_station else ()),
        Column("kind", "種別", lambda council: council.get_kind_display()),
        Column("state", "状態", lambda council: council.get_state_display()),
        Column("areas", "対象の所管区", lambda council: "、".join(map(_area, council.covers))),
        number("members", "委員", lambda council: council.members),
        Column("manager", "運営責任者", lambda council: str(council.managers[0]) if council.managers else ""),
        day("established_on", "設置", lambda council: council.established_on),
        day("ended_on", "廃止", lambda council: council.ended_on, on_page=False),
    )


def _area(area) -> str:
    return f"{area.koban}（{area.part}）" if area.part else str(area.koban)


def members(*, in_full: bool) -> tuple[Column, ...]:
    """Headquarters sees names and terms alone, in a file as on the page; rows are lines of the list."""
    ours = (
        Column("kana", "よみ", lambda line: line.term.person.kana, on_page=False),
        Column("category", "選出", lambda line: line.term.get_category_display()),
        Column("occupation", "職業・勤務先", lambda line: line.term.person.occupation, on_page=False),
    )
    return (
        Column("name", "氏名", lambda line: line.term.person.name, fixed=True),
        *(ours if in_full else ()),
        Column("council", "協議会", lambda line: line.term.council.name),
        *(() if in_full else (Column("station", "署", lambda line: line.term.station.name, on_page=False),)),
        day("span", "任期の初日", lambda line: line.term.starts_on),
        day("last", "任期の末日", lambda line: line.term.span.last, on_page=False),
        number("ordinal", "通算の期", lambda line: line.term.ordinal),
        Column("state", "状態", lambda line: line.state[0]),
        Column("outlook", "満了の後", lambda line: line.outlook),
    )


def meetings(*, with_station: bool) -> tuple[Column, ...]:
    """Rows are lines of the list."""
    return (
        Column("kind", "会議", lambda line: line.meeting.get_kind_display(), fixed=True),
        Column("councils", "協議会", lambda line: "、".join(each.name for each in line.councils)),
        *((Column("station", "署", lambda line: line.meeting.station.name),) if with_station else ()),
        day("day", "日", lambda line: line.meeting.held_on or line.meeting.planned_on),
        Column("hours", "時刻", lambda line: line.hours, on_page=False),
        Column("place", "場所", lambda line: line.meeting.place, on_page=False),
        Column("state", "状態", lambda line: line.state[0]),
        Column("came", "出席", lambda line: "　".join(filter(None, (line.came, line.others)))),
        Column("agenda", "主な議題", lambda line: line.agenda),
    )


def opinions(*, today: date, days: int) -> tuple[Column, ...]:
    """``days``: after how many without an answer one is told apart."""
    return (
        Column("content", "意見・要望", lambda opinion: opinion.content, fixed=True),
        Column("kind", "分類", lambda opinion: opinion.get_kind_display(), on_page=False),
        Column("raiser", "提出者の別", lambda opinion: opinion.get_raiser_display(), on_page=False),
        Column("council", "協議会", lambda opinion: opinion.council.name),
        Column("station", "署", lambda opinion: opinion.station.name, on_page=False),
        day("received_on", "受けた日", lambda opinion: opinion.received_on),
        Column("section", "担当", lambda opinion: opinion.section),
        Column("state", "状態", lambda opinion: opinion_words.state(opinion, today, days)[0]),
        Column("measure", "措置", opinion_words.done, on_page=False),
        Column("reply", "回答", lambda opinion: opinion.reply),
        day("answered_on", "回答した日", lambda opinion: opinion.answered_on, on_page=False),
    )
