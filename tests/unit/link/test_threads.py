"""Issues from raised to closed, promises and their reports, sums that recur: three years of a fictional body."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.linking import by_body, link_bodies, link_meetings
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes

Reader = Callable[..., list[Minutes]]
_HEAD = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和{year}年1月23日　14時～15時
場所：302会議室
出席者：福祉部　榎本次長
＜１.進捗状況報告＞
目標１　相談しやすいまちづくり
➀事業事例…くらし相談窓口（福祉部）
"""
_FIRST = """・利用者：240人　電話相談：100人　来所相談：140人
・課題：相談員が２名のため、夜間の電話に対応できていない。
・夜間の電話相談について、次回の連絡会で対応案を報告する。
"""
_SECOND = """・利用者：300人　電話相談：120人　来所相談：180人
・昨年度の連絡会で報告するとしていた夜間の電話相談の対応案について、福祉部から説明した。
・相談員を４名に増やしたが、夜間の電話に対応できない日が依然として月に５日ある。
"""
_THIRD = """・利用者：340人　電話相談：150人　来所相談：200人
・当番制を導入し、夜間の電話に対応できないという課題は解消した。
"""


def _body(year: int, text: str) -> str:
    return _HEAD.format(year=year) + text


@pytest.fixture
def links(series: Reader) -> Links:
    return link_meetings(series(_body(5, _FIRST), _body(6, _SECOND), _body(7, _THIRD)))


def test_an_issue_is_followed_until_it_is_closed(links: Links) -> None:
    thread = next(thread for thread in links.issues if "夜間" in thread.states[0].quote)
    assert [(state.document, state.state) for state in thread.states] == [
        ("1.txt", "opened"),
        # What was promised is reported, and beside it the trouble goes on.
        ("2.txt", "answered"),
        ("2.txt", "continued"),
        ("3.txt", "resolved"),
    ]
    assert thread.unmentioned == 0
    assert thread.program == "くらし相談窓口"


def test_a_promise_meets_its_report(links: Links) -> None:
    promise = next(promise for promise in links.actions if promise.followed_up)
    assert promise.promised.quote.startswith("夜間の電話相談について")
    assert promise.followed_up is not None
    assert promise.followed_up.document == "2.txt"
    assert promise.followed_up.outcome == "done"


def test_figures_of_one_indicator_are_one_series(links: Links) -> None:
    values = {series.points[0].name: [point.value for point in series.points] for series in links.metric_series}
    assert values["利用者"] == [240, 300, 340]
    assert values["電話相談"] == [100, 120, 150]


def test_a_sum_that_holds_in_other_years_and_fails_once_is_found(links: Links) -> None:
    assert [(c.document, c.kind, c.expected, c.printed) for c in links.checks] == [("3.txt", "sum", 350, 340)]
    assert len(links.checks[0].spans) == 3


def test_no_alarm_where_every_sum_holds(series: Reader) -> None:
    assert not link_meetings(series(_body(5, _FIRST), _body(6, _SECOND))).checks


def test_every_mention_is_grounded(series: Reader) -> None:
    minutes = series(_body(5, _FIRST), _body(6, _SECOND), _body(7, _THIRD))
    texts = {one.document: one.text for one in minutes}
    links = link_meetings(minutes)
    places = [state for thread in links.issues for state in thread.states]
    places += [end for promise in links.actions for end in (promise.promised, promise.followed_up) if end]
    assert places
    assert all(texts[p.document][p.span.start : p.span.end] == p.quote for p in places)


def test_an_issue_that_nobody_mentions_again_stays_in_the_ledger(series: Reader) -> None:
    third = "・利用者：350人　電話相談：150人　来所相談：200人\n"
    links = link_meetings(series(_body(5, _FIRST), _body(6, third), _body(7, third)))
    thread = next(thread for thread in links.issues if "夜間" in thread.states[0].quote)
    assert len(thread.states) == 1
    assert thread.unmentioned == 2


def test_issues_of_different_programs_are_not_joined(series: Reader) -> None:
    other = "②事業事例…手話通訳者派遣事業（福祉部）\n・課題：通訳者が２名のため、夜間の依頼に対応できていない。\n"
    links = link_meetings(series(_body(5, _FIRST), _body(6, other)))
    assert all(len({state.document for state in thread.states}) == 1 for thread in links.issues)


def test_bodies_are_kept_apart_and_sorted_by_date(series: Reader) -> None:
    one, two = series(_body(7, _THIRD), _body(5, _FIRST))
    (other,) = series(_body(5, _FIRST).replace("楡ヶ丘市地域福祉", "楡ヶ丘市環境"))
    groups = by_body([one, other, two])
    assert [[minutes.meeting.date[:4] for minutes in group if minutes.meeting.date] for group in groups] == [
        ["2023", "2025"],
        ["2023"],
    ]
    assert len(link_bodies([one, other, two]).documents) == 3


def test_nothing_comes_of_nothing() -> None:
    assert link_bodies([]) == Links(documents=())


def test_twice_is_the_same(series: Reader) -> None:
    minutes = series(_body(5, _FIRST), _body(6, _SECOND), _body(7, _THIRD))
    assert link_meetings(minutes) == link_meetings(list(minutes))


@pytest.mark.parametrize(
    ("first", "second", "states"),
    [
        # A speech that goes on is one issue, and what names the whole an issue belongs to it.
        (
            "○榎本委員　夜間の電話に対応できていません。急ぎの相談を受けられないことが課題です。",
            "○榎本委員　夜間の電話の課題は解消した。",
            ["opened", "opened", "resolved"],
        ),
        # The verdict stands beside what was done.
        (
            "・課題：夜間の電話に対応できていない。",
            "・夜間の電話は、４月から当番の職員が受けている。\n・夜間の電話に対応できないとの指摘は解消したものと認める。",
            ["opened", "resolved"],
        ),
        # What only serves the meeting is no state.
        ("・課題：夜間の電話に対応できていない。", "・夜間の電話について、案のとおり了承した。", ["opened"]),
    ],
)
def test_sentences_of_one_issue(series: Reader, first: str, second: str, states: list[str]) -> None:
    links = link_meetings(series(_body(5, first + "\n"), _body(6, second + "\n")))
    thread = next(thread for thread in links.issues if "夜間" in thread.states[0].quote)
    found = [state.state for state in thread.states]
    assert (found[0], found[-1], found.count("opened")) == (states[0], states[-1], states.count("opened"))


@pytest.mark.parametrize(
    ("first", "second", "report"),
    [
        # The answer to a question after what was promised is the report, whatever words it uses.
        (
            "○榎本委員　体験談の冊子がほしい。\n○事務局　体験談の冊子を年内に配る。",
            "○榎本委員　体験談の冊子はできたか。\n○事務局　原稿が集まらず、まだ配れていない。",
            "原稿が集まらず、まだ配れていない。",
        ),
        # What was done already is no promise.
        ("・４月から相談員を２人配置した。", "・相談員２人を５人に増やした。", None),
    ],
)
def test_reports(series: Reader, first: str, second: str, report: str | None) -> None:
    links = link_meetings(series(_body(5, first + "\n"), _body(6, second + "\n")))
    assert [one.followed_up.quote for one in links.actions if one.followed_up] == ([report] if report else [])


def test_rows_that_answer(series: Reader) -> None:
    """Each row of a table that answers the last meeting goes on with the issue that it was promised to."""
    first = "・課題：夜間の電話に対応できていない。\n・→当番の職員を置くことを、来年度に向けて検討する。\n"
    table = "＜２.前回の指摘への対応＞\n番号\t前回の指摘\t担当課\t対応の状況\n1\t夜間の電話\t福祉課\t当番の職員を４月に置いた。\n"
    links = link_meetings(series(_body(5, first), _body(6, "・利用者：300人\n" + table)))
    thread = next(thread for thread in links.issues if "夜間" in thread.states[0].quote)
    assert [state.state for state in thread.states] == ["opened", "answered", "answered"]
    assert [one.followed_up.quote for one in links.actions if one.followed_up] == ["当番の職員を４月に置いた。"]


@pytest.mark.parametrize("mark", ["→", "⇒　", "＞", "Ａ　", "Ａ．", "（回答）", "回答：", "【担当課の説明】", "答　"])
def test_marks_of_replies(series: Reader, mark: str) -> None:
    line = f"・課題：夜間の電話に対応できていない。\n{mark}当番の職員を置くことを、来年度に向けて検討する。\n"
    links = link_meetings(series(_body(5, line), _body(6, "・利用者：300人\n")))
    thread = next(thread for thread in links.issues if "夜間" in thread.states[0].quote)
    assert [state.state for state in thread.states] == ["opened", "answered"]


def test_what_is_agreed_every_year_is_no_issue(series: Reader) -> None:
    chosen = "・副会長は{}健康福祉部の布施次長が務めることで、全員が賛成した。\n"
    links = link_meetings(series(_body(5, _FIRST + chosen.format("")), _body(6, _SECOND + chosen.format("引き続き"))))
    assert [thread for thread in links.issues if "副会長" in thread.states[0].quote] == []
    assert any("夜間" in thread.states[0].quote for thread in links.issues)
