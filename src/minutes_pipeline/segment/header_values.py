"""Values of header fields (ヘッダーの値): which unlabelled lines carry a field on."""

from __future__ import annotations

import re
from itertools import pairwise

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.segment.header_labels import LabelMatch
from minutes_pipeline.segment.vocabulary import is_container
from minutes_pipeline.values.names import is_surname, name_likeness
from minutes_pipeline.values.posts import is_role

ROSTER = ("member", "absent", "secretariat", "explainer", "observer", "chair", "recorder")
_LIST = ("agenda", "materials")
_ENDING = re.compile(
    r"(?:です|ます|ました|ません|した|する|ない|ある|れた|った|ください|でしょうか|ございます|おります)[。.]|。\s*$|。[^)）】」]"
)
STAGE = re.compile(
    r"[(〔「\[(][^()〔〕]{0,16}(?:異議なし|挙手|起立|声あり|呼ぶ者あり|拍手)|(?:午前|午後).{2,12}分?\s?(?:開\s?会|開\s?議)\s*$"
)
_HEADING = re.compile(
    r"\s{0,4}(?:[0-9]{1,2}\s{0,2}[.．、)]?\s{0,4}(?![0-9番名人時分日月年：:]|\s)|\([0-9]{1,2}\)|[①-⑳]|第[0-9一二三四五六七八九十]{1,2}\s|日程第|議案第|[◆■●□【<＜〈《]|議題\s?[0-9])"
)
_HEADING_WORDS = re.compile(
    r"について|の件|報告|承認|開\s?会|閉\s?会|あいさつ|挨\s?拶|選出(?!区分)|選任|協議(?!会)|審議(?![会官監])|説明(?!員)|に関する|議事(?![課係録調])|議題|目標|検討(?!会|委)|意見交換|その他|概要|質疑|次第|案件|方針|計画\s*\(案\)"
)
_NUMBER = re.compile(
    r"\s{0,4}(?:第|議題|\()?\s?([0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?(?:[.．、)号]|\s|(?=[^\s0-9年月日時名人番分]))"
)
_MATERIAL = re.compile(
    r"[\s・○●〇■□◆※(\[【『「0-9①-⑳.]{0,8}(?:資料|参考|別紙|別添|当日|追加|次第|名簿|席次|座席|様式|図|表|第[0-9]{1,2}(?:次|期)|.{0,30}(?:資料|名簿|計画書|一覧|報告書|\(案\)|概要版|パンフレット|チラシ)\s*[\[(]?)"
)
_WHEN = re.compile(r"[\s(]{0,3}(?:午前|午後|[0-9]{1,2}\s?[:時]|開\s?会|閉\s?会|自\s|至\s|令和|平成|昭和|20[0-9]{2})")
_SHARED_LABEL = re.compile(
    r"(?:日\s{0,4}時|年月日|期日)(?:及び|・|、|と|並びに)(?:開催)?(?:の)?(?:場\s{0,4}所|会\s{0,4}場)"
)
_END = re.compile(r"\s{0,4}(?:以\s?上|[-－―\s]{0,4}了[-－―\s]{0,4})。?")
_RULE = re.compile(r"[-_=*─━―◇◆○〇\s]{6,}")
_NOTE = re.compile(r"[※(]|\*|注\)?")
_FIELD_NUMBER = re.compile(r"\s{0,4}([(]?)([0-9]{1,2})([).．]?)(?!\s{0,4}番\s)\s{0,4}(?![0-9番名人年月日時:：号])")


def line_text(document: Document, folded: str, index: int) -> str:
    """The folded text of a logical line."""
    line = document.lines[index]
    return folded[line.start : line.end]


def is_prose(text: str) -> bool:
    """True for a line that says something in a sentence; a note (※, 注) is none."""
    told = len(text) >= 14 and ("。" in text or "." in text)
    return told and _ENDING.search(text) is not None and not _NOTE.match(text)


def number_style(text: str) -> tuple[str, int] | None:
    """Style and value of a leading number: (1) and 1. are two styles."""
    found = _NUMBER.match(text)
    if found is None or not found[1].isdecimal():
        return None
    return re.sub(r"[0-9\s]", "", found[0]), int(found[1])


def _listed_on(above: str, text: str) -> bool:
    """Whether a line carries the list above it on: the next number in its style, or its bullet, and no sentence."""
    before, now = number_style(above), number_style(text)
    bullet = text[:1] if text[:1] in "・-*○●■□◆※" else ""
    same = (before is not None and now == (before[0], before[1] + 1)) or (bullet != "" and above[:1] == bullet)
    return same and not is_prose(text)


def is_value_line(document: Document, index: int, folded: str, kind: FieldKind, has_value: bool, first: int) -> bool:
    """Whether an unlabelled line continues the field that began on line ``first``."""
    line = document.lines[index]
    text = line_text(document, folded, index)
    if _RULE.fullmatch(text) or _END.fullmatch(text):
        return False
    if kind in _LIST:
        if (
            kind == "materials"
            and has_value
            and not (line.indent > document.lines[first].indent and line.outline is None)
        ):
            return bool(_MATERIAL.match(text)) or _listed_on(line_text(document, folded, index - 1), text)
        return not is_prose(text) and not re.search(r"(?:会議録|議事録)\s*$", text)
    if line.table is not None and kind in ROSTER:
        return True
    if line.outline is not None and kind in ROSTER:
        return False
    if kind in ROSTER:
        ends = _numbered_next(line_text(document, folded, first), text) and not _lists_people(text)
        below = ends or _begins_body(document, folded, first, index)
        return _is_roster_line(text) and not below and not _heads_prose(document, folded, first, index)
    if not has_value:
        return len(text) <= 80
    if kind == "date" and index - first <= 2 and _SHARED_LABEL.search(line_text(document, folded, first)):
        return len(text) <= 60 and not _HEADING.match(text)  # 日時及び場所: the time on one line, the place below it.
    if kind in ("date", "time") and len(text) <= 60 and _WHEN.match(text) and not STAGE.match(text):
        return True
    if is_container("".join(text.split()).strip("()[]【】")):
        return False
    return (line.indent > document.lines[first].indent and not _HEADING.match(text) and len(text) <= 80) or bool(
        re.match(r"\(.{1,60}\)$", text)
    )


def _lists_people(text: str) -> bool:
    """（２）各種団体　　商工会　飯窪　昭（副会長）: surname and given name side by side behind the number."""
    words = re.split(r"[\s、,()]{1,40}", text[:120])
    pairs = ((a, b) for a, b in pairwise(words) if 1 <= len(a) <= 4 and 1 <= len(b) <= 4)
    return any((is_surname(a) and name_likeness(a + b) >= 2.4 and not is_role(b)) for a, b in pairs)


def _heads_prose(document: Document, folded: str, first: int, index: int) -> bool:
    """「秋まつりの反省」 above an indented sentence, as far to the left as the label: a heading of the body, nobody's name."""
    line, below = document.lines[index], index + 1
    if below >= len(document.lines) or line.indent > document.lines[first].indent:
        return False
    set_in = document.lines[below].indent > line.indent
    return set_in and line_text(document, folded, below).rstrip().endswith("。")


def _numbered_next(label: str, text: str) -> bool:
    """５ 説明員 … ６ 議案及び結果: the next number in the label's own style ends its field."""
    before, now = _FIELD_NUMBER.match(label), _FIELD_NUMBER.match(text)
    if before is None or now is None or (before[1], before[3]) != (now[1], now[3]):
        return False
    return int(now[2]) == int(before[2]) + 1


_STROKES = re.compile(r"\s[/|│]\s|[｜│]")
_NUMBERED = re.compile(r"(?P<n>[0-9]{1,2})(?:\s{0,2}[.．、)]\s{0,4}|\s{1,4})(?![0-9番]|番\s)\S")


def _begins_body(document: Document, folded: str, first: int, index: int) -> bool:
    """「事務局　総務課長」 and below it, as far to the left as the label, 「１　降雨の状況」: a heading, no value.

    Values that stand behind their label, or set in below it, go on further in; in a list of numbers the next is greater.
    """
    text, label = line_text(document, folded, index), line_text(document, folded, first)
    number = _NUMBERED.match(text)
    if number is None or document.lines[index].indent > document.lines[first].indent or _lists_people(text):
        return False
    between = range(first + 1, index)
    listed = [int(m["n"]) for i in between if (m := _NUMBERED.match(line_text(document, folded, i))) is not None]
    if listed:
        return int(number["n"]) <= listed[-1]
    hanging = [document.lines[i].indent > document.lines[index].indent for i in between]
    behind = re.search(r"\S[ \t:]{1,12}\S{2}", re.sub(r"^\s*[0-9(]{1,3}[).．]?\s{0,4}", "", label)) is not None
    one = re.search(r"\s1(?:\s{0,2}[.．、)]|\s)", label) is not None
    return all(hanging) and (behind or bool(hanging)) and not one


def _in_columns(text: str) -> bool:
    """Many rows run into one line, set apart by wide gaps or each with its bracket, and no sentence among them."""
    gaps, brackets = len(re.findall(r"\s{2,}", text)), len(re.findall(r"\([^()]{2,40}\)", text))
    return "。" not in text and (gaps * 40 >= len(text) or brackets * 60 >= len(text))


def _is_roster_line(text: str) -> bool:
    if is_prose(text) or (len(text) > 400 and not _in_columns(text)):
        return False
    if text.count("\t") >= 2 or len(_STROKES.findall(text)) >= 2:
        return True  # ２ 谷内　千代 TAB みどり協議会 TAB ○: a row in columns is no heading, whatever its words.
    bare = re.sub(r"\([^()]{0,40}\)", "", text)
    if re.match(r"\s{0,3}[<〈《【〔]\s?(?:[0-9]{1,2}\s?[.．、)]|[0-9]{1,2}\s|議題|第[0-9]{1,2}\s)", text):
        return False  # ＜１．前回の振り返り＞ numbers a heading; ＜１号委員＞ names a kind of members.
    if re.match(r"\s{0,2}(?:開\s?会|閉\s?会|挨\s?拶|あいさつ)", bare):
        return False
    if _HEADING_WORDS.search(bare) and (
        _HEADING.match(text) or not re.search(r"(?:長|員|事|査|任|佐)[\s)、,]|[、,]", text)
    ):
        return False
    if re.match(r"\s{0,3}(?:[<〈《【■◆]|[0-9]{1,2}[.．、]\s{0,3}\S{0,3}(?:開\s?会|議|報|審|協))", text):
        return bool(re.match(r"[【〈<《][^】〉>》]{1,20}[】〉>》]", text)) and not _HEADING_WORDS.search(text)
    return not STAGE.match(text)


def is_roster_end(document: Document, index: int, folded: str, label: LabelMatch, *, below: bool = False) -> bool:
    """A roster's label behind the body counts when names follow: short lines without sentences, two or more.

    ``below``: it stands right below another roster, where the word of a group alone (事務局) will do.
    """
    if (
        not (below and label.value >= len(line_text(document, folded, index)))
        and label.word
        in (
            "委員",
            "理事",
            "事務局",
            "会長",
            "出席",
            "参加",
            "職員",
            "書記",
            "行政",
            "市側",
            "町側",
            "役員",
            "幹事",
            "欠席",
            "担当課",
            "関係者",
            "執行部",
            "当局",
            "関係課",
        )
        and not label.bracket
    ):
        return False
    if label.kind == "observer" or (
        label.value < len(line_text(document, folded, index)) and "。" in line_text(document, folded, index)
    ):
        return False
    return stands_over_names(document, index, folded) and all(
        _is_roster_line(text) for text in _below(document, index, folded)
    )


def stands_over_names(document: Document, index: int, folded: str) -> bool:
    """Whether one line or two of a roster's length stand below, without a sentence."""
    below = _below(document, index, folded)
    return bool(below) and all(len(text) <= 60 and "。" not in text for text in below)


def _below(document: Document, index: int, folded: str) -> list[str]:
    return [line_text(document, folded, i) for i in range(index + 1, min(index + 3, len(document.lines)))]
