"""What a form field says when it is filled in wrongly: what to do, in the words of the office."""

from django import forms

WORDS = {
    "max_length": "%(limit_value)d字までです。いまは%(show_value)d字あります。",
    "min_value": "%(limit_value)s以上にしてください。",
    "max_value": "%(limit_value)s以下にしてください。",
    "invalid_choice": "一覧から選び直してください。",
}


def say_in_own_words(field) -> None:
    """Replace Django's stock messages by ones that say what to do; a form's own messages stay."""
    stock: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    ours = {**WORDS, "required": _required(field)}
    if isinstance(field, forms.IntegerField):
        ours["invalid"] = "数字で入力してください。"
    for code, words in ours.items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = words


def _required(field) -> str:
    label = field.label or "この欄"
    if isinstance(field, forms.FileField):
        return f"{label}のファイルを選んでください。"
    if isinstance(field.widget, forms.widgets.CheckboxInput):
        return f"「{label}」に印を付けてください。"
    if isinstance(field.widget, forms.widgets.ChoiceWidget):
        return f"{label}を選んでください。"
    return f"{label}を入力してください。"
