"""Sums: parts against the printed total, in sentences and in table columns."""

from collections.abc import Callable

import pytest

from minutes_pipeline.check.sums import check_sums
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline

Make = Callable[[str], tuple[Outline, Minutes]]


@pytest.mark.parametrize(
    "body",
    [
        "・不登校は小学校７人、中学校16人の計23人である。",
        "・取り扱った事例は26件（新規17件、継続９件）である。",
        "・相談は48件（うち電話30件、窓口10件）である。",
        "・意見は37件（賛成20件、反対10件ほか）であった。",
        "・男性は12人、相談は30件の計48件である。",
        "・報告が３件、決算の認定15件、条例の制定６件、補正予算７件の計28件である。",
        "・会員は約120人（男性50人、女性60人）である。",
        "・利用者は27,146人で、前年同期の25,380人を上回った。内訳は東ルート14,982人、西ルート12,164人である。",
    ],
)
def test_no_finding(minutes_of: Make, body: str) -> None:
    assert check_sums(*minutes_of(body)) == ()


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("・不登校は小学校７人、中学校16人の計24人である。", 3),
        ("・取り扱った事例は27件（新規17件、継続９件）である。", 3),
        ("・利用者は27,046人で、前年同期の25,380人を上回った。内訳は東ルート14,982人、西ルート12,164人である。", 3),
    ],
)
def test_finding_cites_parts_and_total(minutes_of: Make, body: str, places: int) -> None:
    outline, minutes = minutes_of(body)
    findings = check_sums(outline, minutes)
    assert [f.code for f in findings] == ["sum_mismatch"]
    assert len(findings[0].spans) == places
    cited = [outline.document.text[s.start : s.end] for s in findings[0].spans]
    assert any(total in c for c in cited for total in ("27件", "24人", "27,046人"))


def _table(total: str, subtotal: str = "") -> str:
    rows = [
        "| 科目 | 予算額 | 決算額 | 率 |",
        "|---|---|---|---|",
        "| 会費 | 1,200 | 1,180 | 98.3％ |",
        "| 寄附 | 300 | 350 | 116.7％ |",
    ]
    if subtotal:
        rows.append(subtotal)
    return "\n".join(["収入（単位：円）", "", *rows, total])


@pytest.mark.parametrize(
    "total",
    ["| 合計 | 1,500 | 1,530 | 102.0％ |", "| 収入合計 | 1,500 | 1,530 | 50.0％ |"],
)
def test_table_adds_up(minutes_of: Make, total: str) -> None:
    outline, minutes = minutes_of(_table(total))
    assert [t.kind for t in outline.document.tables] == ["data"]
    assert check_sums(outline, minutes) == ()


def test_table_column_that_does_not(minutes_of: Make) -> None:
    outline, minutes = minutes_of(_table("| 合計 | 1,500 | 1,540 | 102.0％ |"))
    findings = check_sums(outline, minutes)
    assert [f.code for f in findings] == ["sum_mismatch"]
    assert [outline.document.text[s.start : s.end] for s in findings[0].spans] == ["1,180", "350", "1,540"]


def test_part_rows_are_not_added(minutes_of: Make) -> None:
    body = _table("| 合計 | 1,500 | 1,530 | 102.0％ |", "| うち現金 | 100 | 100 | 6.0％ |")
    assert check_sums(*minutes_of(body)) == ()
