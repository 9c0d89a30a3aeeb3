"""``python -m casework.sheets.child``: a workbook on standard input, its rows as JSON on standard output.

Runs under limits of its own and is thrown away after one file.  An exception ends it: the caller then says that the
file is broken.  Macros, external links, drawings and comments are never looked at.
"""

import json
import resource
import sys

from casework.sheets import limits

TOO_HEAVY = (
    "ファイルが大きすぎて読めません。使っていない行・列・シートを消すか、分けて保存してから選んでください。"
)


def limit_self() -> None:
    """From here on the process cannot take more memory or time than is fair, nor write a file."""
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    content = sys.stdin.buffer.read()
    limit_self()
    from casework.sheets.xlsx import TooMuch, sheets_of  # the costly library is loaded under the limits

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
