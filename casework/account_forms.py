"""allauth's log-in and password forms in the words of the office, without placeholders."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from casework.form_words import say_in_own_words


class OwnWordsMixin:
    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            say_in_own_words(field)


class SignInForm(OwnWordsMixin, LoginForm):
    """Log-in by staff number; nobody is remembered beyond the session."""

    labels = {"login": "職員番号", "password": "パスワード"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)


class NewPasswordForm(OwnWordsMixin, ChangePasswordForm):
    """A new password, typed twice."""

    labels = {
        "oldpassword": "いまのパスワード",
        "password1": "新しいパスワード",
        "password2": "新しいパスワード（もう一度）",
    }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", "いまのパスワードとは別のものにしてください。")
        return cleaned


class ConfirmForm(OwnWordsMixin, ReauthenticateForm):
    """The password once more, before a setting that matters."""

    labels = {"password": "パスワード"}


class CodeForm(OwnWordsMixin, AuthenticateForm):
    """The number of the app, or one of the printed list, at the log-in."""

    labels = {"code": "番号"}


class CodeAgainForm(OwnWordsMixin, FactorAgainForm):
    labels = {"code": "番号"}


class FirstCodeForm(OwnWordsMixin, ActivateTOTPForm):
    """The first number that the app shows: it has read the secret."""

    labels = {"code": "アプリに出た6桁の番号"}


class NewKeyForm(OwnWordsMixin, AddWebAuthnForm):
    labels = {"name": "名前（自分で見分けるため）"}
