"""allauth's second-factor hooks: secrets encrypted at rest, names in the words of the office."""

import base64
import hashlib

from allauth.account.utils import user_username
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings

WRONG = "番号が正しくありません。"


def _seal() -> Fernet:
    """Its key is made of SECRET_KEY: whoever has the database alone can show no second factor."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()))  # fmt: skip


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": f"{WRONG}機器の時計と、いま表示されている番号かどうかを確かめてください。",
        "cannot_generate_recovery_codes": "先に認証アプリかパスキーを登録してください。",
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "青パト・協議会"

    def get_totp_label(self, user) -> str:
        return user_username(user)

    def build_totp_svg(self, url: str) -> str:
        """Of our own maker of codes: without an XML declaration it stands in the page itself."""
        import segno  # costly to load, needed on one page

        return segno.make(url, error="m", micro=False).svg_inline(
            svgclass=None, lineclass=None, omitsize=True
        )

    def generate_authenticator_name(self, user, type) -> str:  # noqa: A002 - allauth's own signature
        return "パスキー"
