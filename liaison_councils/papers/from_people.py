"""From candidates and terms to what they print: the list of candidates L2, the letters L4, L5, L5-2, L5-3."""

from datetime import date

from casework.models import PrefectureProfile
from casework.paper_office import split_document_number
from liaison_councils.models import Council, Term
from liaison_councils.papers.office import council_of, office_of
from liaison_councils.papers.values import CandidatesValues, CandidateValues, CountValues, TermValues
from liaison_councils.rules import composition


def letter_values(term: Term, day: date) -> dict:
    """L4, by the chief of the day on which it was decided; ``day`` while it is not."""
    return _term_values(term, term.appointed_on or day, number=term.document_number).to_json()


def leaving_values(term: Term, day: date) -> dict:
    """L5 and L5-3: the notice of the day on which it was decided."""
    return _term_values(
        term, day, number=term.end_number, issued_on=day, last_on=term.ended_on, reason=term.end_reason
    ).to_json()  # fmt: skip


def resignation_values(term: Term, day: date) -> dict:
    """L5-2: for the member's pen; the last day and the reason are the member's own."""
    return _term_values(term, day).to_json()


def _term_values(term: Term, day: date, *, number: str = "", **more) -> TermValues:
    symbol, rest = split_document_number(number)
    told = {"document_symbol": symbol, "document_number": rest} | more
    return TermValues(
        office=office_of(term.station, day), council=council_of(term.council, day), name=term.person.name,
        kana=term.person.kana, address=term.person.address, phone=term.person.phone, ordinal=term.ordinal,
        appointed_on=term.appointed_on, starts_on=term.starts_on, ends_on=term.ends_on, **told,
    )  # fmt: skip


def candidates_values(council: Council, day: date) -> dict:
    """L2: who is nominated, and the balance of the council when all of them are appointed."""
    terms = list(council.terms.nominated().select_related("person").order_by("person__order_key", "pk"))
    profile = PrefectureProfile.in_force(council.station.prefecture, day)
    limits = (profile.value_or("council_members_min", 0), profile.value_or("council_members_max", 1000))
    candidates = [term.as_counted() for term in terms]
    members = [*candidates, *(term.as_counted() for term in _staying(council, terms, day))]
    return CandidatesValues(
        office=office_of(council.station, day), council=council_of(council, day), on=day,
        rows=tuple(_candidate(term, day) for term in terms), balance=_balance(candidates, members, day),
        occupations=composition.occupations_in_words(candidates, members),
        leanings="　".join(composition.leanings(members, day, *limits)) if terms else "",
    ).to_json()  # fmt: skip


def _staying(council: Council, terms: list[Term], day: date) -> list[Term]:
    """Members who serve on when the first of the candidates begins."""
    begins = max([day, *(term.starts_on for term in terms)])
    people = {term.person_id for term in terms}
    return [
        term for term in council.terms.on(begins).select_related("person") if term.person_id not in people
    ]


def _balance(candidates, members, day: date) -> tuple[CountValues, ...]:
    found = dict(composition.balance(candidates, day))
    return tuple(
        CountValues(
            title=title, label=each.label, council=each.number,
            candidates=next((own.number for own in found[title] if own.label == each.label), 0),
        )
        for title, counts in composition.balance(members, day)
        if title != composition.OCCUPATION
        for each in counts
    )  # fmt: skip


def _candidate(term: Term, day: date) -> CandidateValues:
    person = term.person
    return CandidateValues(
        name=person.name, kana=person.kana, birth_date=person.birth_date,
        age=composition.age_on(person.birth_date, day) if person.birth_date else None,
        sex=composition.SEXES[person.sex] if person.sex else "", address=person.address, phone=person.phone,
        occupation=person.occupation, body=person.body, category=composition.CATEGORIES.get(term.category, ""),
        renewed=term.ordinal > 1, ordinal=term.ordinal, reason=term.reason,
        opinions="\n".join(f"{row['section']}：{row['opinion']}" for row in term.consulted),
    )  # fmt: skip
