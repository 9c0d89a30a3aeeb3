"""What a browser would see of an installation, in the network of that machine: ``… visit NAME NUMBER PASSWORD`` as JSON.

Runs with the standard library alone.
"""

import http.client
import json
import re
import ssl
import sys
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

NEIGHBOUR = "127.0.0.2"  # another address of the loopback: not the one that HEALTH_FROM believes


class Visitor:
    """One browser: keeps cookies, follows nothing by itself."""

    def __init__(self, name: str) -> None:
        self.name, self.cookies = name, {}

    def ask(self, path: str, *, method="GET", form=None, body=None, plain=False, **headers) -> dict:
        unchecked = ssl._create_unverified_context()  # noqa: S323 - the installation's own certificate
        source = {"source_address": (NEIGHBOUR, 0), "timeout": 60}
        connection = (
            http.client.HTTPConnection("127.0.0.1", 80, **source)
            if plain
            else http.client.HTTPSConnection("127.0.0.1", 443, context=unchecked, **source)
        )
        sent = {"Host": self.name, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            body = urlencode(form)
            sent |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"https://{self.name}{path}",
            }
        connection.request(
            method, path, body, sent | {key.replace("_", "-"): value for key, value in headers.items()}
        )
        answer = connection.getresponse()
        told = [(key.lower(), value) for key, value in answer.getheaders()]
        for key, value in told:
            if key == "set-cookie":
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        text = answer.read().decode("utf-8", errors="replace")
        connection.close()
        return {"status": answer.status, "headers": told, "text": text}

    def log_in(self, number: str, password: str) -> dict:
        page = self.ask("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page["text"])[1]
        form = {"csrfmiddlewaretoken": token, "login": number, "password": password}
        return self.ask("/login/", method="POST", form=form)


def main(name: str, number: str, password: str) -> None:
    visitor = Visitor(name)
    login = visitor.ask("/login/")
    static = re.search(r'href="(/static/[^"]+\.css)"', login["text"])[1]
    seen = {
        "plain": visitor.ask("/login/", plain=True),
        "login": login,
        "static": visitor.ask(urljoin("/", static), Accept_Encoding="identity"),
        "health": visitor.ask("/health/"),
        "ready, pretending": visitor.ask("/health/ready/", X_Forwarded_For="127.0.0.1"),
        "as a number, pretending": visitor.ask("/", X_Staff_Number=number),
        "too large": visitor.ask("/login/", method="POST", Content_Length=str(61 * 1024 * 1024)),
        "another host": Visitor("elsewhere.test").ask("/login/"),
        "logged in": visitor.log_in(number, password),
        "home": visitor.ask("/"),
    }
    json.dump(seen, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
