"""Zones (区域): what every logical line belongs to, from header and roster to signature and noise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, Zone
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.vocabulary import heading_key, is_next_meeting

_NOISE = re.compile(
    r"(?:ここから本文です|本文ここまで|ページの先頭|このページの|ページ(?:番号|ID)|(?:公開|更新|掲載|登録|作成)日\s?[:年0-9]|最終(?:更新|取得)日|取得元|現在の位置|ツイート|シェア|印刷(?:する|用|ページ)|"
    r"(?:PC|スマホ|スマートフォン|モバイル)版を?表示|お問い?合わ?せ(?:先)?(?:はこちら|フォーム|$|\s?[:：])|問い?合わ?せ先|"
    r"(?:電話|TEL|Tel|FAX|ファクス|ファックス|メール|E-?mail|郵便)(?:番号|アドレス)?\s?[:：(0-9]|〒\s?[0-9]|所属(?:課室|部署)\s?[:：]|"
    r"https?://\S+$|PDF(?:ファイル|形式)|Adobe|Copyright|©|トップへ|上へ戻る|前のページ|ホーム\s?>|本文へ(?:移動)?|-?\s?[0-9]{1,3}\s?(?:/\s?[0-9]{1,3})?\s?(?:ページ)?\s?-?$|[-*_=]{6,200}$)"
)
_ADDRESS = re.compile(r"[\w.+-]{1,40}@[\w.-]{1,60}$")
_CONTACT = re.compile(
    r"(?:お問い?合わ?せ(?:先)?|問い?合わ?せ先|問合先|連絡先|この(?:ページ|記事)に関する|担当(?:課|部署|窓口)\s?[:：]|事務局連絡先)"
)
_SIGNATURE = re.compile(
    r"(?:以上(?:の(?:とおり|通り)|、?この?(?:会議録|議事録))|上記の?(?:とおり|通り|会議|議事|議決|経過)|この(?:会議録|議事録)(?:が|は)|(?:会議|議事)の(?:経過|次第|顛末)を記載し|右(?:会議録|議事録)).{0,60}(?:相違|署名|記名|押印|証する|証し|調製|明確)"
)
_SIGNER = re.compile(r"(?:会議録|議事録)?(?:署\s{0,3}名|調製)(?:委員|議員|人|者|職員)?(?:\s|:|$)(?!の)")
_NEXT_BARE = re.compile(
    r"(?:次回|次々回)(?:の?[^\s。:…・]{0,24})?(?:\s{0,3}(?:・{2,}|…{1,3}|:)|\s{2,}|は?$)|(?:次回|次々回)[^。]{0,12}(?:日程|予定|開催日?|会議)\s{0,3}[:…]"
)
_END = re.compile(r"(?:[-―─]{1,4}\s?)?(?:以\s{0,3}上|了|終わり|おわり)(?:\s?[-―─]{1,4})?$")

ROSTER = ("member", "absent", "secretariat", "explainer", "observer", "chair", "recorder")


# A line of a table of contents (目次): dots lead from the heading to its page.
_CONTENTS = re.compile(r".{2,80}?(?:…{2}|‥{2}|\.{5}|・{5}|-{5})[…‥.・\-\s]{0,120}[0-9]{1,4}$")
_DIGITS = frozenset("0123456789")


def is_noise(text: str) -> bool:
    """True for a folded line that belongs to the web page, the print or a table of contents (ページの付属物)."""
    return bool(
        _NOISE.match(text) or ("@" in text and _ADDRESS.match(text)) or (text[-1:] in _DIGITS and _CONTENTS.match(text))
    )


def _next_block(piece: Piece) -> bool:
    """A heading without number that announces another meeting, or a bare line 「次回の理事会…11月9日」."""
    shape, text = piece.shape, piece.text
    if "。" in text:
        return False
    if shape is None:
        return _NEXT_BARE.match(text) is not None
    if shape.number is not None or not is_next_meeting(heading_key(text[shape.start : shape.end])):
        return False
    return shape.form in ("heading.box", "heading.angle") or shape.mark not in "・•※*-"


def _family(piece: Piece) -> str | None:
    shape = piece.shape
    return None if shape is None else shape.family


def closing_zones(pieces: Sequence[Piece], body: Sequence[int], protected: frozenset[int]) -> dict[int, Zone]:
    """Zones of body pieces that are no body: next meeting, signature, contact, noise.

    A next-meeting block runs to the next heading of its own family or to the end; ``protected`` pieces (agenda
    headings) end it too.
    """
    found: dict[int, Zone] = {}
    block: tuple[Zone, str | None] | None = None
    for count, index in enumerate(body):
        piece, text = pieces[index], pieces[index].text
        late = count >= 0.4 * len(body)
        if late and len(text) < 160 and _SIGNATURE.search(text):
            block = ("signature", None)
        elif (late or (count > 0 and text[0] in "【[〔<〈《")) and index not in protected and _next_block(piece):
            block = ("next_meeting", _family(piece) or "")
        elif late and _CONTACT.match(text) and "。" not in text:
            block = ("noise", None)
        elif block is not None and block[0] == "next_meeting" and _ends_block(piece, block[1], index in protected):
            block = None
        if block is not None:
            found[index] = block[0]
        elif is_noise(text) or _END.match(text):
            found[index] = "noise"
        elif late and _SIGNER.match(text) and "。" not in text:
            found[index] = "signature"
    return found


def _ends_block(piece: Piece, family: str | None, protected: bool) -> bool:
    if protected or piece.text.startswith("※"):
        return True
    if family == "":
        # A bare line stands alone; what follows is its own only when it is a date, place or label.
        return not re.match(r"(?:日\s{0,3}時|場\s{0,3}所|会\s{0,3}場|議\s{0,3}題|内\s{0,3}容|[0-9・○])", piece.text)
    return _family(piece) == family


def line_zones(
    document: Document, header: Header, pieces: Sequence[Piece], body: frozenset[int], closing: dict[int, Zone]
) -> tuple[Zone, ...]:
    """One zone per logical line."""
    zones: list[Zone] = ["header"] * len(document.lines)
    for entry in header.fields:
        zone: Zone = "agenda_list" if entry.kind == "agenda" else "roster" if entry.kind in ROSTER else "header"
        for index in range(entry.first_line, min(entry.last_line, len(zones) - 1) + 1):
            zones[index] = zone
    inside: dict[int, Zone] = {}
    for index in body:
        line = pieces[index].line
        inside[line] = "body" if inside.get(line) == "body" else closing.get(index, "body")
    for line, kind in inside.items():
        zones[line] = kind
    texts = {p.line: p.text for p in reversed(pieces)}
    for line in range(len(zones)):
        if zones[line] == "header" and line not in inside:
            zones[line] = "noise" if is_noise(texts.get(line, "")) else "header"
    return tuple(zones)
