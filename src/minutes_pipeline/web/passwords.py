"""The password for reviewing (確認用のパスワード): kept as a scrypt digest in a file beside the database."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from minutes_pipeline.errors import QueryError, StoreError

SHORTEST = 8
_COST = {"n": 2**14, "r": 8, "p": 1}
_MEMORY = 64 * 1024 * 1024


def password_file(db_path: Path) -> Path:
    """Where the digest lies.

    >>> password_file(Path("outputs/minutes.db")).as_posix()
    'outputs/minutes.password.json'
    """
    return db_path.with_name(f"{db_path.name.removesuffix('.db')}.password.json")


def digest_of(password: str, salt: bytes) -> str:
    """The scrypt digest of a password, hexadecimal."""
    return hashlib.scrypt(password.encode("utf-8"), salt=salt, maxmem=_MEMORY, dklen=32, **_COST).hex()


def set_password(path: Path, password: str) -> None:
    """Write the digest of a new password; only the owner may read the file, where the system knows owners.

    Raises:
        QueryError: The password is too short.
        StoreError: The file cannot be written.
    """
    if len(password) < SHORTEST:
        raise QueryError("パスワードが短すぎます", f"{SHORTEST}文字以上にしてください")
    salt = secrets.token_bytes(16)
    content = json.dumps({"salt": salt.hex(), "digest": digest_of(password, salt)})
    draft = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
            stream.write(content)
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            "パスワードを保存できません", "フォルダーに書き込めるか確かめてください", file=str(path)
        ) from error


def check_password(path: Path, password: str) -> bool:
    """Whether it is the password; false for a missing or damaged file."""
    try:
        kept = json.loads(path.read_text("ascii"))
        salt, digest = bytes.fromhex(kept["salt"]), str(kept["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return hmac.compare_digest(digest, digest_of(password, salt))
