"""The same person across meetings: transfers, promotions, namesakes, old forms of characters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.link.linking import link_bodies
from minutes_pipeline.link.master import Master, RosterEntry
from minutes_pipeline.link.people import link_people
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import name_key

Reader = Callable[..., list[Minutes]]
_HEAD = "楡ヶ丘市地域福祉庁内連絡会　議事録\n日時：令和{year}年1月23日（{day}）14時～15時\n場所：市役所302会議室\n"


def _minutes(year: int, roster: str, body: str = "資料のとおり報告した。") -> str:
    day = {5: "月", 6: "火", 7: "木", 8: "金"}[year]
    return f"{_HEAD.format(year=year, day=day)}出席者：\n{roster}\n議題\n１．進捗状況について\n{body}\n"


def _groups(minutes: list[Minutes]) -> list[list[str]]:
    people, _ = link_people(minutes)
    return [[f"{a.document[0]}{a.affiliation or ''}{a.name}{a.job_title or ''}" for a in p.appearances] for p in people]


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        # (roster of one year, roster of the next, which pairs are one person)
        ("福祉部　榎本次長\n総務部　鳴海次長", "福祉部　榎本部長\n総務部　鳴海次長", ["榎本", "鳴海"]),
        ("福祉部　髙野課長", "福祉部　高野課長", ["高野"]),
        ("福祉部長　齊藤　眞", "福祉部長　斉藤　真", ["斉藤眞"]),
        ("福祉部長　榎本　俊介", "福祉部長　榎本　俊介", ["榎本俊介"]),
        ("福祉部　榎本課長", "福祉部　課長　榎本　俊介", ["榎本俊介"]),
    ],
)
def test_linked(series: Reader, first: str, second: str, linked: list[str]) -> None:
    people, _ = link_people(series(_minutes(5, first), _minutes(6, second)))
    pairs = [person.person for person in people if len(person.appearances) == 2]
    assert sorted(map(name_key, pairs)) == sorted(linked)


def test_namesakes_in_one_meeting_stay_apart(series: Reader) -> None:
    roster = "福祉部　鳴海次長\n都市部　鳴海課長"
    people, _ = link_people(series(_minutes(5, roster), _minutes(6, roster)))
    assert sorted(len(person.appearances) for person in people) == [2, 2]
    assert all(len({a.affiliation for a in person.appearances}) == 1 for person in people)


def test_transfer_that_the_minutes_tell_is_followed(series: Reader) -> None:
    told = "人事異動により、総務部から福祉部に異動した鳴海次長が新たに委員となった。"
    people, _ = link_people(series(_minutes(5, "総務部　鳴海次長"), _minutes(6, "福祉部　鳴海次長", told)))
    assert [[a.affiliation for a in person.appearances] for person in people] == [["総務部", "福祉部"]]
    assert "異動の記載がある" in people[0].reasons


def test_different_given_names_are_different_people(series: Reader) -> None:
    people, likely = link_people(series(_minutes(5, "福祉部長　榎本　俊介"), _minutes(6, "福祉部長　榎本　美帆")))
    assert sorted(len(person.appearances) for person in people) == [1, 1]
    assert not likely


def test_a_surname_alone_in_another_place_and_post_is_at_most_suggested(series: Reader) -> None:
    people, likely = link_people(series(_minutes(5, "総務部　鳴海主事"), _minutes(6, "消防本部　鳴海次長")))
    assert [len(person.appearances) for person in people] == [1, 1]
    assert all(suggestion.score < 0.5 and suggestion.reasons for suggestion in likely)


def test_result_does_not_depend_on_the_order_of_the_roster(series: Reader) -> None:
    one = ["福祉部　榎本次長", "総務部　鳴海次長", "都市部　矢吹次長"]
    first = link_people(series(_minutes(5, "\n".join(one)), _minutes(6, "\n".join(reversed(one)))))[0]
    assert all(len(person.appearances) == 2 for person in first)


ROSTER = Master(
    (
        RosterEntry("1", "鳴海太郎", "総務部", start="2022-04-01", end="2023-03-31"),
        RosterEntry("1", "鳴海太郎", "消防本部", start="2023-04-01"),
        RosterEntry("2", "榎本花子", "福祉部", end="2023-03-31"),
        RosterEntry("3", "榎本花江", "福祉部", start="2023-04-01"),
    )
)


def test_the_roster_decides(series: Reader) -> None:
    minutes = series(
        _minutes(5, "総務部　鳴海主事\n福祉部　榎本課長"), _minutes(6, "消防本部　鳴海次長\n福祉部　榎本課長")
    )
    people, _ = link_people(minutes, ROSTER)
    by_name = {person.person: [a.affiliation for a in person.appearances] for person in people}
    assert by_name["鳴海"] == ["総務部", "消防本部"]
    assert [len(person.appearances) for person in people if person.person == "榎本"] == [1, 1]
    assert next(person for person in people if person.person == "鳴海").reasons == ("名簿で同じ人",)
    without = link_people(minutes)[0]
    assert [len(person.appearances) for person in without if person.person == "榎本"] == [2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Members known by their surnames alone, of no department.
        ("出席委員：榎本委員、田中委員、鳴海委員", "出席委員：田中委員、榎本委員、鳴海委員"),
        ("出席委員：榎本会長、田中委員", "出席委員：榎本会長、田中委員"),
    ],
)
def test_members_by_surname(series: Reader, first: str, second: str) -> None:
    groups = _groups(series(_minutes(5, first), _minutes(6, second)))
    assert [len(group) for group in groups] == [2] * len(groups)
    assert groups


def test_a_department_that_the_minutes_rename(series: Reader) -> None:
    told = "４月の機構改革により、福祉部は健康福祉部となった。"
    people, _ = link_people(
        series(_minutes(5, "福祉部介護課　田中係長"), _minutes(6, "健康福祉部支援課　田中課長補佐", told))
    )
    assert [len(person.appearances) for person in people] == [1, 1]
    links = link_bodies(
        series(_minutes(5, "福祉部介護課　田中係長"), _minutes(6, "健康福祉部支援課　田中課長補佐", told))
    )
    assert [len(person.appearances) for person in links.people] == [2]
