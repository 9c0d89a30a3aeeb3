"""変更 (第7): what each kind of change brings with it. One table of facts; models, pages and papers read it.

A change of the certificate's particulars is asked for on form 9, of the patrollers on form 10; both travel under one
form 16. The name of the group stands on every sticker and card, a plate on its sticker, a person's name on the card.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from blue_patrol.rules import attachments

PARTICULARS, PATROLLERS = "9", "10"

Reach = Literal["none", "own", "all"]
"""Which stickers or cards a kind concerns: none, that of its own car or person, every one of the group."""
Subject = Literal["group", "vehicle", "patroller"]
Entry = Literal["never", "always", "by_profile"]


@dataclass(frozen=True)
class ChangeKind:
    """One kind. ``fields``: what of the record changes, with its label; none where a car or person joins or leaves.

    ``joins`` / ``leaves``: a car or person comes to the group, goes from it. ``printed``: the fields without which
    sticker and card stay as they are; none: they are made anew whatever changes. ``entry``: whether the car's entry in
    the inspection certificate is to be obtained, ``entry_fields`` for a change of which fields.
    """

    code: str
    label: str
    clause: str
    form: str
    subject: Subject
    fields: tuple[tuple[str, str], ...] = ()
    makes_certificate: bool = False
    stickers: Reach = "none"
    cards: Reach = "none"
    joins: bool = False
    leaves: bool = False
    printed: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    entry: Entry = "never"
    entry_fields: tuple[str, ...] = ()

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.fields)

    def is_printed(self, changed: Collection[str]) -> bool:
        """Whether what changed stands on the sticker or the card."""
        return not self.printed or bool(set(self.printed) & set(changed))

    def starts_entry(self, changed: Collection[str], *, by_profile: bool) -> bool:
        """Whether the car's user has to obtain the entry in the inspection certificate (BP-5-5-1, BP-7-2)."""
        if self.entry == "by_profile":
            return by_profile and bool(set(self.entry_fields) & set(changed))
        return self.entry == "always"


_OF_A_CAR = (attachments.INSPECTION_RECORD.code, attachments.LAMP.code, attachments.MARKING.code)

NAME = ChangeKind(
    "name", "団体の名称", "BP-7-1", PARTICULARS, "group", (("name", "団体の名称"), ("name_kana", "よみ")),
    makes_certificate=True, stickers="all", cards="all",
)  # fmt: skip
REPRESENTATIVE = ChangeKind(
    "representative", "代表者", "BP-7-1", PARTICULARS, "group",
    (
        ("representative_title", "代表者の職名"), ("representative_name", "代表者の氏名"), ("representative_kana", "代表者のよみ"),
        ("representative_birth_date", "代表者の生年月日"), ("representative_address", "代表者の住所"),
    ), makes_certificate=True,
)  # fmt: skip
ADDRESS = ChangeKind(
    "address", "所在地", "BP-7-1", PARTICULARS, "group",
    (("postal_code", "郵便番号"), ("address", "所在地"), ("phone", "電話番号")), makes_certificate=True,
)  # fmt: skip
AREA = ChangeKind(
    "area", "実施地域", "BP-7-1", PARTICULARS, "group", (("patrol_area", "実施地域"),), makes_certificate=True
)
VEHICLE_ADDED = ChangeKind(
    "vehicle_added", "自動車（追加）", "BP-7-1", PARTICULARS, "vehicle", makes_certificate=True, stickers="own", joins=True,
    documents=_OF_A_CAR, entry="always",
)  # fmt: skip
VEHICLE_REMOVED = ChangeKind(
    "vehicle_removed", "自動車（削除）", "BP-7-2", PARTICULARS, "vehicle", makes_certificate=True, stickers="own", leaves=True
)  # fmt: skip
VEHICLE_REPLACED = ChangeKind(
    "vehicle_replaced", "自動車（入替え）", "BP-7-2", PARTICULARS, "vehicle", makes_certificate=True, stickers="own", joins=True,
    leaves=True, documents=_OF_A_CAR, entry="always",
)  # fmt: skip
VEHICLE_PARTICULARS = ChangeKind(
    "vehicle_particulars", "自動車（車両番号・使用者など）", "BP-7-1", PARTICULARS, "vehicle",
    (
        ("plate", "車両番号"), ("base_location", "使用の本拠の位置"), ("user_name", "使用者の氏名又は名称"),
        ("user_address", "使用者の住所"), ("owner_name", "所有者の氏名又は名称"),
    ),
    makes_certificate=True, stickers="own", printed=("plate",), documents=(attachments.INSPECTION_RECORD.code,),
    entry="by_profile", entry_fields=("plate", "user_name"),
)  # fmt: skip
PATROLLER_ADDED = ChangeKind(
    "patroller_added", "実施者（追加）", "BP-7-1", PATROLLERS, "patroller", cards="own", joins=True
)
PATROLLER_REMOVED = ChangeKind(
    "patroller_removed", "実施者（削除）", "BP-7-1", PATROLLERS, "patroller", cards="own", leaves=True
)
PATROLLER_RENAMED = ChangeKind(
    "patroller_renamed", "実施者（氏名などの変更）", "BP-7-1", PATROLLERS, "patroller",
    (("name", "氏名"), ("kana", "よみ"), ("address", "住所")), cards="own", printed=("name",),
)  # fmt: skip
OTHER = ChangeKind(
    "other", "その他", "BP-7-1", PARTICULARS, "group", (("text", "その他の記載事項"),), makes_certificate=True
)

KINDS = (
    NAME, REPRESENTATIVE, ADDRESS, AREA, VEHICLE_ADDED, VEHICLE_REMOVED, VEHICLE_REPLACED, VEHICLE_PARTICULARS,
    PATROLLER_ADDED, PATROLLER_REMOVED, PATROLLER_RENAMED, OTHER,
)  # fmt: skip
CHOICES = tuple((kind.code, kind.label) for kind in KINDS)
OF_THE_GROUP = tuple(kind for kind in KINDS if kind.subject == "group")
_BY_CODE = {kind.code: kind for kind in KINDS}
PEOPLE_JOIN = frozenset({PATROLLER_ADDED.code})
CHECKED_AGAIN = PEOPLE_JOIN | {REPRESENTATIVE.code}
"""The disqualification is examined again for who joins and for a new representative (BP-5-2-e-1, BP-5-2-e-2)."""


def by_code(code: str) -> ChangeKind:
    """The kind with this code; `KeyError` for any other."""
    return _BY_CODE[code]


def forms_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The forms on which these kinds are asked for: 9, 10 or both."""
    found = {by_code(code).form for code in codes}
    return tuple(form for form in (PARTICULARS, PATROLLERS) if form in found)


def documents_of(codes: Collection[str], *, new_pledge: bool) -> tuple[str, ...]:
    """The files that go with these kinds; ``new_pledge``: the prefecture asks one of a new representative."""
    found = [document for kind in KINDS if kind.code in codes for document in kind.documents]
    pledge = [attachments.NEW_PLEDGE.code] if new_pledge and REPRESENTATIVE.code in codes else []
    return tuple(dict.fromkeys(found + pledge))
