from casework.forms.fields import (
    AsTypedField,
    BigChoices,
    BigTicks,
    CaseForm,
    CaseFormMixin,
    CaseFormSet,
    CaseModelForm,
    Doubt,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
    target_of,
)  # fmt: skip

__all__ = [
    "AsTypedField", "BigChoices", "BigTicks", "CaseForm", "CaseFormMixin", "CaseFormSet", "CaseModelForm", "Doubt", "LongTextField",
    "NameField", "WarekiDateField", "WholeNumberField", "target_of",
]  # fmt: skip
