"""What a 所管替え does with councils: they go with their koban, members, meetings and opinions with them (decision 23)."""

from django.db.models import Exists, OuterRef

from casework.offices.answers import Answer, Asked, Chosen, Follows, Gathered, Move, Part, Shown, Stays, enter
from casework.permissions import Reason
from liaison_councils.models import (
    Council,
    CouncilArea,
    CouncilEvent,
    CouncilOfficer,
    ListRegistration,
    Meeting,
    Opinion,
    Participant,
    Person,
    Remark,
    SharedMeeting,
    StaffInstruction,
    SupportRequest,
    Term,
    Visit,
    YearReport,
)
from liaison_councils.models.councils import CouncilState

OF_COUNCIL = Follows(("council",))
LIVING = [CouncilState.PLANNED, CouncilState.ACTIVE, CouncilState.SUSPENDED]


def meetings_of(move: Move):
    """Those of councils that move; one held together with another station's council does not come so far (``problems``)."""
    if move.asked.is_whole:
        return Meeting._base_manager.all()
    shared = SharedMeeting.objects.filter(meeting=OuterRef("pk"), council__in=move.of(Council))
    return Meeting._base_manager.filter(Exists(shared))


def people_of(move: Move):
    """Who sits on no council that stays; the others are copied (``before``)."""
    if move.asked.is_whole:
        return Person._base_manager.all()
    terms = Term.objects.filter(person=OuterRef("pk"))
    stays = terms.exclude(council__in=move.of(Council))
    return Person._base_manager.filter(Exists(terms.filter(council__in=move.of(Council))), ~Exists(stays))


ANSWERS: dict[type, Answer] = {
    Council: Chosen(),
    CouncilArea: OF_COUNCIL,
    CouncilEvent: OF_COUNCIL,
    CouncilOfficer: OF_COUNCIL,
    Meeting: Gathered(meetings_of),
    SharedMeeting: OF_COUNCIL,
    Participant: OF_COUNCIL,
    Person: Gathered(people_of),
    Term: OF_COUNCIL,
    Opinion: OF_COUNCIL,
    Visit: OF_COUNCIL,
    StaffInstruction: OF_COUNCIL,
    SupportRequest: OF_COUNCIL,
    Remark: OF_COUNCIL,
    ListRegistration: Stays("署の名簿を登録した記録。"),
    YearReport: Stays("署の年の締めは、その署のものとして残る。"),
}


def chosen(asked: Asked) -> dict:
    if asked.is_whole:
        return {Council: Council.objects.all()}
    if asked.koban and asked.follow:
        home = Council.objects.filter(koban=asked.koban)
        return {Council: home | _covering(asked) if asked.to == asked.origin else home}
    return {}


def _covering(asked: Asked):
    """Councils with another home whose area takes the koban in."""
    now = CouncilArea.objects.filter(council=OuterRef("pk"), koban=asked.koban, to_on=None)
    others = Council.objects.filter(Exists(now), station=asked.origin, state__in=LIVING)
    return others.exclude(koban=asked.koban)


def problems(move: Move) -> list[Reason]:
    asked, found = move.asked, []
    if asked.koban and not asked.follow:
        home = Council.objects.filter(station=asked.origin, koban=asked.koban, state__in=LIVING)
        if left := [*home, *_covering(asked)]:
            names = "、".join(map(str, left))
            found.append(Reason(f"{asked.koban}の協議会があります（{names}）。署長が統合、廃止、区域の変更をしてから行ってください。", "LC-3-1"))  # fmt: skip
    if asked.koban and asked.follow and asked.to != asked.origin and (others := list(_covering(asked))):
        names = "、".join(map(str, others))
        found.append(Reason(f"{asked.koban}の所管区は、移さない協議会（{names}）の区域です。先に区域を改めてください。", "LC-4-1-1"))  # fmt: skip
    return found + _shared_problems(move)


def _shared_problems(move: Move) -> list[Reason]:
    if move.asked.is_whole or move.asked.to == move.asked.origin:
        return []
    staying = SharedMeeting.objects.filter(meeting__in=move.of(Meeting)).exclude(council__in=move.of(Council))
    names = sorted(set(staying.values_list("council__name", flat=True)))
    if not names:
        return []
    return [
        Reason(
            f"移さない協議会（{'、'.join(names)}）と一緒に開いた会議があるため、分けて移せません。", "LC-5-1"
        )
    ]


def shown(move: Move) -> list[Shown]:
    rows = move.rows(Council).order_by("order_key", "pk")
    return [
        Shown("連絡協議会", Council._meta.label, row.pk, row.name, row.get_state_display()) for row in rows
    ]


# --- what it writes --------------------------------------------------------------------------------------------------


def before(move: Move, act) -> None:
    """Who sits on a council that stays as well is typed there; the new station gets a copy."""
    if move.asked.to == move.asked.origin:
        return
    copies: dict[int, Person] = {}
    for term in move.rows(Term).exclude(person__in=move.of(Person)).select_related("person"):
        if term.person_id not in copies:
            person = Person.objects.get(pk=term.person_id)
            person.pk, person._state.adding, person.station = None, True, move.asked.to
            person.save()
            copies[term.person_id] = person
        move.rows(Term).filter(pk=term.pk).update(person=copies[term.person_id])


def after(move: Move, act) -> None:
    """Home and areas are the koban's that goes on; the list of events says when and from where."""
    councils = list(move.rows(Council))
    for council in councils:
        if council.state not in LIVING:
            continue
        if council.koban_id in move.koban:
            Council._base_manager.filter(pk=council.pk).update(koban=move.koban[council.koban_id])
        _change_areas(council, move, act)
        if council.state != CouncilState.PLANNED:
            council.note_event("rename", act.on, f"所管替え　{act.details['from']}から{act.details['to']}へ")


def _change_areas(council: Council, move: Move, act) -> None:
    now = list(council.areas.filter(to_on=None))
    held = {(area.koban_id, area.part) for area in now}
    closing = [area for area in now if area.koban_id in move.koban]
    for area in closing:
        goes_on = move.koban[area.koban_id]
        if council.state == CouncilState.PLANNED:
            council.areas.filter(pk=area.pk).update(koban=goes_on)
            continue
        council.areas.filter(pk=area.pk).update(to_on=act.on)
        if (goes_on.pk, area.part) not in held:
            CouncilArea.objects.create(
                station_id=council.station_id, council=council, koban=goes_on, part=area.part, from_on=act.on
            )


def register() -> None:
    enter(ANSWERS, Part(chosen=chosen, problems=problems, shown=shown, before=before, after=after))
