"""Header (ヘッダー): the labelled fields of a document's head and of its rosters, and where the body begins.

The head is read in two passes. First the line is sought that can only be body: a speaker's utterance, prose, 会議の内容.
Then every label above it opens a field; what follows belongs to the field until the next label, or until a line that is
no value of such a field (a heading, a list begun anew).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, HeaderField
from minutes_pipeline.model.span import Span
from minutes_pipeline.segment.contents import contents_lines
from minutes_pipeline.segment.header_bare import bare_fields
from minutes_pipeline.segment.header_body import (
    find_body_line,
    is_hard_body,
    utterance_start,
)
from minutes_pipeline.segment.header_fields import (
    PAPER,
    ROSTER,
    OpenField,
    accepts,
    follows_within,
    in_first_column,
    is_paper,
    value_column,
)
from minutes_pipeline.segment.header_labels import LabelMatch, match_label
from minutes_pipeline.segment.header_values import is_roster_end, is_value_line, stands_over_names
from minutes_pipeline.text.folding import flat_whole
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.posts import is_role
from minutes_pipeline.values.roster_headings import head_words

# Every branch begins with a letter of its own: so the search looks only where one of them stands.
_TITLE = re.compile(
    r"議\s{0,3}事\s{0,3}録|会\s{0,3}議\s{0,3}録|議事要旨|会\s{0,3}議\s{0,3}要\s{0,3}旨|要点記録|議事概要|会議概要|摘録|速記録|会議記録|委員会記録|会議結果|開催結果|確認事項|議事メモ|"
    + "".join(
        rf"{body}\)?(?:の|\s{{0,3}})(?:結果|概要|要旨|要録|要点|記録|報告|摘要)(?:の?概要|の?要旨|書)?(?:\(案\))?\s{{0,2}}$|"
        for body in ("会", "会議", "本部", "庁議")
    )
    + r"第[0-9一二三四五六七八九十]{1,3}[回期].{0,30}会|総会|理事会|役員会|定例会|臨時会|委員会|審議会|協議会|ミーティング|打合せ"
)
_NAMES_BODY = re.compile(r"[^\s。、:]{3,36}(?:会議|[調審評推懇検研][一-龠]会|本部|庁議)$")
_NO_TITLE = re.compile(
    r"取得元|更新日|検索|トップ|現在の位置|>|ページ|Copyright|PDF|です|ます|http|@|について[(（]会議録|(?:会議録|議事録)(?:署名)?(?:委員|人|議員|者)?の?(?:確認|承認|署名|指名|選任)"
)
# What stands before a place where a label may stand within a line: white space, a bracket, or anything before a mark.
_INNER = re.compile(
    r"[ \t\u3000](?=\S)|[)\]】。](?=\S)|[^\s0-9](?=[■□〇○◯●◆◇【〔\[〈《]|[0-9]\s(?:開|出|欠|議|場|会|説|事|職))|"
    r"\S(?=(?:出席|欠席)(?:委員|議員|者|説明員)\s?\(\s?[0-9]{1,3}[名人]\))|[員長](?=(?:執行部|事務局)\s{2})"
)
# 第３委員会室出席委員（８名）: a roster's label with its head-count stands free wherever it stands.
# 出席議員15名　　1番　梅沢　恵　…: a roster in seats, on one line with its label.
_SEATED = re.compile(
    r"^\s{0,8}(?:出席|欠席|応招|不応招)(?:議員|委員)\s?\(?[0-9]{0,3}[名人]?\)?\s{1,20}[0-9]{1,2}\s?番\s"
)
_COUNTED = re.compile(r"(?:出席|欠席)(?:委員|議員|者|説明員)\s?\(\s?[0-9]{1,3}[名人]\)|(?:執行部|事務局)\s{2}")
_NONE = re.compile(r"(?:な\s?し|無し)。?\s{1,3}$")
_NAME_HEAD = re.compile(r"(?:委員|出席者|議員)?(?:の)?(?:職・?)?(?:氏名|名前|委員名|氏名等)(?:\(敬称略\))?")
_DAY_OR_TIME = re.compile(r"\s?(?:令和|平成|昭和|20[0-9]{2}|午前|午後|[0-9]{1,2}時)")
_TIME = re.compile(r"時|[0-9]\s?:\s?[0-9]|正午")
_DATE = r"(?:令和|平成|昭和|20[0-9]{2})"
_GLUED = re.compile(rf"(?:^|\n)\s?[0-9]{{1,2}}[.、)]?\s?(?:開催|会議|開会)?の?(?:日時|年月日|期日){_DATE}")
_GLUED_WORD = re.compile(rf"日時{_DATE}|年月日{_DATE}|期日{_DATE}")


def _told_with_time(text: str, label: LabelMatch, following: str = "") -> bool:
    """開会 and its like are labels only where a time follows; else they are agenda items."""
    if label.bracket and label.value >= len(text) and _DAY_OR_TIME.match(following):
        return True
    return (
        label.kind != "time"
        or bool(_TIME.search(text, label.value, label.value + 24))
        or label.word.endswith(("時間", "時刻", "日時"))
    )


def labels_in(
    text: str, raw: str, *, inner: bool = True, following: str = "", glued: bool = False
) -> Iterator[LabelMatch]:
    """The labels of one folded line in order: at its head, and (``inner``) behind white space or a mark inside it."""
    first = match_label(text, 0, line_start=True, raw=raw, glued=glued)
    position = 0
    if first is not None and _told_with_time(text, first, following):
        yield first
        position = first.value
    if not inner:
        return
    end = utterance_start(text)
    for found in _INNER.finditer(text, 0, end):
        place = found.end()
        if place < position:
            continue
        after_none = _NONE.search(text, max(0, place - 6), place) is not None
        # A word between two tabs stands in a cell of its own, as at the head of a line.
        own_cell = text[place - 1] == "\t" and "\t" in text[place : place + 8].rstrip()
        label = match_label(text, place, line_start=after_none or own_cell, raw=raw)
        # 場所　市役所: a word with nothing behind it, right behind a label, is that label's value.
        whole = label is not None and label.value >= len(text) and not (label.colon or label.bracket or label.mark)
        if (
            label is not None
            and not (whole and 0 < position == place)
            and not (label.bracket and label.value >= len(text) and is_role(label.word))  # 国見　博文　【会長】
            and not label.opens_body
            and _told_with_time(text, label)
            and _stands_free(text, raw, place, label)
        ):
            yield label
            position = label.value


def _stands_free(text: str, raw: str, position: int, label: LabelMatch) -> bool:
    """A word within a line is a label when it has a colon, bracket, number or a wide gap before it.

    教育委員会 事務局 is one name: the word before ends like the name of a body.
    """
    if label.colon or label.bracket or label.mark or _COUNTED.match(text, position):
        return True
    before = raw[:position]
    gap = before[len(before.rstrip()) :]
    if len(gap) >= 2 or "\u3000" in gap or "\t" in gap:
        return True
    return not re.search(r"[会部局課市町村区県]$", text[:position].rstrip())


def _trimmed(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    body = part.strip()
    if not body:
        return None
    begin = start + len(part) - len(part.lstrip())
    return Span(begin, begin + len(body))


#: The labels of a line, by its index: read once for the whole head.
_Labels = Callable[[int], list[LabelMatch]]


def _read_line(
    document: Document, index: int, folded: str, read: _Labels, state: OpenField | None, done: list[HeaderField]
) -> OpenField | None:
    """Read one line of the head: its labels open fields, the rest goes to the open one."""
    line = document.lines[index]
    text = _line_pair(document, folded, index)[0]
    if len(text) > 300:
        text = text[: utterance_start(text)]
    labels: list[LabelMatch] = []
    for label in read(index):
        column = not labels and in_first_column(document, index, state, label)
        inside = state is not None and line.indent > document.lines[state.first].indent
        if (
            label.kind is not None
            and accepts(state if not labels else None, label, column, inside=inside)
            and (not labels or follows_within(labels[-1], label))
        ):
            labels.append(label)
    bounds = [(label, label.value, following.begin) for label, following in pairwise(labels)]
    if labels:
        bounds.append((labels[-1], labels[-1].value, len(text)))
    head_end = labels[0].begin if labels else len(text)
    if state is not None and (not labels or labels[0].start > 3):
        value = _trimmed(document.text, line.start, line.start + head_end)
        if value is not None and is_value_line(document, index, folded, state.kind, bool(state.values), state.first):
            state.values.append(value)
            state.last = index
    for label, start, end in bounds:
        if state is not None:
            done.append(state.close())
        assert label.kind is not None
        span = Span(line.start + label.start, line.start + label.end)
        state = OpenField(label.kind, span, index, last=index, mark=label.mark, tab=label.tab, word=label.word)
        state.column = value_column(document, index, label)
        if not label.word:
            state.label = None
        if label.kind == "chair":  # 会長 山田: the function is read with the name.
            state.kind, state.label, start = "member", None, label.start
        value = _trimmed(document.text, line.start + start, line.start + end)
        if value is not None:
            state.values.append(value)
    return state


def _fields(
    document: Document,
    folded: str,
    read: _Labels,
    body_line: int,
    stacked: dict[int, HeaderField | None],
    first: int = 0,
) -> list[HeaderField]:
    done: list[HeaderField] = []
    state: OpenField | None = None
    for index in range(first, min(body_line + 1, len(document.lines))):
        if index in stacked:
            if (whole := stacked[index]) is not None:
                done.append(whole)
            continue
        if index == body_line and len(document.line_text(index)) <= 300:
            break
        state = _read_line(document, index, folded, read, state, done)
    if state is not None:
        done.append(state.close())
    return done


def _stacked(document: Document, folded: str) -> dict[int, HeaderField | None]:
    """Three labels or more, each alone on its line, and then their values in the same order (columns read one by one).

    The lines of values are given None: they belong to the fields of the labels' lines.
    """
    run: list[tuple[int, LabelMatch]] = []
    found: dict[int, HeaderField | None] = {}
    for index in range(min(60, len(document.lines))):
        text, raw = _line_pair(document, folded, index)
        label = match_label(text, 0, line_start=True, raw=raw) if len(text) <= 16 else None
        alone = (
            label is not None
            and label.kind is not None
            and label.value >= len(text)
            and document.lines[index].table is None
        )
        if alone and label is not None:
            run.append((index, label))
            continue
        # One word before the values may be a label that the table does not know.
        columns = len(run) >= 3 and index + len(run) <= len(document.lines) and any(m.kind == "date" for _, m in run)
        if columns and any(d.day is not None for d in find_dates(text)):
            for offset, (line, match) in enumerate(run):
                a, b = document.lines[line], document.lines[index + offset]
                assert match.kind is not None
                span = Span(a.start + match.start, a.start + match.end)
                found[line] = HeaderField(match.kind, span, (b.span,), line, index + offset)
                found.setdefault(index + offset, None)
        run = []
    return found


def _in_stack(index: int, field: HeaderField | None) -> LabelMatch:
    """A line of a stack of labels, or of its values, stands in the head like any labelled line."""
    return LabelMatch("date" if field is None else field.kind, 0, 0, 0, "", False, False)


def _end_header(document: Document, folded: str, read: _Labels, body_line: int) -> int | None:
    """Line of a header that is printed behind the body: date or place and a roster, without a sentence between."""
    first, kinds = None, set()
    for index in range(len(document.lines) - 1, max(body_line, len(document.lines) - 60), -1):
        labels = [x for x in read(index) if x.kind is not None]
        if is_hard_body(document, folded, index, labels):
            break
        if labels and labels[0].start <= 12 and labels[0].kind in ("date", "venue", *ROSTER):
            first = index
            kinds.add(labels[0].kind)
    return first if kinds & {"date", "venue"} and kinds & set(ROSTER) else None


def _end_rosters(document: Document, folded: str, body_line: int) -> list[HeaderField]:
    """Rosters behind the body: a roster's label alone on its line, followed by names."""
    done: list[HeaderField] = []
    state: OpenField | None = None
    for index in range(body_line + 1, len(document.lines)):
        line = document.lines[index]
        text, raw = folded[line.start : line.end], document.text[line.start : line.end]
        heads = _SEATED.search(text) is not None or (len(text) < 40 and stands_over_names(document, index, folded))
        label = match_label(text, 0, line_start=True, raw=raw) if heads else None
        if (
            label is not None
            and label.kind in ("member", "absent", "secretariat", "explainer", "observer")
            and is_roster_end(document, index, folded, label, below=state is not None)
        ):
            if state is not None:
                done.append(state.close())
            state = OpenField(label.kind, Span(line.start + label.start, line.start + label.end), index, last=index)
            value = _trimmed(document.text, line.start + label.value, line.end)
            if value is not None:
                state.values.append(value)
        elif state is not None:
            if is_value_line(document, index, folded, state.kind, bool(state.values), state.first):
                state.values.append(line.span)
                state.last = index
            else:
                done.append(state.close())
                state = None
    if state is not None:
        done.append(state.close())
    return done


def _title_lines(document: Document, folded: str, fields: list[HeaderField], body_line: int) -> tuple[int, ...]:
    taken = {i for f in fields for i in range(f.first_line, f.last_line + 1)}
    lines = []
    for index in range(min(body_line, len(document.lines), 40)):
        line = document.lines[index]
        text = folded[line.start : line.end]
        if index in taken or not _as_short_as_title(text) or _NO_TITLE.search(text):
            continue
        if _TITLE.search(text) or _NAMES_BODY.match(text):
            lines.append(index)
    return tuple(lines)


def _as_short_as_title(text: str) -> bool:
    """A line of a title's length, or several titles side by side as web copies print them."""
    return len(text) <= 70 or (
        len(text) <= 200 and "。" not in text.rstrip("。 ") and re.search(r"\S\s{3,40}\S", text) is not None
    )


def find_header(document: Document) -> Header:
    """The labelled fields of header and rosters, the title lines, and the line where the body begins.

    Where a web copy holds header and body on one logical line, ``body_line`` is that line and the header ends with the
    last value of its fields.
    """
    folded = flat_whole(document.text)
    stacked = _stacked(document, folded)
    known: dict[int, list[LabelMatch]] = {i: [_in_stack(i, f)] for i, f in stacked.items()}

    @cache
    def read(index: int) -> list[LabelMatch]:
        return _labels_of(document, folded, index)

    def labels_of(index: int) -> list[LabelMatch]:
        if index not in known:
            found = read(index)
            if found and PAPER.search(found[0].word):
                above = next((labels_of(i)[0] for i in range(index - 1, max(index - 12, -1), -1) if labels_of(i)), None)
                if above is not None and above.kind == "materials" and is_paper(found[0], above.mark):
                    found = []
            known[index] = found
        return known[index]

    contents = contents_lines(document, folded)
    known.update((i, []) for i in contents)
    body_line = find_body_line(document, folded, labels_of, contents)
    fields = _fields(document, folded, read, body_line, stacked, max(contents, default=-1) + 1)
    if all(f.kind == "other" for f in fields) and (bare := bare_fields(document, folded)) is not None:
        fields, body_line = [*fields, *bare[0]], bare[1]
    titles = _title_lines(document, folded, fields, body_line)
    end = None if any(f.kind == "date" for f in fields) else _end_header(document, folded, read, body_line)
    if end is not None:
        return Header(tuple(fields + _fields(document, folded, read, len(document.lines), {}, end)), body_line, titles)
    return Header(tuple(fields + _end_rosters(document, folded, body_line)), body_line, titles)


@lru_cache(maxsize=4)
def _is_glued(folded: str) -> bool:
    """Whether the copy has lost the gap between labels and values: 「1 日時平成…」 stands for all its labels."""
    return all(pattern.search(folded, 0, 2000) for pattern in (_GLUED_WORD, _GLUED))


_NAMES = LabelMatch("member", 0, 0, 0, "", False, False)


def _labels_of(document: Document, folded: str, index: int) -> list[LabelMatch]:
    """Labels of a line; a row of a data table has none inside it, a row of a table of names none at all."""
    text, raw = _line_pair(document, folded, index)
    number = document.lines[index].table
    if number is None and head_words(raw) is not None:
        return [_NAMES]  # Headings of columns (番号　氏名　所属　出欠): together they open a roster, none is a label.
    if number is None or document.tables[number].kind != "data":
        below = _line_pair(document, folded, index + 1)[0] if index + 1 < len(document.lines) else ""
        return list(labels_in(text, raw, following=below, glued=_is_glued(folded)))
    first = document.tables[number].first_line
    head = _line_pair(document, folded, first)[0].split("\t")
    if any(_NAME_HEAD.fullmatch("".join(cell.split())) for cell in head):
        # A table of names needs no label: its heading row opens a roster.
        return [_NAMES] if index == first else []
    return list(labels_in(text, raw, inner=False))


def _line_pair(document: Document, folded: str, index: int) -> tuple[str, str]:
    line = document.lines[index]
    return folded[line.start : line.end], document.text[line.start : line.end]
