"""One edit by one person: what was sent, beside what the page was opened with and what is stored now."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from casework.forms import values
from casework.merge import Merged, Value, three_way

MAKE_UP = ""  # the key under which a page keeps what it is made of
THEIRS, MINE = "theirs", "mine"
REMOVED = "（この行を外した）"


@dataclass
class Question:
    """One field that both changed, in words; ``picked``: what was chosen already."""

    key: str
    label: str
    before: str
    theirs: str
    mine: str
    picked: str = ""


def read(text: str | None) -> dict[str, Value] | None:
    """Values by key as a page carries them; None for what no page of ours wrote."""
    try:
        return {str(key): tuple(map(str, each)) for key, each in json.loads(text or "").items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None


def write(found: dict[str, Value]) -> str:
    return json.dumps(found, ensure_ascii=False)


class Edit:
    """``form``: over what was sent and what is stored now. ``taken``: labels of what only the others changed."""

    def __init__(self, form: Any, opened: dict[str, Value], sent: QueryDict):
        self.form, self.opened, self.sent = form, opened, sent
        self.fields = values.fields_of(form)
        self.removed: dict[str, Any] = form.removed_meanwhile() if hasattr(form, "removed_meanwhile") else {}
        self.asked = [key for key in sent.getlist("choosing") if key in self.fields or key in self.removed]
        self.picks = {key: sent.get(f"pick-{key}", "") for key in self.asked}
        self.before = {
            key: each for key, each in (read(sent.get("before")) or {}).items() if key in self.asked
        }
        self.mine = {key: values.sent(bound) for key, bound in self.fields.items()}
        self.mine |= {key: opened.get(key, ()) for key in self.fields if self.picks.get(key) == THEIRS}
        self.conflicts = [key for key, pick in self.picks.items() if pick not in (THEIRS, MINE)]
        self.taken: list[str] = []
        self.written: dict[str, str] = {}  # what somebody wrote in a row that is to be taken away here

    def bring_up(self) -> None:
        """Put in what the others changed since the page was opened."""
        theirs = {key: values.shown(bound) for key, bound in self.fields.items()}
        merged = three_way(self.opened, theirs, self.mine, self._alike)
        still = [
            key
            for key in self.conflicts
            if key in theirs and not self._alike(key, self.mine[key], theirs[key])
        ]
        self.conflicts = list(dict.fromkeys([*merged.conflicts, *still]))
        self._ask_about_rows_taken_away_here(merged, theirs)
        self.taken = [
            values.label_of(self.fields[key]) for key in merged.taken if not self.fields[key].is_hidden
        ]
        self._ask_about_rows_taken_away_there()
        self.before |= {key: self.opened.get(key, ()) for key in self.conflicts if key not in self.before}
        self.picks |= dict.fromkeys(self.conflicts, "")
        self.mine, self.opened = merged.values, {**self.opened, **theirs}

    @property
    def is_news(self) -> bool:
        """Whether anything has to be chosen, was chosen, or was changed by others alone."""
        return bool(self.conflicts or self.taken or self.asked or self.removed)

    def _ask_about_rows_taken_away_here(self, merged: Merged, theirs: dict[str, Value]) -> None:
        """As a whole, where somebody wrote in them: what they wrote stays if the row does."""
        for key in [key for key, value in self.mine.items() if key.endswith(":DELETE") and value]:
            row = key.removesuffix("DELETE")
            touched = [
                each for each in (*merged.taken, *merged.conflicts) if each.startswith(row) and each != key
            ]
            if touched:
                self.conflicts = [each for each in self.conflicts if each not in touched] + [key]
                merged.taken[:] = [each for each in merged.taken if each not in touched]
                merged.values.update({each: theirs[each] for each in touched})
                told = [
                    (self.fields[each].label, values.words(self.fields[each], theirs[each]))
                    for each in touched
                ]
                self.written[key] = "（" + "、".join(f"{label}：{words}" for label, words in told) + "）"

    def _ask_about_rows_taken_away_there(self) -> None:
        """As a whole, where something was written in them here; one that nobody touched here goes unasked."""
        for key, form in self.removed.items():
            if self.picks.get(key) in (THEIRS, MINE):
                continue
            if any(not values.alike(b, self.opened.get(f"{key}{b.name}", ()), values.sent(b)) for b in form):
                self.conflicts.append(key)
            else:
                self.picks[key] = THEIRS
                self.taken.append(f"{form.row_label}{REMOVED}")

    def data(self, revision: int, make_up: str) -> QueryDict:
        """What would have been sent by a page that was opened on the newest record."""
        data = self.sent.copy()
        for name in [name for name in data if name in ("choosing", "before") or name.startswith("pick-")]:
            del data[name]
        for key, bound in self.fields.items():
            values.put(data, bound, self.mine[key])
        data["opened"], data["revision"] = write({**self.opened, MAKE_UP: (make_up,)}), str(revision)
        gone = [form for key, form in self.removed.items() if self.picks.get(key) == THEIRS]
        anew = [form for key, form in self.removed.items() if self.picks.get(key) == MINE]
        return self.form.rearranged(data, gone, anew) if gone or anew else data

    def questions(self) -> list[Question]:
        return [
            self._of_row(key) if key in self.removed else self._of_field(key)
            for key in dict.fromkeys(self.conflicts)
        ]

    def _of_field(self, key: str) -> Question:
        bound = self.fields[key]
        told = (self.before.get(key, ()), self.opened.get(key, ()), self.mine[key])
        before, theirs, mine = (values.words(bound, each) for each in told)
        theirs += self.written.get(key, "")
        return Question(key, values.label_of(bound), before, theirs, mine, self.picks.get(key, ""))

    def _of_row(self, key: str) -> Question:
        form = self.removed[key]
        was = "、".join(
            filter(
                None, (values.words(b, self.opened.get(f"{key}{b.name}", ())) for b in form.visible_fields())
            )
        )
        mine = "、".join(filter(None, (values.words(b, values.sent(b)) for b in form.visible_fields())))
        return Question(key, form.row_label, was, REMOVED, mine, self.picks.get(key, ""))

    def _alike(self, key: str, one: Value, other: Value) -> bool:
        return values.alike(self.fields[key], one, other)
