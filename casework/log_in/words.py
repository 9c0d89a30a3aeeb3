"""Passwords that anybody who knows the office would try."""

import re

from django.core.exceptions import ValidationError

# Longer ones first: what a longer one takes away a shorter one need not.
OFFICE_WORDS = (
    "青色防犯パトロール", "青色回転灯", "連絡協議会", "生活安全", "パトロール", "パスワード", "駐在所", "警察署", "青パト", "協議会",
    "警察", "県警", "交番", "防犯", "愛知", "三重", "password", "seikatsu", "aobouhan", "casework", "keisatsu", "aopato",
    "bouhan", "kyogikai", "police", "patrol", "koban", "aichi", "mie",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty",
)  # fmt: skip
LEAST_BESIDE = 8
SHORTEST_RUN = 3  # 345, cba, xxx


def beside(password: str) -> str:
    """What is left of a password without words of the office and runs of characters."""
    for word in OFFICE_WORDS:
        password = password.replace(word, "\n")
    kept, run = [], 1
    steps = [ord(b) - ord(a) for a, b in zip(password, password[1:], strict=False)]
    for at, letter in enumerate(password):
        run = run + 1 if at > 1 and steps[at - 1] == steps[at - 2] and abs(steps[at - 1]) <= 1 else 2
        kept.append(letter)
        if run >= SHORTEST_RUN:
            kept[-run:] = " " * run
    return re.sub(r"\s", "", "".join(kept))


class OfficeWordsValidator:
    """Refuses a password that is little more than words of the office and of this system, or runs (ASVS 6.1.2, 6.2.11)."""

    def validate(self, password: str, user=None) -> None:
        left = beside(password.casefold())
        if left != re.sub(r"\s", "", password.casefold()) and len(left) < LEAST_BESIDE:
            raise ValidationError(
                "警察やこのシステムの言葉、並びの文字だけでできたものは使えません。", code="office_words"
            )

    def get_help_text(self) -> str:
        return "警察やこのシステムの言葉（県警、青パト、koban など）や、並びの文字（12345）だけでできたものは使えません。"
