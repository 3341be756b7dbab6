"""Rosters: a known roster printed in many forms (名簿の書き方) reads back as the same people."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.extract.attendees import extract_attendees
from minutes_pipeline.pipeline import read_document, segment

_SURNAMES = (
    "森田",
    "髙橋",
    "小野寺",
    "東海林",
    "林",
    "五十嵐",
    "佐々木",
    "阿部",
    "大河原",
    "渡邊",
    "三ツ谷",
    "原",
    "長谷川",
    "蔦木",
)
_GIVEN = ("太郎", "花子", "誠", "さゆり", "健一郎", "みどり", "学", "由紀子", "ひろし", "美穂", "隆", "ゆう子")
_UNITS = (
    "総務部",
    "福祉部高齢福祉課",
    "都市整備部",
    "環境政策課",
    "生涯学習課",
    "農林水産課",
    "上下水道局",
    "教育委員会事務局学校教育課",
)
_TITLES = ("部長", "次長", "課長", "課長補佐", "係長", "主査", "主任", "参事")
_BODIES = ("商工会議所", "社会福祉協議会", "医師会", "自治会連合会", "公募市民", "みどり大学", "農業協同組合")


@dataclass(frozen=True)
class Person:
    surname: str
    given: str
    unit: str
    title: str
    body: str

    @property
    def name(self) -> str:
        return self.surname + self.given


_PEOPLE = st.lists(
    st.builds(
        Person,
        st.sampled_from(_SURNAMES),
        st.sampled_from(_GIVEN),
        st.sampled_from(_UNITS),
        st.sampled_from(_TITLES),
        st.sampled_from(_BODIES),
    ),
    min_size=2,
    max_size=8,
    unique_by=(lambda p: p.surname, lambda p: p.given, lambda p: p.body),
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

Form = Callable[[list[Person]], str]
Key = Callable[[Person], tuple[str, str]]


def _rows(cells: list[str], label: str, wide: str = "　　") -> str:
    rows = [wide.join(cells[i : i + 3]) for i in range(0, len(cells), 3)]
    pad = "　" * (len(label) + 1)
    return f"{label}　" + f"\n{pad}".join(rows)


def names_in_commas(people: list[Person]) -> str:
    return "出席委員：" + "、".join(p.name for p in people)


def spaced_names_three_to_a_line(people: list[Person]) -> str:
    return _rows([f"{p.surname}　{p.given}" for p in people], "出席委員")


def seats_and_spaced_names(people: list[Person]) -> str:
    return _rows([f"{i}番　{p.surname}　{p.given}".translate(_WIDE) for i, p in enumerate(people, 1)], "出席議員")


def with_honorific(people: list[Person]) -> str:
    return "出席者　" + "\n　　　　".join(f"{p.surname}　{p.given}　委員" for p in people)


def body_in_brackets(people: list[Person]) -> str:
    return "出席委員：" + "、".join(f"{p.name}（{p.body}）" for p in people)


def bullets_with_body(people: list[Person]) -> str:
    return "出席者\n" + "\n".join(f"・{p.surname} {p.given}（{p.body}）" for p in people)


def unit_title_name(people: list[Person]) -> str:
    return "出席者：" + "\n　　　　".join(f"{p.unit}　{p.title}　{p.surname}　{p.given}" for p in people)


def fused_post_name(people: list[Person]) -> str:
    return "出席者：" + "、".join(f"{p.unit}{p.title} {p.name}" for p in people)


def name_post_in_brackets(people: list[Person]) -> str:
    return "出席者：" + "、".join(f"{p.name}（{p.unit}{p.title}）" for p in people)


def unit_surname_title(people: list[Person]) -> str:
    return "事務局：" + "\n　　　　".join(f"{p.unit}　{p.surname}{p.title}" for p in people)


BY_NAME: tuple[Form, ...] = (
    names_in_commas,
    spaced_names_three_to_a_line,
    seats_and_spaced_names,
    with_honorific,
)
BY_BODY: tuple[Form, ...] = (body_in_brackets, bullets_with_body)
BY_POST: tuple[Form, ...] = (unit_title_name, fused_post_name, name_post_in_brackets)


def _read(roster: str) -> list[tuple[str | None, str, str]]:
    text = (
        "みどり市環境審議会　会議録\n\n日　時：令和６年５月17日（金）午後２時\n場　所：市役所３階会議室\n"
        f"{roster}\n\n１　開会\n会長　ただいまから、みどり市環境審議会を開会いたします。\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minutes.txt"
        path.write_text(text, encoding="utf-8")
        document = read_document(path)
    people = extract_attendees(segment(document))
    assert all(document.text[p.span.start : p.span.end] == p.quote for p in people)
    return [(p.name, _post(p.affiliation, p.job_title), p.group) for p in people]


def _post(affiliation: str | None, title: str | None) -> str:
    unit, post = affiliation or "", title or ""
    return unit + post[1:] if unit and post and unit[-1] == post[0] else unit + post


def _joined(person: Person) -> str:
    return _post(person.unit, person.title)


@pytest.mark.parametrize("form", BY_NAME, ids=lambda f: f.__name__)
@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_names(form: Form, people: list[Person]) -> None:
    assert _read(form(people)) == [(p.name, "", "member") for p in people]


@pytest.mark.parametrize("form", BY_BODY, ids=lambda f: f.__name__)
@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_names_with_body(form: Form, people: list[Person]) -> None:
    assert _read(form(people)) == [(p.name, p.body, "member") for p in people]


@pytest.mark.parametrize("form", BY_POST, ids=lambda f: f.__name__)
@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_names_with_post(form: Form, people: list[Person]) -> None:
    assert _read(form(people)) == [(p.name, _joined(p), "member") for p in people]


@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_surnames_with_title(people: list[Person]) -> None:
    assert _read(unit_surname_title(people)) == [(p.surname, _joined(p), "secretariat") for p in people]
