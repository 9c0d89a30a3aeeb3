"""A virus scanner asked over its socket (clamd, INSTREAM), where one is named; then nothing is taken unscanned."""

import logging
import re
import socket
import struct

from casework.uploads.kinds import UnfitFile

SECONDS = 20
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
INFECTED = "ウイルスの疑いがあるため、受け取りませんでした（{}）。この媒体をほかの端末に差し込まず、情報管理の担当者に知らせてください。"
NOT_SCANNED = "ウイルスの検査ができないため、いまはファイルを受け取れません。しばらくしてからもう一度送り、続くときはシステム管理者へ知らせてください。"
logger = logging.getLogger("casework.uploads")


def refuse_infected(content: bytes, address: str) -> None:
    """Raises UnfitFile for what the scanner at `address` (a path, or host:port) finds, and when it gives no answer."""
    try:
        told = _asked(content, address)
    except OSError as error:
        logger.error("the virus scanner does not answer: %s", type(error).__name__)
        raise UnfitFile(NOT_SCANNED) from error
    if told == "stream: OK":
        return
    if found := re.fullmatch(r"stream: ([\w.:/()-]{1,80}) FOUND", told):
        logger.warning("a file was infected: %s", found[1])
        raise UnfitFile(INFECTED.format(found[1]))
    logger.error("the virus scanner did not scan")  # its own limit of size, or no database
    raise UnfitFile(NOT_SCANNED)


def _asked(content: bytes, address: str) -> str:
    with _connected(address) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := link.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        try:
            link.settimeout(SECONDS)
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
