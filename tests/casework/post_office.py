"""A mail server of the tests' own: a real listener that keeps what it was given, and fails as it is told to."""

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class PostOffice:
    """``refuses``: it takes no such recipient; ``cuts``: it takes the text and says nothing more; ``on_text`` is called first."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""
    cuts: bool = False
    on_text: object = None

    def take(self, text: bytes) -> bool:
        """Whether it answers that it took the letter."""
        self.letters.append(message_from_bytes(text, policy=policy.default))
        if self.on_text:
            self.on_text()
        return not self.cuts


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word.startswith("QUIT"):
                self.say("221 bye")
                return
            if word == "DATA":
                self.say("354 go on")
                if not self.server.office.take(self.text()):
                    return
                self.say("250 taken")
            elif (
                word.startswith("RCPT")
                and self.server.office.refuses.upper() in word
                and self.server.office.refuses
            ):
                self.say("550 nobody of that name")
            else:
                self.say("250 yes")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def text(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    office: PostOffice


@contextmanager
def post_office():
    with Server(("127.0.0.1", 0), Talk) as server:
        server.office = PostOffice(server.server_address[1])
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        running.start()
        try:
            yield server.office
        finally:
            server.shutdown()
            running.join()
