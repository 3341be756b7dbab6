"""Documents that look like minutes, whole and broken: the agenda comes back as printed; noise never crashes, all is grounded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract_file

LISTS = ("attendees", "agenda_items", "goals", "programs", "remarks", "decisions", "metrics", "issues", "actions")
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

TITLES = (
    "防犯灯の設置について", "会則の改正について", "空き家の調査の件", "花いっぱい運動の実施について", "避難所の備蓄について",
    "図書の購入の件", "放課後の居場所について", "ごみの減量について", "公園の遊具について", "見守り活動の報告について",
    "水道料金の改定について", "祭りの収支の件", "来年度の予算案について", "保健指導の状況について",
)  # fmt: skip
SAID = (
    "事務局が資料に基づき説明した。", "委員から、費用はどれほどかとの質問があった。", "原案のとおり承認された。",
    "次回までに事務局が調べることとした。", "担い手が足りないことが課題である。", "令和５年度の参加者は延べ1,234人であった。",
    "特に意見はなかった。", "引き続き検討していく。",
)  # fmt: skip
NAMED = ("開会", "その他", "閉会")
KANJI = "一二三四五六七八九"
# Outer and inner numbering: each pair keeps its rank.
OUTER = {
    "space": "{wide}　{title}", "dot": "{n}. {title}", "wide-dot": "{wide}．{title}", "comma": "{wide}、{title}", "kanji": "{kanji}　{title}",
    "roman": "{roman}　{title}", "ordinal": "第{wide}　{title}", "ban": "第{wide}番　{title}", "box": "【{n}】{title}", "schedule": "日程第{wide}　{title}",
    "topic": "議題{wide}　{title}", "angle": "＜{n}.{title}＞", "square": "■{title}", "diamond": "◆{title}", "bracket": "【{title}】", "bullseye": "◎　{title}",
}  # fmt: skip
INNER = {
    "paren": "（{wide}）{title}", "half-paren": "({n}) {title}", "one-character": "{single}　{title}", "circled": "{circled}{title}",
    "kana": "{kana}　{title}", "none": "",
}  # fmt: skip


def _heading(form: str, n: int, title: str) -> str:
    return form.format(
        n=n, wide=_wide(n), kanji=KANJI[n - 1], roman=chr(0x215F + n), single=chr(0x2473 + n), circled=chr(0x245F + n),
        kana="アイウエオカキクケ"[n - 1], title=title,
    )  # fmt: skip


# How what is said stands in the record.
SAYING = (
    lambda words: words, lambda words: f"　{words}", lambda words: f"・{words}", lambda words: f"（事務局）{words}",
    lambda words: f"○会長　{words}", lambda words: f"委員：{words}", lambda words: f"→ {words}", lambda words: f"【委員】{words}",
)  # fmt: skip


def _wide(n: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(n))


@dataclass(frozen=True)
class Printed:
    """A document as it is printed, and its agenda as (level, title)."""

    text: str
    agenda: tuple[tuple[int, str], ...]


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    """Minutes with a header and one or two levels of numbered headings over sentences, the agenda listed or not."""
    outer = OUTER[draw(st.sampled_from(sorted(OUTER)))]
    inner = INNER[draw(st.sampled_from(sorted(INNER)))]
    titles = list(draw(st.permutations(TITLES)))
    head = [
        draw(st.sampled_from(["令和５年度　第２回みどり市地域推進協議会　会議録", "第７回　みどり町審議会議事要旨"])), "",
        draw(st.sampled_from(["日　時　令和５年11月８日（水）午後２時～３時30分", "■日時：令和5年11月8日（水）14:00～15:30"])),
        draw(st.sampled_from(["場　所　みどり会館　２階　大会議室", "■場所：みどり会館 大会議室"])),
        draw(st.sampled_from(["出席者　南会長、北川委員、東委員", "■出席者：南　良夫、北川　みどり"])),
    ]  # fmt: skip
    said = draw(st.sampled_from(SAYING))
    framed = draw(st.booleans()) and bool(inner)
    names = ["開会"] if framed or draw(st.booleans()) else []
    names += ["議事"] if framed else [titles.pop() for _ in range(draw(st.integers(2, 4)))]
    names += draw(st.sampled_from([[], ["その他"], ["その他", "閉会"]]))
    # A container (議事) is no item; only a numbered one lends its children a level.
    deeper = 2 if not framed or outer.strip("■◆◎【】　") != "{title}" else 1
    listed, body, agenda = [], [], []
    for number, title in enumerate(names, 1):
        listed.append(_heading(outer, number, title))
        body.append(listed[-1])
        if title != "議事":
            agenda.append((1, title))
        count = draw(st.integers(2 if title == "議事" else 0, 3)) if inner and title not in NAMED else 0
        below = [titles.pop() for _ in range(count)] if len(titles) > 4 else []
        for child, name in enumerate(below, 1):
            listed.append("　" + _heading(inner, child, name))
            body += [
                _heading(inner, child, name),
                *map(said, draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=2))),
            ]
            agenda.append((deeper, name))
        if not below:
            body += map(said, draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=3)))
    front = [draw(st.sampled_from(["次　第", "■会議次第", "会議次第"])), *listed] if draw(st.booleans()) else []
    return Printed("\n".join([*head, *front, "", *body]) + "\n", tuple(agenda))


ROWS = (
    "１番　南　　良　夫　　　２番　北　川　みどり", "委　　員　　　東　　　花　子", "　　同　　　　　西　　　次　郎", "（教育委員会）",
    "◎会長　南　○副会長　北川", "総 務 課 長 南 良 夫　　企画課長補佐　北川", "欠席：東（代理 西）", "事務局　政策室長　南、主査　北川（敬称略）",
    "氏名\t所属\t出欠", "南　良夫\tみどり大学教授\t○", "１　出席議員は、２名で次のとおりである。", "傍聴者　なし", "会長：南 委員：北川・東",
    "議長　　　　　○議長（南良夫君）", "－１－", "……………３", "───────────",
)  # fmt: skip


def _mutate(lines: list[str], kind: str, at: int, row: str) -> list[str]:
    """One accident that copies of minutes have: a line lost, doubled, cut, glued, moved, or a stranger between."""
    at %= max(1, len(lines))
    line = lines[at] if lines else ""
    if kind == "drop":
        return lines[:at] + lines[at + 1 :]
    if kind == "double":
        return [*lines[:at], line, *lines[at:]]
    if kind == "cut":
        return [*lines[:at], line[: len(line) // 2], line[len(line) // 2 :], *lines[at + 1 :]]
    if kind == "glue":
        return [*lines[:at], line + "".join(lines[at + 1 : at + 2]), *lines[at + 2 :]]
    if kind == "row":
        return [*lines[:at], row, *lines[at:]]
    if kind == "half":
        return [*lines[:at], line.translate({0x3000: " ", 0xFF08: "(", 0xFF09: ")"}), *lines[at + 1 :]]
    if kind == "spread":
        return [*lines[:at], "　".join(line), *lines[at + 1 :]]
    if kind == "turn":
        return lines[at:] + lines[:at]
    return ["  ".join(lines)]


KINDS = ("drop", "double", "cut", "glue", "row", "half", "spread", "turn", "one-line")
ACCIDENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 60), st.sampled_from(ROWS)), min_size=1, max_size=12
)


def _read(folder: Path, text: str) -> Minutes:
    path = folder / "a.txt"
    path.write_text(text, "utf-8", newline="")
    return extract_file(path)


def _sound(minutes: Minutes) -> None:
    ids = []
    for name in LISTS:
        for record in getattr(minutes, name):
            assert minutes.text[record.span.start : record.span.end] == record.quote
            assert record.quote.strip()
            assert 0 < record.confidence <= 1
            ids.append(record.id)
    assert len(ids) == len(set(ids))
    known = {item.id: item.level for item in minutes.agenda_items}
    for item in minutes.agenda_items:
        assert item.level >= 1
        assert item.parent_id is None or known[item.parent_id] < item.level


@given(document=printed())
@settings(QUIET, max_examples=40)
def test_a_printed_agenda_comes_back(tmp_path: Path, document: Printed) -> None:
    minutes = _read(tmp_path, document.text)
    _sound(minutes)
    assert tuple((item.level, item.title) for item in minutes.agenda_items) == document.agenda
    assert (minutes.meeting.date, minutes.meeting.start_time) == ("2023-11-08", "14:00")


@given(document=printed(), accidents=ACCIDENTS)
@settings(QUIET, max_examples=80)
def test_broken_minutes_are_read_without_a_crash(
    tmp_path: Path, document: Printed, accidents: list[tuple[str, int, str]]
) -> None:
    lines = document.text.split("\n")
    for kind, at, row in accidents:
        lines = _mutate(lines, kind, at, row)
    assume("".join(lines).strip())
    minutes = _read(tmp_path, "\n".join(lines))
    _sound(minutes)
    assert _read(tmp_path, "\n".join(lines)) == minutes


@pytest.mark.parametrize("kind", KINDS)
def test_every_accident_changes_the_document(kind: str) -> None:
    lines = ["１　開会（午後）", "開会した。", "２　閉会"]
    assert _mutate(lines, kind, 1 if kind not in ("half", "spread") else 0, ROWS[0]) != lines
