"""Which columns are rewritten, and as what. Casework knows no table of the applications: each enters its own.

Every column that disposal empties is rewritten (casework.retention.kinds); one for which no sort was entered becomes a
fixed sentence, so that a new column can be forgotten only towards safety.
"""

from django.apps import apps
from django.db import models

from casework.models import (
    Attachment,
    ChangeOfStation,
    Comment,
    DisposalItem,
    PersonRequest,
    ProfileValue,
    ReadLog,
    Staff,
    StateChange,
    StoredFile,
    ViewReview,
)
from casework.retention.kinds import KINDS, holds_words
from casework.training_copy.invented import Invented
from casework.training_copy.sorts import Fixed, ReadingOf, Sort, person, words

OURS = ("casework", "blue_patrol", "liaison_councils")
SORTS: dict[type[models.Model], dict[str, Sort]] = {}


def enter(sorts: dict[type[models.Model], dict[str, Sort]]) -> None:
    """Called in ``AppConfig.ready()``: model → column → sort; a column that disposal leaves may be named too."""
    SORTS.update(sorts)


def staff_number(invented: Invented, text: str, row) -> str:
    return invented.of("staff number", text, lambda _: f"K{invented.number():05}")


def of_the_profile(invented: Invented, content, row):
    """Of the values of a prefecture the chief's name alone is somebody's."""
    return person(invented, content) if row.key == "chief_name" and content else content


def register() -> None:
    """The tables of casework itself."""
    enter({
        Staff: {
            "name": person, "kana": ReadingOf("name"), "staff_number": staff_number, "email": Fixed(""), "extension": Fixed(""),
            "password": Fixed("!"),
        },
        StateChange: {"staff_name": person}, Comment: {"staff_name": person}, ViewReview: {"reviewed_by": person},
        ChangeOfStation: {"changed_by": person}, ProfileValue: {"content": of_the_profile},
        Attachment: {"name": Fixed("添付書類（研修用の写しにはありません）.pdf")},
        DisposalItem: {"reason": words}, PersonRequest: {}, ReadLog: {},
    })  # fmt: skip


def concrete_models() -> list[type[models.Model]]:
    """Every table of ours: staff and whatever bears names first, for these stand alone in the free text of the others too."""
    found = [m for label in OURS for m in apps.get_app_config(label).get_models() if not m._meta.proxy]
    return sorted(found, key=lambda model: (model is not Staff, model not in SORTS, model._meta.label))


def plan_of(model: type[models.Model]) -> dict[str, Sort]:
    """Column (attribute) → sort, but for bytes and for keys, which are made anew."""
    if model is StoredFile:  # deleted row by row (making)
        return {}
    emptied = {
        column for kind in KINDS.values() for blank in kind.blanks
        if blank.model._meta.concrete_model is model for column in blank.columns
    }  # fmt: skip
    told = SORTS.get(model, {})
    return {
        field.attname: told.get(field.attname, words)
        for field in model._meta.concrete_fields
        if (field.column in emptied or field.attname in told) and _is_rewritten(field)
    }


def _is_rewritten(field) -> bool:
    """``sets`` of a blank names columns of numbers too: those stay."""
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField | models.DateField)
    is_list = field.get_internal_type() == "ArrayField"
    return (is_text or is_list) and (field.editable or field.attname == "password")


def by_key() -> dict[str, Sort]:
    """Name of a column → its sort, where all tables agree; otherwise what is known by itself, or the fixed sentence.

    A name that is elsewhere a column of codes is not among them.
    """
    found: dict[str, set[Sort]] = {}
    codes: set[str] = set()
    for model in concrete_models():
        plan = plan_of(model)
        for name, sort in plan.items():
            found.setdefault(name, set()).add(sort)
        if plan:
            codes |= {
                field.attname for field in filter(holds_words, model._meta.concrete_fields)
            } - plan.keys()
    made = {
        name: sorts.pop() if len(sorts) == 1 and not _asks_row(sorts) else words
        for name, sorts in found.items()
    }
    return {name: sort for name, sort in made.items() if sort is not words or name not in codes}


def _asks_row(sorts: set[Sort]) -> bool:
    return any(isinstance(sort, ReadingOf) for sort in sorts) or of_the_profile in sorts
