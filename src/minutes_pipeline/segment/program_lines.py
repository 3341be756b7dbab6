"""The form of a program line (事業の行): what announces it, the name, and the departments that answer for it.

line        = [mark or number] (kind … name | label name | name) [departments]
label       = word number             施策１, 取組１－１, 重点事業③, 1-1-2
departments = bracket with units      （福祉課、健康課）, 【担当：福祉課】
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.segment.headings import MARK, N
from minutes_pipeline.segment.titles import is_title_like

_KIND = re.compile(
    r"[【\[]?(?:(?:主な|重点|関連|個別|新規|継続|具体的な?)?(?:事業|取組|取り組み|施策|活動|事例)(?:の?(?:事例|紹介|報告|名|名称|例|内容))?|情報共有|情報提供|事例紹介|事例報告|実施事業|対象事業|担当事業|事務事業名?)"
    r"\s{0,3}(?:[0-9①-⑳]{1,2})?\s{0,3}(?:\t|…{1,3}|・{2,4}|\.{3,6}|‥{1,3}|:|-{1,3}|→|/|[】\]]:?)\s{0,3}"
)
_NAME_LABEL = re.compile(r"[【\[]?(?:事業|取組|取り組み|施策|活動|事務事業)(?:の?名称?|内容)\s{0,3}(?:[】\]]\s?)?:?")
# A compound number: 1-1, Ⅰ-(2), 1-1-3, ①-2.
_PART = rf"(?:[(]\s?{N}\s?[)]|{N}|[①-⑳])"
_COMPOUND = rf"{_PART}(?:\s?[-ー.・の]\s?{_PART}){{0,3}}"
#: Words that number what is done (取組１, 事業①): a program with or without departments beneath a goal.
_DOING = r"(?:事務事業|取組|取り組み|とりくみ|事業|アクション(?:プラン)?|プログラム|実施項目|推進項目|取組項目|重点項目|活動|個別計画)"
#: Words that number a measure, which may be a plan's goal as well: a program when departments answer for it.
_MEASURE = r"(?:施策|プロジェクト|プラン|対策|方策|項目)"
_RANK = r"(?:(?:重点|主要|主な|個別|具体的な?|関連|推進|実施|基本|新規|継続|単位|構成)の?){0,2}"
_LABEL = re.compile(
    rf"[【\[〔<]?\s?(?P<word>{_RANK}(?:(?P<doing>{_DOING})|(?P<measure>{_MEASURE}))(?:番号|名|No\.?)?)\s?[(]?(?P<number>{_COMPOUND})[)]?(?![0-9])"
    r"(?:\s?[】\]〕>]\s{0,4}|\s{1,4}|\s?[:.、・-]\s{0,4}|(?=[「『]))"
)
_CODE = re.compile(
    r"(?P<number>(?:[A-ZⅠ-Ⅻ]{1,3}\s?-?\s?)?[(]?[0-9]{1,2}[)]?(?:\s?[-.]\s?[(]?[0-9]{1,2}[)]?){1,3}|[A-Z]-?[0-9]{1,3})(?:[.、)]\s{0,4}|\s{1,4})(?=[^\s0-9%~-])"
)
#: Each length once: two runs side by side could be cut at every letter, and seven units in every combination.
_OF_UNIT = r"[^()、,・/／\s]"
_UNIT = (
    rf"(?:{_OF_UNIT}・{_OF_UNIT}{{0,20}}|{_OF_UNIT}{{0,20}}|{_OF_UNIT}{{21,40}}?|{_OF_UNIT}{{2,21}}?・{_OF_UNIT}{{0,20}})"
    r"(?:部|課|(?<!教)室|局|署|所|館|センター|本部|委員会|事務局|協議会|係|校|園|支所|院|担当|"
    r"グループ|チーム|班|会|団|庁|社協|機構|公社|事業団|財団|NPO法人)(?:ほか|他|等)?"
)
_ROLE = r"(?:担当|所管|主管|実施|関係|主担当|所掌)(?:課|部署|部|課名|部局|課所|課等|主体|所属)?(?:名)?"
_UNITS = rf"{_UNIT}(?:\s?[、,・/／\s]\s?{_UNIT}){{0,6}}"
#: A rating behind it: 評価Ａ, 判定：○.
_RATED = r"(?:\s{1,4}(?:評価|判定|進捗|達成度?|区分)\s?[::]?\s?[^\s。、]{1,8}){0,2}"
_DEPARTMENTS = re.compile(
    rf"(?:[(\[【〔<〈]\s?(?:{_ROLE}\s?[】\]]?\s?[:・]?\s?)?(?P<d>{_UNITS})\s?[)\]】〕>〉]|[\s(\[【〔]{{1,4}}{_ROLE}\s?[】\]〕]?\s?[:・\s]?\s?(?P<d2>{_UNITS})\s?[)\]】〕]?){_RATED}\s*$"
)
_DEPARTMENT = re.compile(_UNIT)
_ANSWERS = re.compile(
    rf"(?:{MARK}\s{{0,3}})?[(\[【〔]?\s?{_ROLE}\s?[】\]〕]?\s?[:・\s]\s{{0,3}}(?P<d>{_UNITS})\s?[)\]】〕]?\s*$"
)
_ITEM = re.compile(rf"(?:{MARK}|[①-⑳㉑-㉟]|[(]?[0-9]{{1,2}}[)]|[0-9]{{1,2}}[.、])\s{{0,4}}")
_ABOUT = re.compile(
    r"\s?(?:について|関係|に関(?:して|する[^\s]{1,8})|の(?:説明|質疑|審議|報告|件|状況|実績|進捗)(?:状況)?(?:について)?)?\s?[】\]〕>〉》」』]?\s*$"
)
#: What is said of the name behind it: what it was called, that it is new.
_ASIDE = re.compile(
    r"\s?[(\[【〔<](?:旧|元|前|改称|名称変更|新規|新設|拡充|継続|再掲|廃止|終了|統合)[^()\[\]【】〔〕<>]{0,40}[)\]】〕>]\s*$"
)
_SPACE = re.compile(r"[\s()]+")
#: The head of the next column (事業 | 担当課 | 指標) is no name.
_COLUMN = re.compile(
    rf"{_ROLE}|(?:成果)?指標(?:名)?|目標(?:値)?|実績(?:値)?|評価|達成[率度]|単位|内容|概要|課題|区分|備考|予算額?|決算額?|進捗(?:状況)?|方向性"
)
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program line read: offsets in the piece.

    Attributes:
        start: Start of the name.
        end: Its end.
        departments: Spans of the departments.
        rule_id: The form that took it.
        label: What numbers it, folded and without spaces (施策1, 取組1-1), or None.
        is_measure: True where the numbering word may number a plan's goal as well (施策).
    """

    start: int
    end: int
    departments: Spans
    rule_id: str
    label: str | None = None
    is_measure: bool = False


def read_program(text: str, *, under_goal: bool) -> ProgramLine | None:
    """A folded piece as a program line (事業の行), or None.

    >>> text = "①事業事例…こども相談ひろば(こども部、健康課)"
    >>> line = read_program(text, under_goal=True)
    >>> text[line.start : line.end], [text[i:j] for i, j in line.departments]
    ('こども相談ひろば', ['こども部', '健康課'])
    >>> text = "施策2 移動販売の支援(商工課)"
    >>> line = read_program(text, under_goal=False)
    >>> text[line.start : line.end], line.label
    ('移動販売の支援', '施策2')
    >>> read_program("・相談件数:318件", under_goal=True) is None
    True
    """
    item = _ITEM.match(text)
    start = item.end() if item else 0
    label = _at_head(_LABEL, text, start)
    if label:
        return _labelled(text, label, under_goal=under_goal)
    code = _at_head(_CODE, text, start)
    if code:
        read = _titled(text, code.end(), "program.code", label_of(code["number"]))
        if read is not None and read.departments and under_goal:
            return read
    kind = _KIND.match(text, start)
    if not kind and not (item and under_goal):
        return None
    rule = "program.kind" if kind else "program.department"
    read = _titled(text, kind.end() if kind else start, rule)
    if read is None:
        return None
    if kind:
        named = _NAME_LABEL.match(text, item.end() if item else 0)
        return read if read.departments or under_goal or named else None
    return read if read.departments else None


def _at_head(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """The match behind the mark or number that ends at ``start``, or with that number as a part of it."""
    return pattern.match(text, start) or (pattern.match(text) if start else None)


def _labelled(text: str, label: re.Match[str], *, under_goal: bool) -> ProgramLine | None:
    measure = label["measure"] is not None
    read = _titled(text, label.end(), "program.label", label_of(label["word"] + label["number"]), measure)
    if read is None or not (read.departments or (under_goal and not measure)):
        return None
    return read


def read_numbered(text: str) -> ProgramLine | None:
    """A folded piece whose name a label numbers (重点取組①「体操教室」, 施策1-(2) 配食), with or without departments, or None.

    A measure counts only under a compound number: under a plain one (施策2) it may be a goal of the plan.
    """
    item = _ITEM.match(text)
    label = _at_head(_LABEL, text, item.end() if item else 0)
    if (
        label is None
        or "。" in text
        or (label["measure"] is not None and not re.search(r"[-ー.・の]", label["number"]))
    ):
        return None
    return _titled(text, label.end(), "program.numbered", label_of(label["word"] + label["number"]))


def _titled(text: str, start: int, rule: str, label: str | None = None, is_measure: bool = False) -> ProgramLine | None:
    departments = _DEPARTMENTS.search(text, start)
    end = departments.start() if departments else len(text)
    tab = text.find("\t", start + 1, end)
    end = tab if tab > 0 else end
    a, b = trimmed(text, start, end)
    if _COLUMN.fullmatch(text[a:b]) or not 0 < b - a <= 140 or not (departments or is_title_like(text[a:b])):
        return None
    return ProgramLine(a, b, _units(text, departments), rule, label, is_measure)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The name without white space and a pair of quotation marks around it."""
    a = start + len(text[start:end]) - len(text[start:end].lstrip())
    aside = _ASIDE.search(text, a + 2, end)
    b = a + len(text[a : aside.start() if aside else end].rstrip(" \t…・"))
    if b - a > 2 and text[a] in "「『" and text[b - 1] in "」』" and not set(text[a + 1 : b - 1]) & set("「」『』"):
        return a + 1, b - 1
    return a, b


def _units(text: str, match: re.Match[str] | None) -> Spans:
    if match is None:
        return ()
    name = "d" if match["d"] is not None else "d2"
    return unit_spans(text, *match.span(name))


def read_departments(text: str, start: int = 0) -> tuple[int, Spans]:
    """Where the bracket of departments at the end of a folded text begins, and what it names; its length and () where none.

    >>> text = "配食サービス(高齢福祉課)"
    >>> at, units = read_departments(text)
    >>> text[:at], [text[i:j] for i, j in units]
    ('配食サービス', ['高齢福祉課'])
    """
    match = _DEPARTMENTS.search(text, start)
    return (len(text), ()) if match is None else (match.start(), _units(text, match))


def unit_spans(text: str, start: int, end: int) -> Spans:
    """The departments that a folded text names between two offsets."""
    return tuple(m.span() for m in _DEPARTMENT.finditer(text, start, end))


def read_answering(text: str) -> Spans:
    """The departments of a line that names nothing else (担当課：福祉課), else empty."""
    match = _ANSWERS.match(text)
    return () if match is None else unit_spans(text, *match.span("d"))


def label_of(text: str) -> str:
    """A label by which two lines can be compared: folded, without spaces and brackets.

    >>> label_of("施策 (3)"), label_of("取組1ー2")
    ('施策3', '取組1-2')
    """
    return _SPACE.sub("", text).replace("ー", "-").replace("番号", "")


def read_reference(text: str) -> str | None:
    """The label when a piece is a heading that only refers to a program (＜施策3について＞), else None."""
    match = _LABEL_ONLY.match(text)
    return label_of(match["label"]) if match else None


_LABEL_ONLY = re.compile(
    rf"(?:{MARK}\s{{0,3}}|[(]?[0-9]{{1,2}}[.、)]\s{{0,3}})?[【\[〔<〈《「]?\s?(?P<label>{_RANK}(?:{_DOING}|{_MEASURE})\s?[(]?{_COMPOUND}[)]?)(?![0-9])"
    + _ABOUT.pattern
)


def refers_to(text: str, title: str) -> bool:
    """Whether a folded piece is a heading that repeats a program's name: ＜名称について＞, ○名称, 【名称】."""
    at = text.find(title)
    if at < 0 or len(text) > len(title) + 24:
        return False
    return bool(_LEAD.fullmatch(text[:at])) and bool(_ABOUT.match(text, at + len(title)))


#: What may stand before the name in a heading that repeats it: marks, brackets, its label (〈取組1 …〉).
_LEAD = re.compile(
    rf"(?:{MARK}|[(]?[0-9①-⑳]{{1,2}}[.、)]?|[【\[〔<〈《「『\s]){{1,4}}(?:{_RANK}(?:{_DOING}|{_MEASURE})(?:番号|No\.?)?\s?[(]?{_COMPOUND}[)]?[\s:.、「『]{{1,3}})?"
)
