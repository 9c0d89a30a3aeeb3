"""Who is told how the server is, and how the log is written. Looks at the environment only."""

import os
from typing import Any


def hours(name: str, otherwise: int) -> int:
    return int(os.environ.get(name, otherwise))


def lines(*, requests: bool = False) -> dict[str, Any]:
    """JSON lines on stderr (casework.watch.lines), of each request one if asked."""
    levels = {
        "axes": "ERROR",  # its warnings carry the staff number that was typed
        "casework.requests": "INFO" if requests else "WARNING",
    }
    # Django's own handlers print what a page was asked for while DEBUG is on.
    alone = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "casework.watch.lines.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": alone,
            "gunicorn.error": {"level": "WARNING"} | alone,
            **{name: {"level": level} for name, level in levels.items()},
        },
    }
