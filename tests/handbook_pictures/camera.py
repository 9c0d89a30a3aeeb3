"""Takes a picture: a person's browser at a page of the demonstration, and what differs from the picture kept."""

import io
import re
import subprocess
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.test import Client
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page

from casework.models import Staff
from tests.factories import scope
from tests.handbook_pictures.table import TEXTS, Picture

WIDTH = 1280
LARGEST = 60 * 1024  # bytes of one picture
COLOURS = (64, 32, 16)
FAR, SHARE = 48, 0.002  # a pixel that differs by more than FAR of 255 differs; so many of them may
DRAWN_WITH = TEXTS / "drawn-with.txt"


class Camera:
    """``url``: where the demonstration is served. Everybody is logged in at once, outside of any test's transaction."""

    def __init__(self, browser: Browser, url: str, people: set[str]):
        self.browser, self.url = browser, url
        self.pages: dict[str, Page] = {who: self.page_of(who) for who in sorted(people)}

    def take(self, picture: Picture) -> tuple[Image.Image, str]:
        """The picture, and the words of what it shows, one space between."""
        page = self.pages[picture.who]
        scope.restore()
        address = picture.address()
        page.goto(f"{self.url}{address}", wait_until="networkidle")
        for summary in picture.opened:
            page.locator(summary).first.click()
        if picture.words_alone:
            page.wait_for_timeout(3000)
        shown = page.locator(picture.show).first
        box = shown.bounding_box()
        assert box, f"{picture.stem}: the page does not show {picture.show}"
        hangs_below = picture.show == ".site-head"  # the list of posts
        height = picture.height if hangs_below else min(box["height"], picture.height)
        clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": height}
        taken = page.screenshot(full_page=True, clip=clip, animations="disabled")
        return Image.open(io.BytesIO(taken)).convert("RGB"), re.sub(r"\s+", " ", shown.inner_text()).strip()

    def page_of(self, who: str) -> Page:
        context = self.browser.new_context(
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            viewport={"width": WIDTH, "height": 1000},
            color_scheme="light",
        )
        if who:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": self.url}]
            )
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


def session_of(who: str) -> str:
    client = Client()
    client.force_login(
        Staff.objects.get(staff_number=who), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def small(picture: Image.Image) -> bytes:
    """As PNG with as many colours as LARGEST allows; with fewer than 16 a picture is to show less of its page."""
    for colours in COLOURS:
        kept = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            break
    return kept.getvalue()


def drawn_with(browser: Browser) -> str:
    """What decides on every pixel: the browser and its Japanese font. Other machines have others."""
    fonts = subprocess.run(
        ["fc-match", "--format=%{file}", "Noto Sans JP:lang=ja"], capture_output=True, text=True, check=False
    )
    font = Path(fonts.stdout)
    print_of_it = sha256(font.read_bytes()).hexdigest()[:16] if font.is_file() else "?"
    return f"Chromium {browser.version}, {font.name} {print_of_it}\n"


def share_of_difference(ours: Image.Image, theirs: Image.Image) -> float:
    """The share of pixels that differ, each blurred by a pixel; 1 for other sizes."""
    if ours.size != theirs.size:
        return 1.0
    both = [each.convert("L").filter(ImageFilter.BoxBlur(1)) for each in (ours, theirs)]
    counted = ImageChops.difference(*both).histogram()
    return sum(counted[FAR:]) / sum(counted)
