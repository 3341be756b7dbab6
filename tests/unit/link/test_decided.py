"""What people decided about links: put together, taken apart, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.decided import regrouped
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.model.link_decision import LinkDecision, LinkKind
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]
_YEAR = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和{year}年1月23日　14時～15時
場所：302会議室
出席者：{who}
＜１.進捗状況報告＞
目標１　相談しやすいまちづくり
➀事業事例…{program}（福祉部）
{told}
"""


def _series(series: Reader) -> list[Minutes]:
    return series(
        _YEAR.format(
            year=5, who="福祉部　榎本次長", program="くらし相談窓口",
            told="・相談件数：令和４年度：210件\n・課題：夜間の電話に対応できていない。\n・３月末までにちらしを作成する。",
        ),
        _YEAR.format(
            year=6, who="都市部　椎名課長", program="まるごと何でも案内所",
            told="・相談件数：令和５年度：300件\n・課題：夜間の電話に対応できていない。\n・学校の広報を配ることとした。",
        ),
        _YEAR.format(
            year=7, who="福祉部　榎本次長", program="くらし相談窓口",
            told="・相談件数：令和６年度：310件\n・課題：駐車場が足りない。\n・広報紙の記事を新しくした。",
        ),
    )  # fmt: skip


def _decide(kind: LinkKind, left: str, right: str, same: bool) -> list[LinkDecision]:
    return [LinkDecision(kind, left, right, same)]


@pytest.mark.parametrize(
    ("groups", "decided", "expected"),
    [
        (["ab", "c"], [("a", "c", True)], ["abc"]),
        (["ab", "c"], [("a", "b", True)], ["ab", "c"]),
        (["abc"], [("a", "b", False)], ["a", "bc"]),
        (["abc"], [("c", "a", False)], ["ab", "c"]),
        (["ab", "c"], [("a", "c", False)], ["ab", "c"]),
        # c was said to belong to a: it stays with a when b is taken out.
        (["abc"], [("a", "c", True), ("a", "b", False)], ["ac", "b"]),
        # b is taken out of a's group, and what belongs to b comes with it.
        (["abcd"], [("b", "d", True), ("a", "b", False)], ["a", "bcd"]),
        (["a", "b", "c"], [("a", "b", True), ("b", "c", True)], ["abc"]),
        # The later decision holds.
        (["ab"], [("a", "b", False), ("a", "b", True)], ["ab"]),
        (["ab"], [("a", "x", True)], ["ab"]),
        # Put together, the older one stands before the later one again.
        (["ac", "b"], [("a", "b", True), ("b", "c", False)], ["ab", "c"]),
    ],
)  # fmt: skip
def test_groups(groups: list[str], decided: list[tuple[str, str, bool]], expected: list[str]) -> None:
    decisions = [LinkDecision("person", left, right, same) for left, right, same in decided]
    age = {letter: (number, 0) for number, letter in enumerate("abcd")}
    assert ["".join(group) for group in regrouped([list(group) for group in groups], decisions, age)] == expected


def _people(links: Links) -> list[list[str]]:
    return [[a.document[0] for a in person.appearances] for person in links.people]


def test_people_put_together_and_taken_apart(series: Reader) -> None:
    minutes = _series(series)
    first, second, third = (one.attendees[0].id for one in minutes)
    found = link_meetings(minutes)
    apart = link_meetings(minutes, decisions=_decide("person", first, third, False))
    assert ["1", "3"] in _people(found) and ["1", "3"] not in _people(apart)
    together = link_meetings(minutes, decisions=_decide("person", first, second, True))
    assert _people(together) == [["1", "2", "3"]] and "同じ人と人が決めた" in together.people[0].reasons
    assert not any({one.left, one.right} == {first, second} for one in together.suggestions)


def test_a_program_put_together_takes_its_figures_and_issues_along(series: Reader) -> None:
    minutes = _series(series)
    before = link_meetings(minutes)
    assert len(before.programs) == 2
    links = link_meetings(
        minutes, decisions=_decide("program", minutes[0].programs[0].id, minutes[1].programs[0].id, True)
    )
    (program,) = links.programs
    assert [a.name for a in program.appearances] == ["くらし相談窓口", "まるごと何でも案内所", "くらし相談窓口"]
    values = [[point.value for point in one.points] for one in links.metric_series]
    assert [210, 300, 310] in values and [210, 300, 310] not in [
        [point.value for point in one.points] for one in before.metric_series
    ]


def test_issues_put_together_go_on_and_taken_apart_are_opened_anew(series: Reader) -> None:
    minutes = _series(series)
    first, other = minutes[0].issues[0], minutes[2].issues[0]
    links = link_meetings(minutes, decisions=_decide("issue", first.id, other.id, True))
    thread = next(t for t in links.issues if t.states[0].document == "1.txt")
    assert thread.states[-1].document == "3.txt" and thread.states[-1].state == "continued" and thread.unmentioned == 0
    assert sum(len(t.states) for t in links.issues) == sum(len(t.states) for t in link_meetings(minutes).issues)
    apart = link_meetings(
        minutes, decisions=[*_decide("issue", first.id, other.id, True), *_decide("issue", first.id, other.id, False)]
    )
    again = next(t for t in apart.issues if any("駐車場" in state.quote for state in t.states))
    assert again.states[0].state == "opened" and "駐車場" in again.states[0].quote


def test_a_report_that_a_person_names_and_one_that_is_none(series: Reader) -> None:
    minutes = _series(series)
    promise = next(one for one in minutes[0].actions if "ちらし" in one.quote)
    report = minutes[2].metrics[0]
    links = link_meetings(minutes, decisions=_decide("action", promise.id, report.id, True))
    (found,) = [one for one in links.actions if "ちらし" in one.promised.quote]
    assert found.followed_up is not None and "310件" in found.followed_up.quote and found.score == 1.0
    none = link_meetings(
        minutes,
        decisions=[
            *_decide("action", promise.id, report.id, True), *_decide("action", promise.id, report.id, False),
        ],
    )  # fmt: skip
    assert next(one for one in none.actions if "ちらし" in one.promised.quote).followed_up is None


def test_nothing_decided_and_what_is_not_there_changes_nothing(series: Reader) -> None:
    minutes = _series(series)
    kinds: tuple[LinkKind, ...] = ("person", "program", "issue", "action")
    found = link_meetings(minutes)
    assert link_meetings(minutes, decisions=[LinkDecision(kind, "x", "y", True) for kind in kinds]) == found
