"""Where the body begins (本文の始まり), and which lines are values of a header field."""

from __future__ import annotations

import re
from collections.abc import Callable

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.segment.header_labels import WEAK, LabelMatch
from minutes_pipeline.segment.header_values import STAGE, is_prose, is_value_line, line_text, number_style
from minutes_pipeline.segment.vocabulary import is_container

_HEAD = (
    "date",
    "time",
    "venue",
    "member",
    "absent",
    "secretariat",
    "explainer",
    "observer",
    "materials",
    "title",
    "count",
    "chair",
    "recorder",
)
_ROSTER = ("member", "absent", "secretariat", "explainer", "observer", "chair")
_SPEAKING = (
    "委員",
    "事務局",
    "会長",
    "議長",
    "委員長",
    "座長",
    "部会長",
    "司会",
    "市側",
    "町側",
    "行政",
    "当局",
    "執行部",
    "担当課",
)
_SPEAKER = re.compile(
    r"[○〇◯◎●◆◇□■△▲・]\s?[^\s。、,:()]{0,24}(?:長|委員|議員|事務局|番|主査|主任|職員|次長|補佐|書記|幹事|理事|監事|教授|司会|座長|副議長|員)(?:\([^()]{1,20}\))?(?:[\s:]|$)"
    r"|[○〇◯◎]\s?[0-9]{1,2}番\([^()]{1,20}\)"
    r"|[(【\[〔<](?![^\s)】]{0,8}(?:簿|出席|欠席|名簿|一覧))(?:事務局|委員|会長|議長|委員長|座長|司会|副会長|部会長|[^\s()。]{1,14}(?:委員|会長|委員長|議長|課長|部長|次長))[^\s()】]{0,8}[)】\]〕>]"
    r"|[^\s。、,:()]{0,14}(?:委員長|議長|会長|座長|事務局|委員|部長|課長|局長|教育長|市長|町長|村長|次長|補佐|係長|主査)\)"
)
# A function and a name on one line, nothing said: ・副会長 山田 花子(みどり大学教授).
_ROSTER_ENTRY = re.compile(
    r"[○〇◯◎●・]\s?(?:会長|副会長|委員長|副委員長|議長|座長|委員)\s|[・･]\s?[^。、]{2,60}$|"
    r"[(【\[〔<][^\s()】]{1,24}[)】\]〕>]\s?[0-9]{1,3}\s?[名人]"
)
# （教育委員会） alone on a line heads a part of the roster; （事務局） may speak.
_OFFICE = re.compile(r"[(【\[〔<](?!事務局)[^()]{1,20}(?:会|部|局|課|室|所|市|町|村|区|関係|署|団体|支部)[)】\]〕>]")
# What a web copy says of itself above the minutes.
_OF_COPY = re.compile(
    r"(?:ここから)?本文(?:です|ここから|はここから(?:です)?)。?|(?:この)?ページの(?:先頭|本文)(?:です|へ)?。?"
)
_REMARK = re.compile(r"\s{0,4}(?:なお|ただし|[※*]|注)[^。]{4,100}(?:席|加|室|刻|参)[^。]{0,12}。?$")
_COLON_SPEAKER = re.compile(
    r"(?:事務局|委員[A-Z0-9]?|[A-Z]委員|会長|議長|委員長|座長|司会|副会長|部会長|教育長|[^\s。、,:()]{1,8}(?:委員|会長|委員長|議長|課長|部長|次長))(?:\([^()]{1,12}\))?\s?[:：]\s?\S"
)
_INNER_SPEAKER = re.compile(
    r"(?<=[^\s])\s{0,4}(?:[○〇◯◎]\s?[^\s。、,:()]{0,24}(?:長|委員|議員|事務局|番|主査|主任|次長|補佐|書記|教授)(?:\((?![0-9])[^()]{1,20}\))(?=\s)|\([^\s()。]{1,16}(?:委員|員|会長|委員長|議長|課長|部長|次長|事務局)\)\s(?=[^\s()]{10}))"
)


def utterance_start(text: str) -> int:
    """Offset in a long line where the first utterance or sentence begins; the line's length where there is none."""
    if len(text) <= 300:
        return len(text)
    found = _INNER_SPEAKER.search(text)
    stop = text.find("。")
    while stop > 0 and re.search(r"次の(?:とおり|通り)(?:です|である|でした)?$", text[:stop]):
        stop = text.find("。", stop + 1)
    if found and (stop < 0 or found.start() < stop):
        return found.start()
    if stop < 0:
        return len(text)
    gap = max(text.rfind(" ", 0, stop), text.rfind("\t", 0, stop))
    before = text.rfind(" ", 0, max(gap - 1, 0))
    return max(gap if gap - before > 3 else before, 0)


def _leads(labels: list[LabelMatch], text: str) -> bool:
    """Whether the first label stands at the head of its line; a web copy that holds a whole header counts too."""
    return labels[0].start <= 12 or len(text) > 150


def _speaks(text: str) -> bool:
    return bool(_SPEAKER.match(text)) and not _OFFICE.fullmatch(text)


def is_hard_body(document: Document, folded: str, index: int, labels: list[LabelMatch]) -> bool:
    """A line that can only be body: an utterance, prose, a stage direction, a label such as 会議の内容."""
    text = line_text(document, folded, index)
    if document.lines[index].table is not None and document.tables[document.lines[index].table or 0].kind == "data":
        return False
    if _OF_COPY.fullmatch(text.strip()):
        return False
    if labels and _leads(labels, text):
        value = text[labels[0].value :]
        if (
            labels[0].kind in ("secretariat", "member", "chair", "explainer", "other")
            and not labels[0].bracket
            and len(text) <= 300
        ):
            if (is_prose(value) and (labels[0].colon or labels[0].word in WEAK)) or value.rstrip().endswith("。"):
                return labels[0].kind != "other" or labels[0].colon
            if (
                not value
                and labels[0].word in _SPEAKING
                and index + 1 < len(document.lines)
                and is_prose(line_text(document, folded, index + 1))
            ):
                return True
        if labels[0].bracket and labels[0].word in _SPEAKING and value.rstrip().endswith("。"):
            return True
        if labels[0].bracket and not value and labels[0].word in _SPEAKING and index + 1 < len(document.lines):
            # （委員長） alone on its line, and then what he says.
            return line_text(document, folded, index + 1).rstrip().endswith("。")
        return labels[0].opens_body or (len(text) > 300 and utterance_start(text) < len(text))
    if len(text) > 300:
        return utterance_start(text) < len(text)
    if STAGE.match(text):
        return True
    if _speaks(text) and not _ROSTER_ENTRY.match(text):
        return True
    if _COLON_SPEAKER.match(text) and (len(text) > 30 and "。" in text):
        return True
    return is_prose(text)


def find_body_line(
    document: Document, folded: str, labels_of: Callable[[int], list[LabelMatch]], contents: frozenset[int]
) -> int:
    """Index of the first line of the body behind the table of ``contents``; 0 where the document has no header."""
    count = len(document.lines)
    hard, last_label, pending = count, -1, -1
    begin = max(contents, default=-1) + 1
    for index in range(begin, count):
        labels = labels_of(index)
        text = line_text(document, folded, index)
        if is_hard_body(document, folded, index, labels):
            if _header_goes_on(document, folded, index, begin, labels_of):
                continue
            hard = index
            break
        if labels and labels[0].kind in _HEAD and _leads(labels, text) and not is_prose(text[labels[0].value :]):
            last_label = index
        if labels and labels[0].kind == "agenda" and _leads(labels, text):
            pending = index
        if index - begin > 150 and last_label < 0:
            hard = 0
            break
    if hard == count and last_label < 0 and pending < 0:
        return 0
    return _soft_start(document, folded, max(last_label, -1), hard, labels_of)


def _header_goes_on(
    document: Document, folded: str, index: int, begin: int, labels_of: Callable[[int], list[LabelMatch]]
) -> bool:
    """A sentence in the head (a note, a preface) is no body when date, venue or roster labels still follow closely."""
    labels = labels_of(index)
    depth = index - begin
    if labels and labels[0].opens_body:
        following = [labels_of(i) for i in range(index + 1, min(index + 4, len(document.lines)))]
        return any(found and found[0].kind in ("date", "venue", "time") for found in following)
    if STAGE.match(line_text(document, folded, index)) and depth < 8:
        following = [labels_of(i) for i in range(index + 1, min(index + 4, len(document.lines)))]
        return any(found and found[0].kind in ("member", "date", "venue") for found in following)
    if _hangs_in_roster(document, folded, index, labels_of):
        return True
    if _speaks(line_text(document, folded, index)) or len(line_text(document, folded, index)) > 300:
        return False
    following = [labels_of(i) for i in range(index + 1, min(index + 5, len(document.lines)))]
    if depth < 6 and any(len(found) >= 2 for found in following):
        return True
    if depth < 8 and not any(f and f[0].kind != "other" for f in map(labels_of, range(begin, index))):
        # A sentence above the first label (a site's navigation, a summary) does not end a head that is still to come.
        ahead = [labels_of(i) for i in range(index + 1, min(index + 14, len(document.lines)))]
        if any(
            found and found[0].kind in ("date", "venue", "member") and found[0].start <= 6 and found[0].word not in WEAK
            for found in ahead
        ):
            return True
    kinds = {
        found[0].kind
        for i, found in enumerate(following, index + 1)
        if found
        and found[0].start <= 12
        and (found[0].colon or found[0].bracket or found[0].start > 0)
        and not (found[0].colon and line_text(document, folded, i).rstrip().endswith("。"))  # speaks, too
    }
    return bool(kinds & {"date", "venue", "member", "absent", "secretariat"})


def _hangs_in_roster(document: Document, folded: str, index: int, labels_of: Callable[[int], list[LabelMatch]]) -> bool:
    """［事務局：みどり中学校］校長 … set in below 「出　席　…」 and above 「欠　席　…」: a part of the roster, no speaker.

    So is a remark on those listed: なお、西野委員は15時に退席した。
    """
    text = line_text(document, folded, index)
    if (is_prose(text) or "。" in text) and _REMARK.match(text) is None:
        return False
    indent = document.lines[index].indent
    edge = next((i for i in range(index - 1, max(index - 13, -1), -1) if document.lines[i].indent < indent), None)
    if edge is not None and not (labels_of(edge) and _leads(labels_of(edge), "")):
        edge = None
    if edge is None or labels_of(edge)[0].kind not in _ROSTER:
        return False
    left = document.lines[edge].indent
    below = (
        labels_of(i) for i in range(index + 1, min(index + 13, len(document.lines))) if document.lines[i].indent == left
    )
    hanging = all(document.lines[i].indent > left for i in range(edge + 1, index + 1))
    return hanging and any(found and found[0].kind in _HEAD and found[0].start <= 4 for found in below)


def _soft_start(
    document: Document, folded: str, last_label: int, hard: int, labels_of: Callable[[int], list[LabelMatch]]
) -> int:
    """Between the last label and the first certain line of body: skip the label's values and an agenda list."""
    kind: FieldKind | None = None
    first = last_label
    if last_label >= 0:
        labels = [x for x in labels_of(last_label) if x.kind is not None]
        kind = labels[-1].kind if labels else None
    has_value = last_label >= 0 and len(line_text(document, folded, last_label)) > labels_of(last_label)[-1].value
    index = last_label + 1
    while index < hard:
        labels = labels_of(index)
        leads = bool(labels) and _leads(labels, line_text(document, folded, index))
        if leads and labels[0].kind == "agenda":
            end = _agenda_end(document, folded, index, hard)
            if end is None:
                return index
            kind, index, has_value = "agenda", end, True
            if index < hard and not (labels_of(index) and labels_of(index)[0].kind is not None):
                return index
            continue
        if leads and labels[0].kind is not None:
            kind, first, has_value = labels[0].kind, index, len(line_text(document, folded, index)) > labels[0].value
            index += 1
            continue
        if kind is None and last_label < 0:
            index += 1
            continue
        if kind is None or not is_value_line(document, index, folded, kind, has_value, first):
            return index
        has_value = True
        index += 1
    return min(index, hard) if hard < len(document.lines) else index


_FIGURE = re.compile(r"[▲\-]?[0-9][0-9,.]{0,14}\s?[^0-9\s]{0,3}")
_LISTED = re.compile(
    r"\s{0,8}(?:[(]?[0-9]{1,2}[)]?\s?[.、)]?\s{0,4}(?![0-9]|[年月日時名人件円])|[①-⑳]|[一二三四五六七八九十]{1,2}[.、\s]|(?:日程|議案|報告|陳情|請願|協議|[^\s]{1,3}案)\s?第)"
)
_NUMBERING = re.compile(
    r"^[\s0-9().,、・〇○①-⑳]{0,12}(?:(?:日程|議題|議案|報告|議)?\s?第\s?[0-9一二三四五六七八九十]{1,3}\s?号?|議題\s?[0-9]{1,2})?[\s「『]{0,4}"
)


def _key(text: str) -> str:
    """A heading without its number, to find it again."""
    return "".join(_NUMBERING.sub("", text).split()).rstrip("」』")


def _numbers_go_on(document: Document, folded: str, items: list[int], hard: int) -> bool:
    """Whether the numbering of the items before the first sentence runs on behind it: then they are headings, no list."""
    styles = [s for i in items if (s := number_style(line_text(document, folded, i)))]
    if not styles:
        return False
    last = [v for style, v in styles if style == styles[0][0]][-1]
    following = (line_text(document, folded, i) for i in range(hard, len(document.lines)))
    return any(
        number_style(t) == (styles[0][0], last + 1) and not is_prose(t) and len(t) <= 60 and not is_container(_key(t))
        for t in following
    )


def _holds_figures(document: Document, folded: str, index: int) -> bool:
    """True for a row of a data table that holds figures: no list of items has one."""
    table = document.lines[index].table
    if table is None or document.tables[table].kind != "data":
        return False
    cells = line_text(document, folded, index).split("\t")
    return len(cells) >= 3 and 2 * sum(1 for c in cells if _FIGURE.fullmatch(c.strip())) >= len(cells)


def _agenda_end(document: Document, folded: str, index: int, hard: int) -> int | None:
    """Line behind an agenda list; None when the label heads the body itself (a container: items with their text)."""
    items = list(range(index + 1, hard))
    if any(_holds_figures(document, folded, i) for i in items):
        return None
    keys: dict[str, int] = {_key(line_text(document, folded, index)[4:]): index}
    printed: set[str] = set()
    for i in items:
        text = line_text(document, folded, i)
        key, whole = _key(text), "".join(text.split())
        # A short title (開会) comes again only with its number: その他 may stand twice in one list.
        if (len(key) >= 3 and key in keys) or (number_style(text) is not None and whole in printed):
            return i
        keys[key] = i
        printed.add(whole)
    if hard >= len(document.lines):
        # Nothing but headings to the end: the copy holds the list and no body.
        listed = sum(1 for i in items if _LISTED.match(line_text(document, folded, i)))
        return hard if len(items) >= 3 and listed >= 0.8 * len(items) else None
    later = {_key(line_text(document, folded, i)) for i in range(hard, len(document.lines))}
    if len(items) >= 2 and sum(k in later for k in keys if len(k) >= 3) >= 1:
        return hard
    inline = len(line_text(document, folded, index)) > 14
    if _numbers_go_on(document, folded, items, hard):
        return None
    if len(items) <= 1 and not inline:
        return None
    if _SPEAKER.match(line_text(document, folded, hard)) or inline or len(items) >= 2:
        return hard
    return None
