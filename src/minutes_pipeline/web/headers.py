"""Security headers and the loopback rule (安全のためのヘッダー): what every answer of the site carries.

The server listens on 127.0.0.1; a page of another site could still reach it under a name of its own (DNS rebinding),
so only requests that name this machine are answered. Scripts and styles come from this site alone, none is inline.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_LOOPBACK = re.compile(r"(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?")
_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
STRICT = b"x-minutes-strict"
"""Header by which a page says that it holds no inline script or style; it is taken off."""
_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


def protected(app: App, may_write: Callable[[str], bool]) -> App:
    """The application behind the loopback rule, with the headers on every answer.

    Args:
        app: What answers.
        may_write: Whether a form may be sent to an address; everything else can only be read.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif not _is_local(scope):
            await _refuse(send, 421, "このパソコンの中からだけ使えます。アドレスを http://127.0.0.1 で始めてください。")
        elif scope["method"] not in ("GET", "HEAD") and not (scope["method"] == "POST" and may_write(scope["path"])):
            await _refuse(send, 405, "この画面からは何も書き込めません。")
        else:
            await app(scope, receive, _Headers(send).send)

    return guarded


def _is_local(scope: Scope) -> bool:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return len(hosts) == 1 and bool(_LOOPBACK.fullmatch(hosts[0].lower()))


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_FIXED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


class _Headers:
    """Adds the headers; for Datasette's own pages also the digests of their inline scripts and styles.

    Our pages, which hold none, say so by ``STRICT``: what text of minutes may smuggle in never gets a digest there.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if _is_strict(message) or not _is_html(message):
                await self._begin("", "")
        elif self._start is not None and message["type"] == "http.response.body":
            # A page of Datasette is held back until it is whole: only then are its inline parts known.
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._begin(_digests(_SCRIPT, self._body), _digests(_STYLE, self._body))
                await self._send({"type": "http.response.body", "body": self._body})
        else:
            await self._send(message)

    async def _begin(self, scripts: str, styles: str) -> None:
        start, self._start = self._start, None
        assert start is not None
        policy = _POLICY.format(scripts=scripts, styles=styles).encode()
        named = {name for name, _ in _FIXED} | {b"content-security-policy", STRICT}
        headers = [pair for pair in start.get("headers", []) if pair[0].lower() not in named]
        await self._send({**start, "headers": [*headers, *_FIXED, (b"content-security-policy", policy)]})


def _is_strict(message: Message) -> bool:
    return any(name.lower() == STRICT for name, _ in message.get("headers", []))


def _is_html(message: Message) -> bool:
    return any(name.lower() == b"content-type" and b"text/html" in value for name, value in message.get("headers", []))


def _digests(pattern: re.Pattern[bytes], body: bytes) -> str:
    found = [b64encode(hashlib.sha256(part[1]).digest()).decode() for part in pattern.finditer(body)]
    return "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(found))
