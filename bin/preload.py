"""Loads the libraries that bin/setup unpacked under .local/lib, where Debian's own are not installed.

Copied into the virtual environment and imported at its start: later look-ups by name find what is loaded.
"""

import ctypes
import os
import sys
from pathlib import Path

UNPACKED = Path(sys.prefix).parent / ".local" / "lib"


def preload(folder: Path) -> None:
    """Load every library; one whose own needs are not there yet is tried again after the others."""
    waiting = sorted(path for path in folder.glob("usr/lib/*-linux-gnu/lib*.so.*") if not path.is_symlink())
    waiting += sorted(path for path in folder.glob("lib/*-linux-gnu/lib*.so.*") if not path.is_symlink())
    loaded = True
    while waiting and loaded:
        loaded = [path for path in waiting if can_load(path)]
        waiting = [path for path in waiting if path not in loaded]
    if not Path("/etc/fonts/fonts.conf").exists():
        os.environ.setdefault("FONTCONFIG_FILE", str(folder / "fonts.conf"))


def can_load(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


if UNPACKED.is_dir():
    preload(UNPACKED)
