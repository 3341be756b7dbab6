"""The roster and the table of reorganisations as officials keep them: CSV in either encoding, Excel, dates in either calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from minutes_pipeline.errors import QueryError
from minutes_pipeline.link.master import DepartmentChange, Master, RosterEntry
from minutes_pipeline.progress.master_files import load_master, master_beside

ROSTER = "番号,氏名,所属,職名,着任日,離任日\n1,鳴海　太郎,総務部,次長,令和5年4月1日,令和7年3月31日\n2,鳴海 花子,福祉部福祉総務課,主事,2024-04-01,\n"
CHANGES = "旧名称,新名称,適用日\n福祉部,健康福祉部,2025-04-01\n"


def _written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv(tmp_path: Path, encoding: str) -> None:
    master = load_master(
        _written(tmp_path / "r.csv", ROSTER, encoding), _written(tmp_path / "d.csv", CHANGES, encoding)
    )
    assert master.roster[0] == RosterEntry("1", "鳴海 太郎", "総務部", "次長", "2023-04-01", "2025-03-31")
    assert master.departments == (DepartmentChange("福祉部", "健康福祉部", "2025-04-01"),)


def test_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["氏名", "所属", "開始日"])
    book.active.append(["鳴海 太郎", "総務部", date(2023, 4, 1)])
    book.save(tmp_path / "r.xlsx")
    assert load_master(tmp_path / "r.xlsx", None).roster == (
        RosterEntry("鳴海太郎", "鳴海 太郎", "総務部", None, "2023-04-01"),
    )


def test_beside_the_database(tmp_path: Path) -> None:
    assert master_beside(tmp_path / "minutes.db") == Master()
    _written(tmp_path / "minutes.名簿.csv", ROSTER)
    assert len(master_beside(tmp_path / "minutes.db").roster) == 2


@pytest.mark.parametrize(
    ("name", "affiliation", "day", "person"),
    [
        ("鳴海", "総務部", "2024-01-23", "1"),
        ("鳴海太郎", None, "2024-01-23", "1"),
        ("鳴海", "健康福祉部", "2025-06-01", "2"),
        ("鳴海", "健康福祉部福祉総務課", "2025-06-01", "2"),
        ("鳴海", None, "2023-06-01", "1"),
        ("鳴海", None, "2024-06-01", None),
        ("鳴海", "総務部", "2020-01-01", None),
        ("榎本", "総務部", "2024-01-23", None),
        ("鳴海次郎", "総務部", "2024-01-23", None),
    ],
)
def test_who_is_meant(tmp_path: Path, name: str, affiliation: str | None, day: str, person: str | None) -> None:
    master = load_master(_written(tmp_path / "r.csv", ROSTER), _written(tmp_path / "d.csv", CHANGES))
    assert master.person_of(name, affiliation, day) == person


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("名称,所属\nx,y\n", "見出しに「氏名」がありません"),
        ("", "見出しに「氏名」がありません"),
        ("氏名,開始日\n鳴海太郎,去年\n", "2行目の日付「去年」"),
        ("氏名,開始日,終了日\n鳴海太郎,2024-04-01,2023-04-01\n", "2行目の終了日が開始日より前"),
    ],
)
def test_faults_name_their_line(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        load_master(_written(tmp_path / "r.csv", content), None)


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv"])
def test_not_a_table(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe\x00\x81\x81 not a table")
    with pytest.raises(QueryError, match=r"読めません|見出し"):
        load_master(tmp_path / name, None)


def test_departments_that_swap_names_do_not_loop() -> None:
    master = Master(departments=(DepartmentChange("甲部", "乙部"), DepartmentChange("乙部", "甲部")))
    assert master.present_name("甲部") in ("甲部", "乙部")
    assert Master(departments=(DepartmentChange("福祉部", "福祉部長寿局"),)).present_name("福祉部") == "福祉部長寿局"
