"""Which rows move: what was asked for, what hangs on it, and what stands against it."""

from hashlib import sha256

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils import timezone

from casework import wareki
from casework.models import IssuedPaper, Posting, PrintItem
from casework.models.base import Machine
from casework.models.history import canonical
from casework.offices.answers import (
    ANSWERS,
    PARTS,
    Asked,
    Chosen,
    Follows,
    Gathered,
    Hangs,
    Move,
    either,
    moving,
)
from casework.permissions import Reason

SHOWN = 5


def chosen(asked: Asked) -> Move:
    """The rows that are named by what is asked."""
    move = Move(asked)
    for part in PARTS:
        for model, rows in part.chosen(asked).items():
            move.keys[model] = sorted(rows.filter(station=asked.origin).values_list("pk", flat=True))
    return move


def add_what_hangs(move: Move) -> None:
    """Everything that goes with the chosen rows; a koban merged within its station moves nothing but its councils."""
    if move.asked.origin == move.asked.to:
        return
    labelled: dict[str, list[int]] = {}
    for model in moving():
        answer = ANSWERS[model]
        if isinstance(answer, Chosen):
            continue
        if isinstance(answer, Hangs) and not labelled:
            labelled = move.labelled()
        rows = _hanging(labelled, model) if isinstance(answer, Hangs) else _following(move, model, answer)
        move.keys[model] = sorted(rows.filter(station=move.asked.origin).values_list("pk", flat=True))


def _hanging(labelled, model) -> QuerySet:
    on = (Q(case_label=label, case_pk__in=keys) for label, keys in labelled.items())
    return model._base_manager.filter(either(*on))


def _following(move: Move, model, answer) -> QuerySet:
    rows = model._base_manager.all()
    if isinstance(answer, Gathered):
        return answer.find(move)
    if move.asked.is_whole:
        return rows
    if isinstance(answer, Follows):
        owners = {name: model._meta.get_field(name).related_model for name in answer.by}
        return rows.filter(either(*(Q(**{f"{name}__in": move.of(owner)}) for name, owner in owners.items())))
    return rows.none()


def counts(move: Move) -> list[tuple[str, int]]:
    return [(str(model._meta.verbose_name), len(keys)) for model, keys in move.keys.items() if keys]


def fingerprint(move: Move) -> str:
    """Of what would be done: another state or another row gives another one."""
    asked = move.asked
    told = [asked.kind, asked.origin.pk, asked.to.pk, asked.on, asked.follow, asked.koban and asked.koban.pk]
    told += [asked.to_koban and asked.to_koban.pk]
    for model, keys in move.keys.items():
        states = (
            list(move.rows(model).order_by("pk").values_list("pk", "state")) if _is_machine(model) else keys
        )
        told.append([model._meta.label, states])
    return sha256(canonical(told)).hexdigest()


def _is_machine(model) -> bool:
    return issubclass(model, Machine)


def problems(move: Move) -> list[Reason]:
    """Everything that prevents it, of casework and of the applications."""
    asked = move.asked
    found = [*_offices(asked), *_collisions(move), *_printing(move)]
    if not any(move.keys.values()) and asked.kind == "groups":
        found.append(Reason("移す団体を選んでください。", field="groups"))
    return found + [reason for part in PARTS for reason in part.problems(move)]


def _offices(asked: Asked) -> list[Reason]:
    found = []
    if asked.on > timezone.localdate():
        found.append(Reason("先の日付は記録できません。その日になってから行ってください。", field="on"))
    if asked.to.valid_to and asked.to.valid_to < asked.on:
        found.append(Reason(f"{asked.to}は、その日には閉じています。", field="to"))
    closing = asked.origin if asked.is_whole else asked.koban
    if closing and closing.valid_to and closing.valid_to < asked.on:
        day = wareki.format_long(closing.valid_to)
        found.append(Reason(f"{closing}は、{day}で閉じています。"))
    if closing and closing.valid_from >= asked.on:
        found.append(Reason(f"{closing}を開いた日より後の日にしてください。", field="on"))
    return found


def _collisions(move: Move) -> list[Reason]:
    """What may stand once a station and stands at both."""
    if move.asked.origin == move.asked.to:
        return []
    found = []
    for model in (m for m, keys in move.keys.items() if keys and m not in NUMBERED_ANEW):
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and "station" in constraint.fields:
                same = _alike(move, model, constraint)
                if same:
                    words = "、".join(map(str, same[:SHOWN])) + ("ほか" if len(same) > SHOWN else "")
                    text = f"{move.asked.to}に同じ{model._meta.verbose_name}があります（{words}）。先にどちらかを改めてください。"
                    found.append(Reason(text))
    return found


def _alike(move: Move, model: type[Model], constraint: UniqueConstraint) -> list:
    holds = constraint.condition or Q()
    others = {name: OuterRef(name) for name in constraint.fields if name != "station"}
    there = model._base_manager.filter(holds, station=move.asked.to, **others)
    return list(move.rows(model).filter(holds).filter(Exists(there)))


NUMBERED_ANEW: set[type[Model]] = set()  # whose number the act itself renews, or which both stations may keep


def _printing(move: Move) -> list[Reason]:
    waiting = PrintItem.objects.waiting().filter(run__ended_on=None, run__cancelled_on=None)
    count = waiting.filter(paper__in=move.of(IssuedPaper)).count()
    if not count:
        return []
    return [Reason(f"まとめて印刷の途中の書類が{count}件あります。印刷が終わってから行ってください。")]


def warnings(move: Move) -> list[str]:
    """What goes on all the same, and is to be looked after."""
    found = []
    if move.asked.is_whole:
        left = Posting.objects.on(move.asked.on).filter(post__station=move.asked.origin)
        if people := left.values("staff").distinct().count():
            found.append(
                f"{move.asked.origin}に配置されている職員が{people}人います。配置はそのまま残るので、人事異動で移してください。"
            )
    return found + [text for part in PARTS for text in part.warnings(move)]
