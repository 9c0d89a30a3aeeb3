"""``python -m casework.sheets.child``: a workbook on standard input, its rows as JSON on standard output.

Runs under limits of its own and is thrown away after one file.  An exception ends it: the caller then says that the
file is broken.  Macros, external links, drawings and comments are never looked at.
"""

import json
import sys

from casework import apart
from casework.sheets import limits

TOO_HEAVY = (
    "ファイルが大きすぎて読めません。使っていない行・列・シートを消すか、分けて保存してから選んでください。"
)


def main() -> None:
    content = apart.received()
    apart.limit_self(limits.CHILD)
    from casework.sheets.xlsx import TooMuch, sheets_of  # the costly library is loaded under the limits

    apart.shut_off()
    answer: dict[str, object] = {"fault": "", "sheets": []}
    try:
        answer["sheets"] = sheets_of(content)
    except TooMuch as error:
        answer["fault"] = str(error)
    except MemoryError:
        answer["fault"] = TOO_HEAVY
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
