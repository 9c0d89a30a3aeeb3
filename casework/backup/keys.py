"""The keys under a passphrase: AES-256-GCM, the key of it by scrypt (RFC 7914). The file lies apart from the backup.

Whoever steals the dump cannot rewrite the history unseen, and whoever steals this file has no register.
"""

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from casework.backup import folder
from casework.backup.manifest import Unfit

KEPT = ("SECRET_KEY", "HISTORY_KEY")
WORDS = b"casework keys 1"  # bound to the ciphertext: another kind of file does not open
SHORTEST = 16
COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MB and some tenths of a second a try


def passphrase(path: Path) -> bytes:
    """The first line of a file. Raises Unfit where it is missing or too short to be one."""
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"合言葉のファイル{path}を読めません。") from error
    said = lines[0].strip() if lines else ""
    if len(said) < SHORTEST:
        raise Unfit(f"合言葉は{SHORTEST}字以上にしてください（{path}の1行目）。")
    return said.encode()


def _cipher(said: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(said))


def write(path: Path, said: bytes) -> None:
    salt, nonce = os.urandom(16), os.urandom(12)
    keys = json.dumps({name: getattr(settings, name) for name in KEPT}).encode()
    sealed = _cipher(said, salt).encrypt(nonce, keys, WORDS)
    told = {"salt": salt, "nonce": nonce, "keys": sealed}
    content = {name: b64encode(value).decode() for name, value in told.items()}
    folder.replace(path, json.dumps(content, indent=1).encode() + b"\n")


def read(path: Path, said: bytes) -> dict[str, str]:
    """The keys by their names. Raises Unfit for a wrong passphrase or a changed file."""
    try:
        told = {name: b64decode(value) for name, value in json.loads(path.read_text()).items()}
        opened = _cipher(said, told["salt"]).decrypt(told["nonce"], told["keys"], WORDS)
    except InvalidTag as error:
        raise Unfit("合言葉が違うか、鍵のファイルが書き換えられています。何も変えていません。") from error
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise Unfit(f"{path}は、鍵のファイルではありません。") from error
    keys: dict[str, str] = json.loads(opened)
    return keys
