"""Pages as somebody comes to them: from the first one on along every link that leads to a record."""

import re
from collections.abc import Iterator

from django.test import Client

LINK = re.compile(r'href="(/(?!static|accounts|admin|help)[^"#]*)"')


def pages(client: Client, most: int, begin: str = "/") -> Iterator[tuple[str, str]]:
    """(address, HTML) of so many, near ones first; a page that does not answer fails."""
    seen: set[str] = set()
    ahead = [begin]
    while ahead and len(seen) < most:
        url = ahead.pop(0)
        seen.add(url)
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, (url, answer.status_code)
        if "html" in answer["Content-Type"]:
            page = answer.content.decode()
            ahead += [each for each in dict.fromkeys(LINK.findall(page)) if each not in {*seen, *ahead}]
            yield url, page
