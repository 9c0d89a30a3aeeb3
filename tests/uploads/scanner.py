"""A clamd of our own: it speaks INSTREAM, and finds the EICAR string and nothing else."""

import contextlib
import socketserver
import struct
import threading

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        if self.server.mood == "deaf":
            return
        if self.server.mood == "mute":
            self.server.ended.wait(30)
            return
        assert self.received(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.received(4))[0]:
            content += self.received(size)
        self.server.seen.append(content)
        self.request.sendall(self.answer(content))

    def answer(self, content: bytes) -> bytes:
        if self.server.mood == "full":
            return b"INSTREAM size limit exceeded. ERROR\0"
        if self.server.mood == "odd":
            return b"stream: \xff OK FOUND OK"
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"

    def received(self, size: int) -> bytes:
        content = b""
        while len(content) < size and (more := self.request.recv(size - len(content))):
            content += more
        return content


@contextlib.contextmanager
def clamd(address, mood=""):
    """Serves at a path or (host, port); yields the server, whose `seen` are the contents it was sent."""
    kind = (
        socketserver.ThreadingUnixStreamServer
        if isinstance(address, str)
        else socketserver.ThreadingTCPServer
    )
    with kind(address, Conversation) as server:
        server.daemon_threads, server.mood, server.seen, server.ended = True, mood, [], threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
