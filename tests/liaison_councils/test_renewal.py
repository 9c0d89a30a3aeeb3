"""The renewal of spring: what ends is renewed, replaced or left in one form; the chief approves with one act (LC-3-5)."""

import datetime as dt
import io
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from liaison_councils.models import Term
from liaison_councils.rules import terms as rules
from tests.blue_patrol.paging import get
from tests.factories.councils import active, appointed, desks, now
from tests.factories.places import KobanFactory
from tests.liaison_councils.desk import era, post

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENDS = TODAY + dt.timedelta(days=30)
BEGAN = rules.Span(ENDS - dt.timedelta(days=730), ENDS)
FOUNDED = dt.date(2020, 4, 1)


@pytest.fixture
def at():
    return desks(name="桜見坂")


def ending(at, council, ends_on=ENDS, **changed):
    """A member whose term ends soon."""
    starts = ends_on - dt.timedelta(days=729)
    return appointed(at, council, on=starts, starts_on=starts, ends_on=ends_on, **changed)


def send(at, fates: dict, by=None, until=ENDS, **shared):
    """The whole form: {term: fate or {fate, name, …}}."""
    told = {"until": era(until), "reason": "引き続き地域の実情に詳しい", "on": era(TODAY)}
    told |= {"section-0": "生活安全課", "opinion-0": "異存ない"} | shared
    told["term"] = [term.pk for term in fates]
    for term, fate in fates.items():
        fields = fate if isinstance(fate, dict) else {"fate": fate}
        told |= {f"t{term.pk}-{name}": value for name, value in fields.items()}
    return post(by or at.supervisor, "council_renewal", **told)


def approve(at, terms, by=None, **told):
    fields = {"term": [term.pk for term in terms], "on": era(TODAY), "document_number": ""}
    fields |= {f"revision-{term.pk}": now(term).revision for term in terms} | told
    return post(by or at.chief, "council_appointments", **fields)


def test_figures(at):
    councils = [active(at, FOUNDED, at_koban=KobanFactory(station=at.station)) for _ in range(10)]
    terms = [ending(at, council) for council in councils for _ in range(8)]
    begun = time.perf_counter()
    assert get(at.supervisor, f"/councils/members/renewal/?until={era(ENDS)}").status_code == 200
    print("\nGET renewal", round(time.perf_counter() - begun, 2))
    with CaptureQueriesContext(connection) as seen:
        begun = time.perf_counter()
        response = send(at, dict.fromkeys(terms, "again"))
        print("POST renewal", response.status_code, len(seen), round(time.perf_counter() - begun, 2))
    new = list(Term.objects.nominated())
    assert len(new) == 80
    with CaptureQueriesContext(connection) as seen:
        begun = time.perf_counter()
        assert get(at.chief, "/councils/members/appointments/").status_code == 200
        print("GET appointments", len(seen), round(time.perf_counter() - begun, 2))
    with CaptureQueriesContext(connection) as seen:
        begun = time.perf_counter()
        import traceback
        hits=[]
        def trace(execute, sql, params, many, context):
            if "LIMIT 21" in sql and sql.startswith('SELECT "liaison_councils_term"'):
                hits.append("".join(traceback.format_stack()[-14:-8]))
            return execute(sql, params, many, context)
        terms_ = new
        with connection.execute_wrapper(trace):
            response = approve(at, terms_)
        print(len(hits)); print(hits[5])
        print("POST appointments", response.status_code, len(seen), round(time.perf_counter() - begun, 2))
    from collections import Counter; x=[q["sql"][-160:] for q in seen if q["sql"].startswith("SELECT \"liaison_councils_term\"")]; print(x[20], x[40])

    print(Counter(q["sql"][:70] for q in seen).most_common(20))
    assert Term.objects.in_force().count() == 80
    begun = time.perf_counter()
    response = get(at.supervisor, f"/councils/members/letters/print/?on={TODAY.isoformat()}")
    print(
        "letters", len(PdfReader(io.BytesIO(response.content)).pages), round(time.perf_counter() - begun, 2)
    )
    begun = time.perf_counter()
    response = get(at.supervisor, f"/councils/members/letters/print/?on={TODAY.isoformat()}")
    print("letters again", len(response.content), round(time.perf_counter() - begun, 2))
