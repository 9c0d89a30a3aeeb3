"""``python -m casework.uploads.child``: a document on standard input; what is wrong with it as a line of JSON on standard
output, and after that line a picture drawn anew.

Runs under limits of its own and is thrown away after one file. An exception ends it: the file is broken then.
"""

import json
import sys
from typing import Any

from casework import apart
from casework.uploads import kinds, limits

TOO_HEAVY = "ファイルが重すぎて読めません。写真は小さく保存し直し、書類はPDFに作り直してから選んでください。"


# What pypdf would load and a look does not need: half of the start. What is encrypted is refused, nothing is drawn.
UNUSED: dict[str, Any] = dict.fromkeys(("cryptography", "PIL", "fontTools"))


def main() -> None:
    content = apart.received()
    apart.limit_self(limits.CHILD)
    drawn, fault = b"", ""
    try:  # the costly libraries are loaded under the limits, each where it is used
        if kinds.sniff(content) == "application/pdf":
            sys.modules |= UNUSED
            from casework.uploads import pdfs

            apart.shut_off()
            pdfs.look(content)
        else:
            from casework.uploads import pictures

            apart.shut_off()
            drawn = pictures.drawn_anew(content)
    except kinds.UnfitFile as error:
        fault = str(error)
    except MemoryError:
        fault = TOO_HEAVY
    sys.stdout.buffer.write(json.dumps({"fault": fault}).encode() + b"\n" + drawn)


if __name__ == "__main__":
    main()
