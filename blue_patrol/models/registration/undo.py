"""Taking a registration out again: what stands against it, and the order in which its rows go."""

from django.apps import apps

from casework.models import Deadline
from casework.permissions import Reason
from casework.registering import undo
from casework.registering.undo import moved, rows, some

GROUP, VEHICLE, PATROLLER = "blue_patrol.Group", "blue_patrol.Vehicle", "blue_patrol.Patroller"
TRAINING, STANDING, CREDENTIAL = (
    "blue_patrol.TrainingRecord",
    "blue_patrol.Certification",
    "blue_patrol.Credential",
)
CLOCK, LEDGER, PAPER = "casework.Deadline", "blue_patrol.LedgerSheet", "blue_patrol.PaperRegisterRow"
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


def gaps(registration) -> list[Reason]:
    """Why it cannot be undone: what later acts touched, by the names of the groups."""
    return [
        Reason(f"{sentence}（{some(touched)}）。先にそれを取り消すか、変更の手続を行ってください。")
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


def _moved(registration) -> list[str]:
    paths = ((STANDING, "group__name"), (CREDENTIAL, "certification__group__name"))
    return [name for label, path in paths for name in moved(registration, label).values_list(path, flat=True)]


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


def take_out(registration, act) -> None:
    """Raises Refused when a later act was faster."""
    undo.take_out(registration, act, held=(STANDING, CREDENTIAL, GROUP, PATROLLER), order=OUT)
