"""Django's PostgreSQL backend, which starts the private server when a connection fails."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe

from . import server
from .places import find_place


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        """HOST stays empty in the settings, whose import looks at nothing; here it becomes the socket directory."""
        settings_dict["HOST"] = settings_dict["HOST"] or str(find_place().sockets)
        super().__init__(settings_dict, *args, **kwargs)

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; only if that fails look after the server, so that a running one costs nothing."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            server.ensure_running()
            return super().get_new_connection(conn_params)
