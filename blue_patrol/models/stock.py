"""証明書用紙等の在庫: lots of numbered blank sheets, and what became of each sheet.

A prefecture that keeps numbered sheets of a kind prints on them in order; one that keeps none prints as before.
The regulation says nothing of blank sheets: these are the system's own rules.
"""


from django.contrib.postgres.fields import DecimalRangeField
from django.db.models import F, Func, Value

CLOSED = "[]"
SAME_SERIES = Func(  # a degenerate range: equality that a plain gist index can compare
    Func(F("kind"), Value(":"), F("prefix"), function="concat_op", template="hashtextextended(kind || ':' || prefix, 0)"),
    Func(F("kind"), Value(":"), F("prefix"), function="concat_op", template="hashtextextended(kind || ':' || prefix, 0)"),
    Value(CLOSED), function="numrange", output_field=DecimalRangeField(),
)  # fmt: skip
