"""Pairing: the same place, the same words, put otherwise; never two to one; none where two would do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.compare.pairing import pair_records
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.records import AgendaItem, Attendee, Decision, Issue, Metric, Record, SourceSpan

Made = tuple[list[Record], str]


def issues(*lines: str, document: str = "old", item: str | None = None) -> Made:
    """An issue for every line, and the text of them."""
    records: list[Record] = []
    start = 0
    for line in lines:
        place = SourceSpan(start=start, end=start + len(line))
        identity = record_id(document, "issue", place.start, place.end)
        records.append(Issue(id=identity, quote=line, span=place, rule_id="r", confidence=1, agenda_item=item))
        start += len(line) + 1
    return records, "\n".join(lines)


def metric(name: str, value: float, quote: str, start: int = 0, document: str = "old", **fields: Any) -> Metric:
    place = SourceSpan(start=start, end=start + len(quote))
    identity = record_id(document, "metric", start, place.end, name)
    return Metric(id=identity, quote=quote, span=place, rule_id="r", confidence=1, name=name, value=value, **fields)


def indices(old: Made, new: Made) -> list[tuple[int, int, str]]:
    pairing = pair_records(old[0], new[0], old_text=old[1], new_text=new[1])
    assert len(pairing.pairs) + len(pairing.old_only) == len(old[0])
    assert len(pairing.pairs) + len(pairing.new_only) == len(new[0])
    by_id = [{id(record): at for at, record in enumerate(records)} for records in (old[0], new[0])]
    return [(by_id[0][id(p.old)], by_id[1][id(p.new)], p.how) for p in pairing.pairs]


A, B, C = "周知が不足している。", "担い手の確保に苦慮している。", "予算の裏づけがない。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (issues(A, B), issues(A, B), [(0, 0, "same_place"), (1, 1, "same_place")]),
        (issues(A, B), issues(A, B, document="new"), [(0, 0, "same_quote"), (1, 1, "same_quote")]),
        (issues(A, B), issues(B, A, document="new"), [(0, 1, "same_quote"), (1, 0, "same_quote")]),
        (issues(A), issues("周知が　不足している。", document="new"), [(0, 0, "same_quote")]),
        (issues(A, B), issues("まえがき。", A, document="old"), [(0, 1, "same_quote")]),
        (issues(B), issues("担い手の確保に苦慮していた。", document="new"), [(0, 0, "like")]),
        (issues(A), issues(B, C, document="new"), []),
        (
            issues(B, item="子どもの相談体制について"),
            issues("担い手の確保に苦慮していた。", document="new", item="予算の審議"),
            [],
        ),
        (
            issues(B, item="子どもの相談体制について"),
            issues("担い手の確保に苦慮していた。", document="new", item="子どもの相談体制に関して"),
            [(0, 0, "like")],
        ),
        (issues(), issues(A), []),
    ],
)
def test_pairs(old: Made, new: Made, expected: list[tuple[int, int, str]]) -> None:
    assert indices(old, new) == expected


def test_formula_is_told_apart_by_what_stands_around_it() -> None:
    """The first of three equal sentences is gone: the other two keep their own neighbours."""
    word = "意見を求めた。"
    old = issues("除雪を早く始めるべきだ。", word, "配食の回数を増やすべきだ。", word, "花壇の世話を頼みたい。", word)
    new = issues("配食の回数を増やすべきだ。", word, "花壇の世話を頼みたい。", word, document="new")
    assert [(o, n) for o, n, _ in indices(old, new)] == [(2, 0), (3, 1), (4, 2), (5, 3)]


def test_formula_under_another_item_is_another() -> None:
    old = issues("除雪の費用を審議した。", "異議なし。", "配食の回数を審議した。", item="予算")
    new = issues("委員の推薦を行った。", "異議なし。", "会長を互選した。", document="new", item="人事")
    assert indices(old, new) == []


def test_figures_of_one_sentence() -> None:
    quote = "利用者は10人、職員は3人であった。"
    old = [metric("利用者", 10, quote), metric("職員", 3, quote)]
    new = [metric("職員数", 3, quote, document="new"), metric("利用者", 12, quote, document="new")]
    pairing = pair_records(old, new)
    assert [(p.old.name, p.new.name) for p in pairing.pairs] == [("利用者", "利用者"), ("職員", "職員数")]  # type: ignore[attr-defined]


def test_changed_figure_is_the_same_metric() -> None:
    old, new = [metric("利用者", 3045, "利用者：3,045人")], [metric("利用者", 98, "利用者：98人", 7, "new")]
    assert [p.how for p in pair_records(old, new).pairs] == ["like"]


def test_kinds_are_never_mixed() -> None:
    place = SourceSpan(start=0, end=len(A))
    decision = Decision(id="d", quote=A, span=place, rule_id="r", confidence=1, result="decided")
    pairing = pair_records(issues(A)[0], [decision])
    assert (pairing.pairs, len(pairing.old_only), len(pairing.new_only)) == ((), 1, 1)


def test_person_and_heading_go_by_their_name() -> None:
    def person(quote: str, name: str) -> Attendee:
        return Attendee(
            id=quote, quote=quote, span=SourceSpan(start=0, end=len(quote)), rule_id="r", confidence=1, name=name
        )

    def item(quote: str) -> AgendaItem:
        return AgendaItem(
            id=quote, quote=quote, span=SourceSpan(start=0, end=9), rule_id="r", confidence=1, title="予算", level=1
        )

    old = [person("髙橋会長", "髙橋"), item("議題１　予算")]
    new = [item("予算"), person("会長　高橋", "高橋"), person("高梨委員", "高梨")]
    assert [(p.old.quote, p.new.quote) for p in pair_records(old, new).pairs] == [
        ("髙橋会長", "会長　高橋"), ("議題１　予算", "予算"),
    ]  # fmt: skip


_WORDS = st.lists(st.sampled_from((A, B, C, "異議なし。", "周知が足りない。", "予算がない。", "")), max_size=12)


@given(_WORDS, _WORDS)
@settings(max_examples=200, deadline=None)
def test_never_two_to_one_and_always_the_same(first: list[str], second: list[str]) -> None:
    old, new = issues(*first), issues(*second, document="new")
    pairing = pair_records(old[0], new[0], old_text=old[1], new_text=new[1])
    assert len({id(p.old) for p in pairing.pairs}) == len({id(p.new) for p in pairing.pairs}) == len(pairing.pairs)
    assert {id(r) for r in pairing.new_only}.isdisjoint(id(p.new) for p in pairing.pairs)
    assert indices(old, new) == indices(old, new)
    again = pair_records(old[0], old[0], old_text=old[1], new_text=old[1])
    assert all(p.old is p.new for p in again.pairs)
    assert len(again.pairs) == len({r.id for r in old[0]}) or len(first) != len(set(first))
