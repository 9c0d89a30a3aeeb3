"""Acts that no walk takes, each once, on cases made for it."""


def all_single_acts() -> None:
    """Each in a transaction of its own."""
