"""How files are received, a part of config/settings.py: how many and how large, and the virus scanner where there is one."""

from config.environment import read_scanner

# Small enough to stay in memory, so that nothing personal is spooled to /tmp (10 MB a file, several a form).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a long roster is one form
# clamd's socket: a path, or host:port. Where it is named nothing is taken unscanned.
CLAMAV_SOCKET = read_scanner()
