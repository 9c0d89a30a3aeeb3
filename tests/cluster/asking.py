"""A browser as small as it can be: HTTP/1.1 over TLS on one kept connection, one request at a time."""

import asyncio
import ssl

TOKEN = "t" * 32  # the cookie and the field agree; with https the origin is asked too
PATIENCE = 100  # seconds; the proxy gives up after 90


class NoAnswer(Exception):
    """The connection ended or was silent."""


class Browser:
    def __init__(self, host: str, name: str, session: str, certificate: str) -> None:
        self.host, self.name = host, name
        self.trust = ssl.create_default_context(cafile=certificate)
        self.cookies = f"__Host-sessionid={session}; __Host-csrftoken={TOKEN}"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.heard = False

    async def ask(self, method: str, path: str, kind: str = "", body: bytes = b"") -> tuple[int, dict, bytes]:
        """Status, headers and body. Raises NoAnswer.

        A kept connection that ends before a word of the answer is opened anew and asked once more, as browsers do.
        """
        was_kept, self.heard = self.writer is not None, False
        try:
            return await self.once(method, path, kind, body)
        except NoAnswer:
            if self.heard or not was_kept:
                raise
        return await self.once(method, path, kind, body)

    async def once(self, method: str, path: str, kind: str, body: bytes) -> tuple[int, dict, bytes]:
        try:
            async with asyncio.timeout(PATIENCE):
                if self.writer is None:
                    self.reader, self.writer = await asyncio.open_connection(
                        self.host, 443, ssl=self.trust, server_hostname=self.name
                    )
                self.writer.write(self.head(method, path, kind, len(body)) + body)
                await self.writer.drain()
                return await self.answer()
        except TimeoutError as error:
            self.heard = True  # silence is an answer of its own: it is not asked for behind the person's back
            await self.close()
            raise NoAnswer("silence") from error
        except (OSError, EOFError, ValueError) as error:
            await self.close()
            raise NoAnswer(type(error).__name__) from error

    def head(self, method: str, path: str, kind: str, length: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.name}", f"Cookie: {self.cookies}"]
        if method == "POST":
            lines += [f"Origin: https://{self.name}", f"Content-Type: {kind}", f"Content-Length: {length}"]
        return "\r\n".join([*lines, "", ""]).encode()

    async def answer(self) -> tuple[int, dict, bytes]:
        assert self.reader is not None
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        self.heard = True
        pairs = (line.split(": ", 1) for line in lines if line)
        headers = {name.lower(): value for name, value in pairs}
        if headers.get("transfer-encoding") == "chunked":
            body = await self.chunks()
        else:
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            await self.close()
        return int(first.split()[1]), headers, body

    async def chunks(self) -> bytes:
        assert self.reader is not None
        found = b""
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            found += await self.reader.readexactly(size)
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return found

    async def close(self) -> None:
        if self.writer is not None:
            self.writer.transport.abort()
        self.reader = self.writer = None
