"""Taking a registration out again: what stands against it, and the order in which its rows go."""

from django.apps import apps

from casework.models import Deadline, StateChange
from casework.models.history import ChainHead
from casework.permissions import Reason
from casework.workflow import Refused, erase_all

GROUP, VEHICLE, PATROLLER = "blue_patrol.Group", "blue_patrol.Vehicle", "blue_patrol.Patroller"
TRAINING, STANDING, CREDENTIAL = (
    "blue_patrol.TrainingRecord",
    "blue_patrol.Certification",
    "blue_patrol.Credential",
)
CLOCK, LEDGER, PAPER = "casework.Deadline", "blue_patrol.LedgerSheet", "blue_patrol.PaperRegisterRow"
MACHINES = (CREDENTIAL, STANDING)
OUT = (
    CLOCK,
    TRAINING,
    CREDENTIAL,
    STANDING,
    LEDGER,
    PAPER,
    VEHICLE,
    PATROLLER,
    GROUP,
)  # what points goes before what is pointed at
FROM_PAPER = "紙の台帳による"  # evidence of a clock that was met before the registration
SHOWN = 3


def rows(registration, label: str):
    return apps.get_model(label)._default_manager.filter(pk__in=registration.made.get(label, ()))


def gaps(registration) -> list[Reason]:
    """Why it cannot be undone: what later acts touched, by the names of the groups."""
    return [
        Reason(f"{sentence}（{_some(touched)}）。先にそれを取り消すか、変更の手続を行ってください。")
        for sentence, touched in (
            ("登録の後に、証明や証明書等の手続が進みました", _moved(registration)),
            ("登録の後に、申請が始まりました", _applied(registration)),
            ("登録の後に、委嘱の記録が加わりました", _commissioned(registration)),
            ("登録の後に、自動車・実施者・講習の記録が加わりました", _added(registration)),
            ("登録の後に、期限を済ませました", _met(registration)),
            ("登録の後に、期限に本部の指導がありました", _remarked(registration)),
            ("登録の後に、紙の交付簿の行が加わりました", _written(registration)),
        )
        if touched
    ]


def _some(names) -> str:
    found = sorted(set(names))
    return "、".join(found[:SHOWN]) + ("ほか" if len(found) > SHOWN else "")


def _moved(registration) -> list[str]:
    later = StateChange.objects.filter(seq__gt=registration.last_seq)
    found: list[str] = []
    for label, path in ((STANDING, "group__name"), (CREDENTIAL, "certification__group__name")):
        keys = registration.made.get(label, ())
        moved = later.filter(case_label=label, case_pk__in=keys).values("case_pk")
        found += rows(registration, label).filter(pk__in=moved).values_list(path, flat=True)
    return found


def _applied(registration) -> list[str]:
    return list(rows(registration, GROUP).filter(applications__isnull=False).values_list("name", flat=True))


def _commissioned(registration) -> list[str]:
    return list(rows(registration, GROUP).filter(commissions__isnull=False).values_list("name", flat=True))


def _added(registration) -> list[str]:
    """What hangs on the groups, standings and patrollers of the registration without being part of it."""
    made = registration.made
    found: list[str] = []
    for label, owner, owners in (
        (VEHICLE, "group", GROUP), (PATROLLER, "group", GROUP), (TRAINING, "patroller", PATROLLER),
        (CREDENTIAL, "certification", STANDING), ("blue_patrol.Trainee", "patroller", PATROLLER),
    ):  # fmt: skip
        others = apps.get_model(label)._default_manager.filter(**{f"{owner}__in": made.get(owners, ())})
        others = others.exclude(pk__in=made.get(label, ()))
        path = "group__name" if owner == "group" else f"{owner}__group__name"
        found += others.values_list(path, flat=True)
    return found


def _met(registration) -> list[str]:
    """Clocks ended since, and those that a later act started beside them."""
    made = registration.made
    clocks = Deadline.objects.filter(case_label=STANDING, case_pk__in=made.get(STANDING, ()))
    later = clocks.exclude(pk__in=made.get(CLOCK, ()))
    done = rows(registration, CLOCK).exclude(done_on=None).exclude(evidence=FROM_PAPER)
    return [clock.subject for clock in (*later, *done)]


def _remarked(registration) -> list[str]:
    return list(rows(registration, CLOCK).filter(remarks__isnull=False).values_list("subject", flat=True))


def _written(registration) -> list[str]:
    """Rows of the paper book that another file brought for these groups."""
    made = registration.made
    rows_of_book = apps.get_model(PAPER)._default_manager.filter(group__in=made.get(GROUP, ()))
    return list(rows_of_book.exclude(pk__in=made.get(PAPER, ())).values_list("group__name", flat=True))


def hold(registration) -> None:
    """Lock what was made, then the history: a later act either is seen by ``gaps`` now, or waits for the end.

    Without their keys, so that an act which holds the history and points at a row need not wait for us.
    """
    for label in (STANDING, CREDENTIAL, GROUP, PATROLLER):
        found = rows(registration, label).order_by("pk")
        list(found.select_for_update(of=("self",), no_key=True).values_list("pk"))
    ChainHead.objects.select_for_update().get()


def take_out(registration, act) -> None:
    """Every row that was made, each machine's with its own history row. Raises Refused when a later act was faster."""
    hold(registration)
    if later := gaps(registration):
        raise Refused(later)
    for label in OUT:
        found = rows(registration, label)
        if label in MACHINES:
            erase_all(found, "undo_registration", by=act.by, on=act.on)
        else:
            found.delete()
