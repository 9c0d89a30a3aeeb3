"""How much of a document is read: far above what a scanner or a telephone makes, far below what hurts a server."""

from casework.apart import Limits

MOST_BYTES = 10 * 1024 * 1024
"""Largest file accepted, in bytes (10 MB)."""
MOST_PIXELS = 50_000_000
"""A page of A4 at 600 dots an inch has 35 million, a telephone's picture 12 to 50."""
LONGEST_SIDE = 20_000
MOST_PAGES = 1000
CHILD = Limits(memory=1024 * 1024 * 1024, processor=12, wall=25)
LONGEST_NAME = 200
"""Characters of a name, as its column holds them."""
