"""How many and how long; fewer by CLUSTER_PEOPLE and the like, while these tests are worked on."""

import os


def number(name: str, most: float) -> float:
    return float(os.environ.get(f"CLUSTER_{name}", most))


PEOPLE, STATIONS = int(number("PEOPLE", 400)), int(number("STATIONS", 45))
THINK = number("THINK", 40)  # seconds between two clicks of one person, on average
SECONDS = number("SECONDS", 600)  # --cluster
LOAD_SECONDS = number("LOAD_SECONDS", 3600)  # --load
SCALE = number("SCALE", 3)  # --load: prefectures
