"""The goals P01-P16: ratios of things run in turn, in one run, on one machine (medians of at least 15)."""

import json
from dataclasses import dataclass

GOALS = {
    "P01": "one filled form, warm / Chromium's warm print of the same HTML: <= 0.65",
    "P02": "one filled form, warm / LibreOffice odt to pdf, cold: <= 0.10 for the fullest page",
    "P03": "product path (query, template, PDF) / bare WeasyPrint on the same HTML: <= 0.75",
    "P04": "20-page register (500 rows) / Chromium's warm print: <= 0.60; tagged accessible table <= 4",
    "P05": "20-page register (500 rows) / ReportLab: <= 3.0",
    "P06": "300 certificates merged / single ones: time a page <= 0.60; size <= 0.10; peak memory <= 300 MB",
    "P07": "HarfBuzz subsetting in use / fontTools fallback: <= 0.25",
    "P08": "case list page / the same rows by psycopg: <= 4.0",
    "P09": "case list page / Django admin's changelist on the same rows: <= 0.08",
    "P10": "deep page / first page: <= 1.2; list page at S=20 / at S=1: <= 1.3",
    "P11": "search of 1-2 kanji in names / icontains: absent term <= 0.05; frequent term's count <= 0.10",
    "P12": "a transition (lock, guards, history, effects) / a bare INSERT through Django: <= 3.5",
    "P13": "home page / an empty view: <= 6",
    "P14": "queries beyond the frame's: list <= 2, case <= 7, home <= 4 (exact, in the tests)",
    "P15": "throughput with 2 web processes / with 1; bulk print with 2 worker machines / with 1: >= 1.7",
    "P16": "database tests on two processes / on one: <= 0.6; seconds to the first page after bin/run: printed",
}


@dataclass(frozen=True)
class Result:
    """What a goal's script returns: `ratio` against `target`, both without unit, from `n` runs of each side."""

    goal: str
    ratio: float
    target: float
    ok: bool
    n: int

    def line(self) -> str:
        """The one line that a goal prints."""
        return json.dumps(
            {
                "goal": self.goal,
                "ratio": round(self.ratio, 3),
                "target": self.target,
                "ok": self.ok,
                "n": self.n,
            }
        )
