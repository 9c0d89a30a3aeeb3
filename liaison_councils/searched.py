"""What the box in the frame finds among the councils: they themselves, their members, what they were called before."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from casework.presenters import links
from casework.search.kinds import Kind, Line, Text
from liaison_councils.models import Council, CouncilEvent, Person, Term

COUNCILS = Text("councils", Council, ("name", "kana", "area", "purpose"))
PEOPLE = Text("members", Person, ("name", "kana"))
FORMER = Text("former_councils", CouncilEvent, ("name",))


def _with_last_term(people: QuerySet) -> QuerySet:
    """People who have been chosen at least once; the page of the last time is theirs."""
    terms = Term.objects.filter(person=OuterRef("pk")).order_by("-starts_on", "-pk")
    return people.filter(Exists(terms)).annotate(
        term_pk=Subquery(terms.values("pk")[:1]), council_name=Subquery(terms.values("council__name")[:1])
    )


def kinds() -> list[Kind]:
    return [
        Kind(
            "members", "委員", PEOPLE, "read_councils", order="order_key", prepare=_with_last_term,
            lines=lambda person: [Line("委員の氏名", person.name), Line("委員のよみ", person.kana)],
            address=lambda person: links.to("council_term", person.term_pk), notes=lambda person: [person.council_name],
        ),
        Kind(
            "councils", "連絡協議会", COUNCILS, "read_councils", order="order_key",
            lines=lambda council: [
                Line("協議会の名称", council.name), Line("協議会のよみ", council.kana), Line("対象区域", council.area),
                Line("職種・目的", council.purpose),
            ],
            address=lambda council: links.to("council", council.pk), notes=lambda council: [council.get_state_display()],
        ),
        Kind(
            "former_councils", "連絡協議会（旧名称）", FORMER, "read_councils", only=~Q(name=F("council__name")),
            newest_first=True, related=("council",),
            lines=lambda event: [Line("旧名称", event.name)],
            address=lambda event: links.to("council", event.council_id), notes=lambda event: [f"いまの名称：{event.council.name}"],
        ),
    ]  # fmt: skip
