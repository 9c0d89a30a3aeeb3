"""第6: what an opinion is about, and when it is read out again."""

from datetime import date

KINDS = (("crime", "防犯"), ("traffic", "交通"), ("youth", "少年"), ("disaster", "災害"), ("other", "その他"))
RAISERS = (("member", "委員"), ("resident", "住民"), ("body", "機関・団体"), ("staff", "運営担当者"))
READ_OUT = "前回までの意見・要望への回答"
EXTRAORDINARY_REASONS = (
    "所管区内で犯罪が続けて発生し、住民に不安がある",
    "重大な交通事故が発生した",
    "子供・女性への声掛け、つきまといが続いている",
    "災害のおそれ、または災害が発生した",
    "行事・工事などに伴い、住民と相談する必要がある",
)
INSTRUCTION_TOPICS = (("purpose", "目的"), ("aim", "ねらい"), ("method", "方法"))
AGES = ((30, "1か月より前"), (90, "3か月より前"), (180, "半年より前"))


def is_long(received_on: date, today: date, days: int) -> bool:
    """Whether an opinion that has no answer has waited for more than ``days``: no clause says how many."""
    return (today - received_on).days > days


def agenda_items(agenda: str) -> list[str]:
    """The agenda line by line."""
    return [line.strip() for line in agenda.splitlines() if line.strip()]


def with_read_out(agenda: str, is_wanted: bool) -> str:
    """The agenda with the answers to earlier opinions as its first item, where there are any to read out (LC-6)."""
    items = agenda_items(agenda)
    if not is_wanted or any(READ_OUT in item for item in items):
        return agenda
    return "\n".join([READ_OUT, *items])
