"""Security headers and the loopback rule (安全のためのヘッダー): what every answer of the site carries.

The server listens on 127.0.0.1; a page of another site could still reach it under a name of its own (DNS rebinding),
so only requests that name this machine are answered. Scripts and styles come from this site alone, none is inline.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from minutes_pipeline.store.export import safe_cell

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_LOOPBACK = re.compile(r"(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?")
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    b"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_INTERNAL = re.compile(r"/-/(?!static/|static-plugins/|permissions$|[a-z]{1,20}\.json$)")
"""Datasette's pages for its developers, in English: not for those who use this site."""


def protected(app: App, may_write: Callable[[str], bool], *, local_only: bool = True) -> App:
    """The application behind the loopback rule, with the headers on every answer.

    Args:
        app: What answers.
        local_only: Refuse requests that do not name this machine; the public copy is for everybody.
        may_write: Whether a form may be sent to an address; everything else can only be read.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif local_only and not _is_local(scope):
            await _refuse(send, 421, "このパソコンの中からだけ使えます。アドレスを http://127.0.0.1 で始めてください。")
        elif scope["method"] not in ("GET", "HEAD") and not (scope["method"] == "POST" and may_write(scope["path"])):
            await _refuse(send, 405, "この画面からは何も書き込めません。")
        elif _INTERNAL.match(scope["path"]):
            await _refuse(send, 404, "このページはありません。")
        else:
            sheet = scope["path"].endswith(".csv")
            await app(scope, receive, (_Sheet(send) if sheet else _Headers(send)).send)

    return guarded


def _is_local(scope: Scope) -> bool:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return len(hosts) == 1 and bool(_LOOPBACK.fullmatch(hosts[0].lower()))


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_FIXED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


class _Headers:
    """Adds the headers to the answer."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            named = {name for name, _ in _FIXED} | {b"content-security-policy"}
            headers = [pair for pair in message.get("headers", []) if pair[0].lower() not in named]
            message = {**message, "headers": [*headers, *_FIXED, (b"content-security-policy", _POLICY)]}
        await self._send(message)


class _Sheet(_Headers):
    """Makes Datasette's CSV harmless: a cell that a spreadsheet would run as a formula gets an apostrophe in front."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        headers = [pair for pair in self._start.get("headers", []) if pair[0].lower() != b"content-length"]
        await super().send({**self._start, "headers": headers})
        is_ours = self._body.startswith(codecs.BOM_UTF8) or self._start["status"] != 200
        body = self._body if is_ours else harmless(self._body.decode("utf-8")).encode("utf-8")
        await self._send({"type": "http.response.body", "body": body})


def harmless(text: str) -> str:
    r"""A CSV text with every cell neutralised.

    >>> harmless("引用,数\r\n=1+1,-3\r\n")
    "引用,数\r\n'=1+1,-3\r\n"
    """
    csv.field_size_limit(1 << 30)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline="")))
    return out.getvalue()
