"""People who read and act, on the client's host: python -m tests.cluster.users PLAN; each line it says is one thing that happened.

A person asks again until there is an answer, and sends a form again, with its key, until it is acknowledged. PLAN is
JSON: host, name, certificate, think (seconds between two clicks), does (of READ, COMMENT, ATTACH, DECIDE, PRINT, how many of
a hundred), people (session, pages, cases, what they decide and print).
"""

import asyncio
import json
import random
import sys
import time
import uuid
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from tests.cluster.asking import TOKEN, Browser, NoAnswer
from tests.faults.clicking import file_of, upload

FORM = "application/x-www-form-urlencoded"
AGAIN = 1.0  # seconds before a person asks again


def say(**what) -> None:
    sys.stdout.write(json.dumps(what | {"at": time.time()}) + "\n")
    sys.stdout.flush()


class Person:
    """``plan``: number, session, cases, decisions, prints, day."""

    def __init__(self, plan: dict, shared: dict, over: asyncio.Event) -> None:
        self.plan, self.over, self.think, self.does = plan, over, shared["think"], shared["does"]
        self.day = shared["day"]
        self.browser = Browser(shared["host"], shared["name"], plan["session"], shared["certificate"])
        self.rng = random.Random(plan["number"])

    async def live(self) -> None:
        await self.rest(self.think)
        while not self.over.is_set():
            ways = (self.read, self.comment, self.attach, self.decide, self.order)
            await self.rng.choices(ways, self.does)[0]()
            await self.rest(2 * self.think)

    async def rest(self, most: float) -> None:
        try:
            async with asyncio.timeout(self.rng.random() * most):
                await self.over.wait()
        except TimeoutError:
            return

    async def until(self, wanted: int, method: str, path: str, kind: str = "", body: bytes = b"") -> dict | None:  # fmt: skip
        """The headers of the wanted answer, and how often it was asked for; None where it was not got."""
        begun, tries, grace = time.time(), 0, 120.0
        while not self.over.is_set() or (tries and time.time() - begun < grace):
            tries += 1
            try:
                status, headers, answer = await self.browser.ask(method, path, kind, body)
            except NoAnswer as error:
                say(failed=str(error), method=method, path=path, user=self.plan["number"])
            else:
                if status == wanted:
                    return headers | {"tries": tries, "seconds": time.time() - begun}
                if status < 500:
                    say(refused=status, path=path, user=self.plan["number"], text=answer.decode()[:3000])
                    return None
                say(failed=status, method=method, path=path, user=self.plan["number"])
            await asyncio.sleep(AGAIN)
        say(given_up=path, method=method, user=self.plan["number"])
        return None

    async def read(self) -> None:
        cases = [f"/cases/{case}/" for case in self.plan["cases"]]
        path = self.rng.choice([*self.plan["pages"], *cases])
        if found := await self.until(200, "GET", path):
            say(
                read=path,
                seconds=round(found["seconds"], 3),
                tries=found["tries"],
                user=self.plan["number"],
            )

    async def act(self, what: str, path: str, kind: str, body: bytes, **told) -> dict | None:
        """Send the form until it is acknowledged; what was told stands in the notes."""
        say(begun=what, user=self.plan["number"])
        found = await self.until(302, "POST", path, kind, body)
        if found:
            told |= {
                "seconds": round(found["seconds"], 3),
                "tries": found["tries"],
                "location": found.get("location", ""),
            }
            say(done=what, user=self.plan["number"], **told)
        return found

    def form(self, **fields) -> bytes:
        return urlencode({"csrfmiddlewaretoken": TOKEN, "act_key": str(uuid.uuid4())} | fields, doseq=True).encode()  # fmt: skip

    async def comment(self) -> None:
        case, words = self.rng.choice(self.plan["cases"]), f"書込み {uuid.uuid4().hex}"
        await self.act(
            "comment", f"/comments/application/{case}/", FORM, self.form(text=words), case=case, text=words
        )

    async def attach(self) -> None:
        if not self.plan["drafts"]:
            return await self.read()
        case, name = self.rng.choice(self.plan["drafts"]), f"{uuid.uuid4().hex}.pdf"
        content = file_of(name)
        kind, body = upload(str(uuid.uuid4()), name, content)
        digest = sha256(content).hexdigest()
        await self.act("attach", f"/cases/{case}/entry/attachments/", kind, body, case=case, name=name, digest=digest)  # fmt: skip
        return None

    async def decide(self) -> None:
        if not self.plan["decisions"]:
            return await self.comment()
        case, revision = self.plan["decisions"].pop()
        body = self.form(revision=revision, decision="approve", on=self.day)
        await self.act("decide", f"/cases/{case}/decide/", FORM, body, case=case)
        return None

    async def order(self) -> None:
        if not self.plan["prints"]:
            return await self.read()
        case = self.plan["prints"].pop(0)
        self.plan["prints"].append(case)  # one day it is wanted again
        body = self.form(kinds=["5.filled", "6.filled", "7.filled"], output="one")
        await self.act("print", f"/print/new/cases/?case={case}", FORM, body, case=case)
        return None


async def main(shared: dict) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (2, 15):
        loop.add_signal_handler(number, over.set)
    people = [Person(plan, shared, over) for plan in shared["people"]]
    say(up=len(people))
    await asyncio.gather(*(person.live() for person in people))
    say(over=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
