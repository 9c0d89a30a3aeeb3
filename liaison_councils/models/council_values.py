"""What a prefecture says of members and their terms, read at once (LC-3-3, LC-3-5)."""

from dataclasses import dataclass

from casework.models import Prefecture, PrefectureProfile
from liaison_councils.rules.terms import REST, Span, after, in_place_of, last_day


@dataclass(frozen=True)
class MemberValues:
    term_years: int
    amber_months: int
    replacement_serves: str
    least: int
    most: int

    @classmethod
    def of(cls, prefecture: Prefecture) -> "MemberValues":
        profile = PrefectureProfile.today_of(prefecture)
        return cls(
            term_years=profile.value_or("council_term_years", 2),
            amber_months=profile.value_or("council_term_amber_months", 3),
            replacement_serves=profile.value_or("council_replacement_serves", REST),
            least=profile.value_or("council_members_min", 5),
            most=profile.value_or("council_members_max", 10),
        )

    def offered(self, today, *, previous=None, replaces=None) -> Span:
        """The term offered to a candidate (LC-3-5): behind the one it follows, else from today.

        A place that somebody left early is filled from today on, not from a day that has passed.
        """
        if previous:
            return after(previous.span, self.term_years)
        if not replaces:
            return Span(today, last_day(today, self.term_years))
        span = in_place_of(replaces.span, self.term_years, self.replacement_serves)
        if replaces.span.last == replaces.ends_on or span.starts_on >= today:
            return span
        rests = self.replacement_serves == REST and span.ends_on >= today
        return Span(today, span.ends_on if rests else last_day(today, self.term_years))
