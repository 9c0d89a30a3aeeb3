"""How much of a file is read: far above what a prefecture keeps, far below what hurts a server."""

from casework.apart import Limits

MOST_BYTES = 10 * 1024 * 1024
"""Largest file, in bytes."""
MOST_UNPACKED = 120 * 1024 * 1024
"""Largest sum of what a workbook unpacks to, in bytes."""
MOST_PARTS = 3000
"""Members of a workbook's archive."""
RATIO_FROM = 8 * 1024 * 1024
MOST_RATIO = 300
"""A member larger than `RATIO_FROM` bytes may not be packed tighter than this."""
MOST_SHEETS = 60
MOST_ROWS = 20_000
"""Rows with anything in them, over all sheets (2,300 cars and their people make some 15,000)."""
MOST_COLUMNS = 200
MOST_MERGED = 50_000
MOST_CHARACTERS = 20_000_000
"""All text of a file together."""
LONGEST_CELL = 2000
"""Characters of one cell; what is longer is cut, with a problem told."""
CHILD = Limits(memory=1024 * 1024 * 1024, processor=12, wall=25)
