"""Corrections under random changes of the text: none vanishes, none lands on another record, none leaves a trace.

A small reader of lines stands in for extraction, so that every record's line is known by number: what a correction is
laid over must be the line it was made on, or one of the very same words.
"""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes_pipeline.compare.identity import keep_ids
from minutes_pipeline.compare.kinds import KIND_FIELDS, records_of
from minutes_pipeline.compare.likeness import words_exchanged
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.records import Action, AgendaItem, Decision, Issue, Meeting, Metric, Record, SourceSpan
from minutes_pipeline.store.overlay import overlay
from minutes_pipeline.store.results import Correction

SUBJECTS = ("相談窓口", "見守り活動", "移動支援", "子ども食堂", "成年後見", "居場所づくり", "避難訓練", "買い物支援")
PLACES = ("東地区", "西地区", "中央地区", "港地区", "山手地区")
FORMS = (
    "・{place}の{subject}：{number}件",
    "・{subject}の利用者は{number}人であった。",
    "課題：{place}では{subject}の担い手が足りない。",
    "決定：{subject}の実施案は承認された。",
    "宿題：{subject}について次回までに{place}の状況を調べる。",
    "{place}の委員から{subject}について発言があった。",
)
FORMULAS = ("決定：異議なし。", "課題：周知が足りない。", "宿題：次回までに調べる。", "・利用者：10件")


@dataclass(frozen=True)
class Line:
    """A line of the minutes with the number by which it is followed through changes."""

    number: int
    text: str


@dataclass(frozen=True)
class Program:
    """A version of the toy reader: what it misses, how it names metrics, whether it misreads figures."""

    version: str = "1"
    misses: frozenset[str] = frozenset()
    suffix: str = ""
    off_by: int = 0


def read(lines: list[Line], file_name: str, program: Program) -> Minutes:
    text = "\n".join(line.text for line in lines)
    digest = hashlib.sha256(f"{file_name}\n{text}".encode()).hexdigest()
    found: dict[str, list[Record]] = {field: [] for field in KIND_FIELDS.values()}
    start, item = 0, None
    for line in lines:
        if line.text.startswith("議題"):
            item = _item(digest[:16], start, line.text)
            found["agenda_items"].append(item)
        else:
            record = _record(digest[:16], start, line.text, item, program)
            if record is not None:
                found[KIND_FIELDS[record[0]]].append(record[1])
        start += len(line.text) + 1
    return Minutes(
        document=file_name, genre="summary", text=text, meeting=Meeting(name="みどり市推進会議", session=1, date="2024-05-17"),
        source=Source(document_id=digest[:16], file_name=file_name, media_type="txt", sha256=digest, program_version=program.version),
        **{field: tuple(records) for field, records in found.items()},
    )  # fmt: skip


def _base(document: str, kind: str, start: int, quote: str, extra: str = "") -> dict[str, object]:
    end = start + len(quote)
    identity = record_id(document, kind, start, end, extra)
    return {
        "id": identity,
        "quote": quote,
        "span": SourceSpan(start=start, end=end),
        "rule_id": "toy",
        "confidence": 0.9,
    }


def _item(document: str, start: int, text: str) -> AgendaItem:
    title = text.partition("　")[2]
    return AgendaItem(**_base(document, "agenda_item", start + len(text) - len(title), title), title=title, level=1)


def _record(
    document: str, start: int, text: str, item: AgendaItem | None, program: Program
) -> tuple[str, Record] | None:
    under = {} if item is None else {"agenda_item": item.title, "agenda_item_id": item.id}
    amount = re.search(r"([0-9]+)(件|人)", text)
    if text.startswith("・") and amount and "metric" not in program.misses:
        name = re.split("：|は", text[1:])[0] + program.suffix
        base = _base(document, "metric", start + 1, text[1:], name)
        return "metric", Metric(**base, **under, name=name, value=int(amount[1]) + program.off_by, unit=amount[2])
    for head, kind, model in (
        ("課題：", "issue", Issue),
        ("宿題：", "action", Action),
        ("決定：", "decision", Decision),
    ):
        if text.startswith(head) and kind not in program.misses:
            more = {"result": "approved"} if kind == "decision" else {}
            return kind, model(**_base(document, kind, start + len(head), text[len(head) :]), **under, **more)
    return None


def make_lines(picked: random.Random, size: int) -> list[Line]:
    lines = []
    for number in range(size):
        if number % 7 == 0:
            text = f"議題{number // 7 + 1}　{SUBJECTS[number // 7 % len(SUBJECTS)]}について"
        elif picked.random() < 0.2:
            text = picked.choice(FORMULAS)
        else:
            text = picked.choice(FORMS).format(
                place=picked.choice(PLACES), subject=picked.choice(SUBJECTS), number=picked.randint(1, 99)
            )
        lines.append(Line(number, text))
    return lines


def revise(picked: random.Random, lines: list[Line], changes: int) -> list[Line]:
    """Another version of the text: lines deleted, put in, moved, reworded, with other figures or spaces."""
    lines = list(lines)
    for step in range(changes):
        at = picked.randrange(len(lines))
        line = lines[at]
        what = picked.choice(("delete", "insert", "move", "figure", "reword", "space", "double"))
        if what == "delete" and len(lines) > 3:
            del lines[at]
        elif what == "insert":
            fresh = make_lines(picked, 2)[1]
            lines.insert(at, replace(fresh, number=10_000 + step))
        elif what == "double":
            lines.insert(picked.randrange(len(lines)), line)  # a copy of a line is as good as the line
        elif what == "move":
            lines.insert(picked.randrange(len(lines)), lines.pop(at))
        elif what == "figure":
            lines[at] = replace(line, text=re.sub(r"[0-9]+(?=件|人)", lambda _: str(picked.randint(1, 99)), line.text))
        elif what == "reword":
            lines[at] = replace(
                line, text=line.text.replace("について", "に関して").replace("足りない", "不足している")
            )
        else:
            lines[at] = replace(line, text=line.text.replace("の", "の　", 1))
    return lines


def correct(picked: random.Random, reading: Minutes, number: int, taken: set[tuple[str, str]]) -> Correction | None:
    """A correction as the store would write it; None where this record and field has one."""
    kind, record = picked.choice(list(records_of(reading)))
    action = picked.choice(("edit", "edit", "edit", "accept", "reject", "add"))
    value, field, extracted, snapshot = None, None, None, record.model_dump(mode="json")
    if action == "edit":
        field, value = picked.choice(
            {
                "metric": [("value", 777), ("name", "直した名前"), ("unit", "名")],
                "decision": [("result", "deferred"), ("agenda_item", None)],
                "action": [("owner", "事務局"), ("due", "年内")],
                "agenda_item": [("title", "直した題名"), ("level", 2)],
                "issue": [("quote", record.quote[:-1])],
            }[kind]
        )
        extracted = getattr(record, field)
    elif action == "add":
        line = picked.choice([line for line in reading.text.split("\n") if len(line) > 8])
        start = reading.text.index(line)
        kind, value = "issue", {"quote": line}
        snapshot["span"] = {"start": start, "end": start + len(line)}
    key = ("add", snapshot["span"]["start"]) if action == "add" else (record.id, field or action)
    if key in taken or ((record.id, "reject") in taken and action != "add"):
        return None
    taken.add(key)
    start, end = snapshot["span"]["start"], snapshot["span"]["end"]
    document = reading.source.document_id
    identity = record.id if action != "add" else f"{document}-issue-added{number}"
    return Correction(
        number, "event", document, kind, identity, action, field, value, extracted, snapshot,
        reading.text[max(0, start - 40) : start], reading.text[end : end + 40], "野中", "2024-06-01", "確認", "active",
        None, identity,
    )  # fmt: skip


def line_of(lines: list[Line], position: int) -> Line:
    start = 0
    for line in lines:
        if start <= position <= start + len(line.text):
            return line
        start += len(line.text) + 1
    raise AssertionError(position)


def sound(minutes: Minutes) -> None:
    identities = [record.id for _, record in records_of(minutes)]
    assert len(identities) == len(set(identities))
    titles = {item.id: item.title for item in minutes.agenda_items}
    for _, record in records_of(minutes):
        assert minutes.text[record.span.start : record.span.end] == record.quote
        if not isinstance(record, AgendaItem):
            assert titles.get(record.agenda_item_id) == record.agenda_item  # type: ignore[attr-defined]
    assert Minutes.model_validate(minutes.model_dump()) == minutes


def corrections_on(picked: random.Random, reading: Minutes, count: int) -> list[Correction]:
    taken: set[tuple[str, str]] = set()
    made = (correct(picked, reading, number + 1, taken) for number in range(count))
    return [correction for correction in made if correction is not None]


_SIZES = {"seed": st.integers(0, 1 << 32), "size": st.integers(4, 50), "count": st.integers(1, 20)}


@given(**_SIZES, changes=st.integers(0, 25), program=st.sampled_from((Program(), Program("2", suffix="数"))))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_another_version_of_the_file(seed: int, size: int, count: int, changes: int, program: Program) -> None:
    picked = random.Random(seed)
    before = make_lines(picked, size)
    old = read(before, "一.txt", Program())
    made = corrections_on(picked, old, count)
    after = revise(picked, before, changes)
    new = read(after, "二.txt", program)
    laid = overlay(new, made, origins={old.source.document_id: old})
    assert [outcome.correction_id for outcome in laid.outcomes] == [c.id for c in made]
    sound(laid.minutes)
    assert overlay(new, made, origins={old.source.document_id: old}) == laid
    assert overlay(new, [replace(c, state="withdrawn") for c in made]).minutes == new
    here = {record.id: record for _, record in (*records_of(laid.minutes), *records_of(new))}
    for c, outcome in zip(made, laid.outcomes, strict=True):
        assert (outcome.outcome == "conflict") == (outcome.reason is not None)
        if c.action == "edit" and outcome.outcome == "applied" and outcome.anchor_id in here:
            assert c.snapshot is not None
            was = line_of(before, c.snapshot["span"]["start"])
            now = line_of(after, here[outcome.anchor_id].span.start)
            if now.number != was.number and not same_words(now.text, was.text):
                # The very sentence with another figure, and its own line is gone or has changed, too.
                assert not words_exchanged(was.text, now.text), (was, now)
                twins = sum(same_words(line.text, was.text) for line in before)
                still = any(line.number == was.number and same_words(line.text, was.text) for line in after)
                assert twins > 1 or not still


def same_words(first: str, second: str) -> bool:
    return re.sub(r"\s", "", first) == re.sub(r"\s", "", second)


@given(
    **_SIZES,
    program=st.builds(
        Program, st.just("2"), st.frozensets(st.sampled_from(("metric", "issue", "decision", "action"))),
        st.sampled_from(("", "数")), st.sampled_from((0, 100)),
    ),
    spaced=st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_another_version_of_the_program(seed: int, size: int, count: int, program: Program, spaced: bool) -> None:
    """The same file read anew, also with its text laid out otherwise: what a person said holds, whatever is read."""
    picked = random.Random(seed)
    lines = make_lines(picked, size)
    old = read(lines, "一.txt", Program())
    made = corrections_on(picked, old, count)
    again = [replace(line, text=line.text.replace("の", "の　", 1)) if spaced else line for line in lines]
    fresh = read(again, "一.txt", program)
    fresh = fresh.model_copy(update={"source": fresh.source.model_copy(update={"document_id": old.source.document_id})})
    new = keep_ids(old, fresh)
    laid = overlay(new, made)
    sound(laid.minutes)
    assert [o.outcome for o in laid.outcomes if o.outcome == "conflict"] == []
    rejected = {o.anchor_id for c, o in zip(made, laid.outcomes, strict=True) if c.action == "reject"}
    here = {record.id: record for _, record in records_of(laid.minutes)}
    for c, outcome in zip(made, laid.outcomes, strict=True):
        if c.action == "edit" and outcome.anchor_id not in rejected:
            record = here[outcome.anchor_id or ""]
            assert re.sub(r"\s", "", str(getattr(record, c.field or ""))) == str(c.value)
            assert c.snapshot is not None
            assert line_of(again, record.span.start).number == line_of(lines, c.snapshot["span"]["start"]).number or (
                same_words(line_of(again, record.span.start).text, line_of(lines, c.snapshot["span"]["start"]).text)
            )
    assert overlay(new, ()).minutes == new


@given(
    seed=st.integers(0, 1 << 32),
    size=st.integers(4, 50),
    program=st.sampled_from((Program("2", suffix="数"), Program("2"))),
)
@settings(max_examples=100, deadline=None)
def test_what_is_the_same_keeps_its_id(seed: int, size: int, program: Program) -> None:
    """Every record of the same file read anew has the id of the record of its line."""
    picked = random.Random(seed)
    lines = make_lines(picked, size)
    old = read(lines, "一.txt", Program())
    shifted = [Line(-1, "前文"), *(replace(line, text=line.text.replace("の", "の　", 1)) for line in lines)]
    new = keep_ids(old, read(shifted, "一.txt", program))
    before = {record.id: line_of(lines, record.span.start) for _, record in records_of(old)}
    for _, record in records_of(new):
        assert record.id in before
        assert same_words(line_of(shifted, record.span.start).text, before[record.id].text)
    sound(new)
    assert keep_ids(old, old) == old
