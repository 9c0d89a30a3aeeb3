"""前回から変わった点: a case's forwarding paper beside its last one, and beside the group's last approved one."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from blue_patrol.models import Application, Credential, Kind, Procedure
from blue_patrol.models.mended import files_between
from blue_patrol.rules import changes
from casework.models import IssuedPaper
from casework.models.road import RoadState as S
from casework.presenters import links

FORMS = tuple(
    sorted({form for machine in Application.__subclasses__() for form in machine.forwarding_forms()})
)


@dataclass
class Comparison:
    """What differs from one earlier paper. ``number`` and ``url``: the earlier certificate and its case, or ""."""

    day: date  # the day of the earlier paper; of an earlier case, of its decision
    changes: list[changes.Change]
    number: str = ""
    url: str = ""


@dataclass
class Forwardings:
    """``paper``: the case's own as it stands; ``compared``: with the last time, then with the last approved one."""

    paper: IssuedPaper | None = None
    compared: list[Comparison] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many points changed, the greater of both comparisons."""
        return max((len(one.changes) for one in self.compared), default=0)


def read(cases) -> dict[int, Forwardings]:
    """The comparison of each case by its key, in one query."""
    cases = list(cases)
    papers = _papers(cases)
    return {case.pk: _of(case, papers) for case in cases}


def _papers(cases) -> list[IssuedPaper]:
    """Forwarding papers of the cases and of the approved cases of their groups, newest first, with what tells them apart."""
    approved = Q(group__in={case.group_id for case in cases}, decided_on__isnull=False) & ~Q(state=S.DECLINED)
    wanted = Application.objects.filter(Q(pk__in=[case.pk for case in cases]) | approved)
    case = Application.objects.filter(pk=OuterRef("case_pk"))
    certificate = Credential.objects.filter(application=OuterRef("case_pk"), kind=Kind.CERTIFICATE).order_by(
        "-pk"
    )
    rows = IssuedPaper.objects.valid().filter(case_label__in=Procedure.values, form__in=FORMS, mode="filled")
    return list(
        rows.filter(case_pk__in=wanted.order_by().values("pk")).order_by("-pk").annotate(
            group=Subquery(case.values("group_id")), decided_on=Subquery(case.values("decided_on")),
            number=Subquery(certificate.values("certification__number")[:1]),
        )
    )  # fmt: skip


def _of(case, papers) -> Forwardings:
    own = [paper for paper in papers if paper.case_pk == case.pk]
    if not own:
        return Forwardings()
    found = Forwardings(own[0])
    if len(own) > 1:
        files = files_between(
            own[1].values, own[0].values
        )  # of this case alone: another one has files of its own
        found.compared.append(Comparison(own[1].issued_on, _between(own[1], own[0]) + files))
    earlier = (
        p for p in papers
        if p.group and p.group == case.group_id and p.case_pk < case.pk and p.decided_on and p.form == own[0].form
    )  # fmt: skip
    if last := next(earlier, None):
        url = links.to("application", last.case_pk)
        found.compared.append(Comparison(last.decided_on, _between(last, own[0]), last.number or "", url))
    return found


def _between(before: IssuedPaper, now: IssuedPaper) -> list[changes.Change]:
    return changes.between(before.values, now.values)
