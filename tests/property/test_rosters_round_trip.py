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
from minutes_pipeline.model.records import Attendee
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
    status: str = "present"

    @property
    def name(self) -> str:
        return self.surname + self.given


_STATUSES = ("present", "present", "absent", "online", "proxy", "late", "left_early")
_MARKS = {"present": "○", "absent": "×", "online": "オンライン", "proxy": "代理", "late": "遅参", "left_early": "早退"}
_WORDS = {
    "absent": "欠席",
    "online": "オンライン参加",
    "proxy": "代理出席",
    "late": "途中から出席",
    "left_early": "途中退席",
}
_HEADED = (("会場", "present"), ("オンライン", "online"))
_PEOPLE = st.lists(
    st.builds(
        Person,
        st.sampled_from(_SURNAMES),
        st.sampled_from(_GIVEN),
        st.sampled_from(_UNITS),
        st.sampled_from(_TITLES),
        st.sampled_from(_BODIES),
        st.sampled_from(_STATUSES),
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
    return "事務局：" + "\n　　　　".join(f"{_short(p)}　{p.surname}{p.title}" for p in people)


def table_with_presence(people: list[Person]) -> str:
    rows = ("\t".join((p.surname + "　" + p.given, p.body, _MARKS[p.status])) for p in people)
    return "委員出席状況\n氏名\t所属\t出欠\n" + "\n".join(rows)


def presence_before_post(people: list[Person]) -> str:
    rows = ("\t".join((_MARKS[p.status], "委員", f"{p.surname}　{p.given}", p.body)) for p in people)
    return "委員出席状況\n出欠\t役職\t氏名\t団体名\n" + "\n".join(rows)


def readings_and_remarks(people: list[Person]) -> str:
    rows = (f"{p.surname}（みょうじ）{p.given}（なまえ）\t{_MARKS[p.status]}\t{p.body}" for p in people)
    return "委員出席簿\n氏　名\t出　欠\t備　考\n" + "\n".join(rows)


def presence_in_brackets(people: list[Person]) -> str:
    entries = (p.name + ("" if p.status == "present" else f"（{_WORDS[p.status]}）") + f"（{p.body}）" for p in people)
    return "委員：" + "、".join(entries)


def presence_told_below(people: list[Person]) -> str:
    told = [f"{p.surname}委員は{_WORDS[p.status]}" for p in people if p.status != "present"]
    remark = f"\n※{'、'.join(told)}" if told else ""
    return "出席者：" + "、".join(f"{p.name}（{p.body}）" for p in people) + remark


def under_presence_headings(people: list[Person]) -> str:
    groups = ((word, [p for p in people if p.status == status]) for word, status in _HEADED)
    return "出席者\n" + "\n".join(
        f"（{word}）\n" + "、".join(f"{p.name}（{p.body}）" for p in group) for word, group in groups if group
    )


BY_PRESENCE: tuple[Form, ...] = (
    table_with_presence,
    presence_before_post,
    readings_and_remarks,
    presence_in_brackets,
    presence_told_below,
)


def staff_under_departments(people: list[Person]) -> str:
    return "事務局\n" + "\n".join(f"　{p.unit}\n　　{p.title}　　{p.surname}　{p.given}" for p in people)


def staff_behind_colons(people: list[Person]) -> str:
    return "事務局　" + "\n　　　　".join(f"{_short(p)}：{p.title}　{p.surname}" for p in people)


def _short(person: Person) -> str:
    """Long lines of one length would be taken for a wrapped paragraph."""
    return person.unit.removeprefix("教育委員会事務局").removeprefix("福祉部")


def with_readings(people: list[Person]) -> str:
    return "出席委員：" + "、".join(f"{p.surname}（みょうじ）{p.given}（なまえ）委員" for p in people)


def wide_columns_under_headings(people: list[Person]) -> str:
    rows = (f"委員　　　{p.surname}　{p.given}　　　{p.unit}　{p.title}" for p in people)
    return "出席委員\n　区分　　　氏　　名　　　所属・職名\n　" + "\n　".join(rows)


def proxies(people: list[Person]) -> str:
    return "出席者：" + "、".join(f"{p.surname}委員（代理：{p.unit}{p.title} 楠田）" for p in people)


BY_NAME: tuple[Form, ...] = (
    names_in_commas,
    spaced_names_three_to_a_line,
    seats_and_spaced_names,
    with_honorific,
    with_readings,
)
BY_BODY: tuple[Form, ...] = (body_in_brackets, bullets_with_body)
BY_POST: tuple[Form, ...] = (unit_title_name, fused_post_name, name_post_in_brackets, wide_columns_under_headings)


def _listed(roster: str) -> list[Attendee]:
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
    return list(people)


def _read(roster: str) -> list[tuple[str | None, str, str]]:
    return [(p.name, _post(p.affiliation, p.job_title), p.group) for p in _listed(roster)]


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


@pytest.mark.parametrize("form", BY_PRESENCE, ids=lambda f: f.__name__)
@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_presence(form: Form, people: list[Person]) -> None:
    read = [(p.name, _post(p.affiliation, p.job_title), p.status) for p in _listed(form(people))]
    assert read == [(p.name, p.body, p.status) for p in people]


@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_presence_as_heading(people: list[Person]) -> None:
    listed = [p for status in ("present", "online") for p in people if p.status == status]
    if listed:
        read = [(p.name, p.affiliation, p.status) for p in _listed(under_presence_headings(listed))]
        assert read == [(p.name, p.body, p.status) for p in listed]


@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_proxies(people: list[Person]) -> None:
    read = [(p.name, p.status) for p in _listed(proxies(people)) if p.status == "absent"]
    assert read == [(p.surname, "absent") for p in people]


@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_staff_by_department(people: list[Person]) -> None:
    named = [(p.name, _joined(p), "secretariat") for p in people]
    assert _read(staff_under_departments(people)) == named
    behind = [(p.surname, _post(_short(p), p.title), "secretariat") for p in people]
    assert _read(staff_behind_colons(people)) == behind


@given(people=_PEOPLE)
@settings(max_examples=25, deadline=None)
def test_surnames_with_title(people: list[Person]) -> None:
    expected = [(p.surname, _post(_short(p), p.title), "secretariat") for p in people]
    assert _read(unit_surname_title(people)) == expected
