"""Every column of every table that may hold something of a person is emptied by a kind of record, or kept for a reason."""

import pytest
from django.apps import apps

from casework.retention.kinds import KINDS, holds_words

KEPT = {}


def test_every_column_that_may_hold_words_is_emptied_or_kept_for_a_reason(record_property):
    emptied = {}
    for kind in KINDS.values():
        for blank in kind.blanks:
            emptied.setdefault(blank.model._meta.concrete_model, set()).update(blank.columns)
    left = {}
    for app in ("casework", "blue_patrol", "liaison_councils"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.proxy: continue
            for f in model._meta.concrete_fields:
                if holds_words(f) and f.column not in emptied.get(model, ()):
                    left.setdefault(model._meta.label, []).append(f.name)
    for k,v in left.items(): print(k, v)
    assert 0
