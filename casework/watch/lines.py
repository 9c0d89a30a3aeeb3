"""The log, a JSON object a line: when, how grave, who says it, what; of an error where, and never with what values.

The text of an exception may quote a row, a form or an address, so it is left out: its type, the frames, and of the
database its SQLSTATE and the names of table and constraint stand for it. Of other programs' lines the words stay and
what they put in goes; our own put in numbers and keys alone.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

current: ContextVar[str] = ContextVar("request", default="")  # the number of the request that runs here
OURS = ("casework", "blue_patrol", "liaison_councils", "config", "procrastinate", "gunicorn")
DIAGNOSED = ("table_name", "column_name", "constraint_name")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name,
        }  # fmt: skip
        if number := current.get():
            told["request"] = number
        told |= getattr(record, "told", None) or self._words(record)
        if record.exc_info and record.exc_info[1]:
            told["error"] = list(_chain(record.exc_info[1]))
        return json.dumps(told, ensure_ascii=False)

    @staticmethod
    def _words(record: logging.LogRecord) -> dict[str, Any]:
        request = getattr(record, "request", None)
        if request is not None:  # Django's own lines quote the address, or what a client sent
            match = getattr(request, "resolver_match", None)
            return {
                "route": match.view_name if match else None,
                "status": getattr(record, "status_code", None),
            }
        is_ours = record.name.partition(".")[0] in OURS
        return {"message": record.getMessage() if is_ours else str(record.msg)}


def _chain(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The error and what it came from, the last first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
        if state := getattr(error, "sqlstate", None):
            told["sqlstate"] = state
            told |= {name: value for name in DIAGNOSED if (value := getattr(error.diag, name, None))}  # type: ignore[attr-defined]
        frames = traceback.extract_tb(error.__traceback__)
        told["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        yield told
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
