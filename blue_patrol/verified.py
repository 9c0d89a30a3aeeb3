"""What the nightly verification asks of the register 交付簿: its rows against the numbers taken and the acts that wrote them."""

from casework.proof.verification import Check, Looked, enter, of_query

ROWS = "select count(*) from blue_patrol_registerentry"
# Each book is 1, 2, 3 … up to the last number that its series has given.
GAPS = """
select coalesce(book.station_id::text, series.holder), coalesce(book.year, series.year)
from (
  select station_id, year, count(*) as rows, min(row_number) as first, max(row_number) as last
  from blue_patrol_registerentry group by 1, 2
) book
full join (select * from casework_numberseries where kind = 'register' and last > 0) series
  on series.holder = 'station:' || book.station_id and series.year = book.year
where book.rows is null or series.last is null or book.first <> 1 or book.last <> book.rows or series.last <> book.last
order by 1, 2
"""
# Each row was written by an act on its case, on the day that it names.
WITHOUT_ACT = """
select entry.id from blue_patrol_registerentry entry
where not exists (
  select 1 from casework_statechange change
  where change.case_label like 'blue_patrol.%' and change.case_pk = coalesce(entry.application_id, entry.revocation_id)
    and change."on" = coalesce(entry.corrected_on, entry.delivered_on)
)
order by 1
"""


def register_rows(cursor) -> Looked:
    gaps = of_query(
        cursor, ROWS, GAPS, lambda where, year: f"交付簿 署{where} {year}年度: 行が1から続いていません。"
    )
    acts = of_query(cursor, ROWS, WITHOUT_ACT, lambda pk: f"交付簿の行 {pk}: 書いた行為が履歴にありません。")
    return Looked(gaps.count, gaps.faults + acts.faults)


def register() -> None:
    enter("register", Check("交付簿の行", register_rows))
