"""Passwords that anybody who knows the office would try."""

from django.core.exceptions import ValidationError

# Longer ones first: what a longer one takes away a shorter one need not.
OFFICE_WORDS = (
    "青色防犯パトロール", "青色回転灯", "連絡協議会", "生活安全", "パトロール", "パスワード", "駐在所", "警察署", "青パト", "協議会",
    "警察", "県警", "交番", "防犯", "愛知", "三重", "password", "seikatsu", "aobouhan", "casework", "keisatsu", "aopato",
    "bouhan", "kyogikai", "police", "patrol", "koban", "aichi", "mie",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty",
)  # fmt: skip
LEAST_BESIDE = 8


def beside(password: str) -> str:
    """What is left of a password without words of the office and runs of characters."""
    for word in OFFICE_WORDS:
        password = password.replace(word, "\n")
    in_run: set[int] = set()
    for at in range(len(password) - 2):
        first, second, third = map(ord, password[at : at + 3])
        if second - first == third - second and abs(second - first) <= 1:  # 345, cba, xxx
            in_run |= {at, at + 1, at + 2}
    return "".join(c for at, c in enumerate(password) if at not in in_run and not c.isspace())


class OfficeWordsValidator:
    """Refuses a password that is little more than words of the office and of this system, or runs (ASVS 6.1.2, 6.2.11)."""

    def validate(self, password: str, user=None) -> None:
        left = beside(password.casefold())
        if left != "".join(password.casefold().split()) and len(left) < LEAST_BESIDE:
            raise ValidationError(
                "警察やこのシステムの言葉、並びの文字だけでできたものは使えません。", code="office_words"
            )

    def get_help_text(self) -> str:
        return "警察やこのシステムの言葉（県警、青パト、koban など）や、並びの文字（12345）だけでできたものは使えません。"
