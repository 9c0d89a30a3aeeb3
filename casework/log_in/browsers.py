"""A browser in words: what a person recognises, and no more of the User-Agent than that."""

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac", "Mac"), ("Linux", "Linux"))  # fmt: skip


def in_words(agent: str) -> str:
    """Edge（Windows）; 「不明」 for what is neither."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "不明なブラウザー")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser}（{system}）" if system else browser
