"""`python -m config.embedded start|stop [--unless-used]|status|programs|psql`: the private server by hand and from the scripts."""

import os
import sys

from . import server
from .places import find_place, find_programs


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["status"]
    place = find_place()
    if command == "start":
        print("started" if server.ensure_running(place) else "joined")
    elif command == "stop":
        if rest == ["--unless-used"] and server.is_used(place):
            print("used by others, goes on")
            return 0
        print("stopped" if server.stop(place) else "not running")
    elif command == "status":
        ready = server.is_ready(place)
        print("running" if ready else "not running", place.data, place.sockets, sep="\n")
        return 0 if ready else 3
    elif command == "programs":
        print(find_programs(place))
    elif command == "psql":
        server.ensure_running(place)
        program = find_programs(place) / "psql"
        os.execv(program, [str(program), "-h", str(place.sockets), "-U", "owner", server.DATABASE, *rest])
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


sys.exit(main(sys.argv[1:]))
