"""A desk without a mouse: every key is pressed, and counted."""

from playwright.sync_api import Locator, Page, expect

FAR = 60  # steps of Tab after which a thing counts as out of reach


class Keys:
    """``pressed``: keys that move, choose and send. ``typed``: characters of what is recorded, as they end up."""

    def __init__(self, page: Page):
        self.page, self.pressed, self.typed = page, 0, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.typed += len(text)

    def tab(self, times: int = 1) -> None:
        self.press("Tab", times)

    def to(self, target: Locator, key: str = "Tab") -> None:
        """By Tab (or another key) until the target, or something in it, has the focus."""
        expect(target.first).to_be_visible()
        for _ in range(FAR):
            self.press(key)
            if target.first.evaluate("el => el.contains(document.activeElement)"):
                return
        raise AssertionError(f"{target} is not reached by {FAR} × {key}: {self.where()}")

    def where(self) -> str:
        return self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']")

    def fill(self, name: str, text: str, key: str = "Tab") -> None:
        """What stands in the field is marked when Tab enters it, so that typing replaces it."""
        self.to(self.field(name), key)
        self.type(text)

    def choose(self, name: str, value: str) -> None:
        """One of several: Tab leads into the group, Space takes its first, arrows the others."""
        group, wanted = self.field(name), self.page.locator(f"main [name='{name}'][value='{value}']")
        if not group.evaluate_all("all => all.includes(document.activeElement)"):
            self.press("Tab")
            while not group.evaluate_all("all => all.includes(document.activeElement)"):
                self.press("Tab")
        if wanted.evaluate("el => el === document.activeElement"):
            if not wanted.is_checked():
                self.press("Space")
            return
        while not wanted.is_checked():
            self.press("ArrowDown")

    def go(self, key: str = "Enter") -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def skip(self) -> None:
        """Past the frame to the page itself."""
        self.tab()
        self.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def button(self, word: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=word, exact=True)

    def link(self, word: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=word, exact=True)
