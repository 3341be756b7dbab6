"""``minutes progress``: plan, sheet, briefing and push from the command line, as an official sees them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

Command = Callable[..., Any]
_TEXT = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和6年1月23日　14時～15時
場所：302会議室
出席者：福祉部　榎本次長
＜１.進捗状況報告＞
目標１　相談しやすいまちづくり
➀事業事例…くらし相談窓口（福祉部）
・相談件数：令和４年度：210件　令和５年度（12月末現在）：{count}件
・課題：夜間の電話に対応できていない。
・３月末までにちらしを作成する。
"""


@pytest.fixture
def db(tmp_path: Path, minutes: Command) -> Path:
    return _taken(tmp_path, minutes, 240)


def _taken(folder: Path, minutes: Command, count: int) -> Path:
    (folder / "r5.txt").write_text(_TEXT.format(count=count), "utf-8")
    assert minutes("ingest", folder / "r5.txt", "--db", folder / "m.db").code == 0
    return folder / "m.db"


def test_a_corrected_file_changes_one_row_and_the_dry_run_says_which(
    db: Path, tmp_path: Path, minutes: Command
) -> None:
    to = ("--to", tmp_path / "p.db", "--db", db, "--on", "2024-02-01")
    assert minutes("progress", "push", *to).out.startswith("追加 ")
    assert "追加 0、変更 0、取り下げ 0" in minutes("progress", "push", *to).out
    _taken(tmp_path, minutes, 249)
    told = minutes("progress", "push", *to, "--dry-run").out.splitlines()
    assert told[0].startswith("（書き込みはしていません）追加 0、変更 1、取り下げ 0")
    assert len(told) == 2 and "・変更 数値「相談件数」" in told[1] and "値: 240 → 249" in told[1]
    assert "変更 1" in minutes("progress", "push", *to).out
    assert "変更 0" in minutes("progress", "push", *to).out


def test_plan_sheet_and_briefing(db: Path, tmp_path: Path, minutes: Command) -> None:
    plan = tmp_path / "plan.yaml"
    assert minutes("progress", "plan", "--db", db, "--out", plan).code == 0
    again = minutes("progress", "plan", "--db", db, "--out", plan)
    assert again.code == 2 and "すでにあります" in again.err
    out = tmp_path / "表.xlsx"
    done = minutes("progress", "sheet", "--plan", plan, "--year", "R5", "--xlsx", out, "--db", db)
    assert done.code == 0 and "行の進捗管理表を作りました" in done.out
    values = [cell.value for row in load_workbook(out)["進捗管理表"].iter_rows() for cell in row]
    assert "くらし相談窓口" in values and "12月31日まで" in values
    assert (
        minutes("progress", "briefing", "--db", db, "--out", tmp_path / "引き継ぎ.md", "--on", "2024-05-01").code == 0
    )
    text = (tmp_path / "引き継ぎ.md").read_text("utf-8")
    assert "期限切れ（令和6年1月23日" in text and "夜間の電話に対応できていない" in text and "\n\n\n" not in text


def test_a_committee_that_is_not_there(db: Path, tmp_path: Path, minutes: Command) -> None:
    plan = tmp_path / "plan.yaml"
    minutes("progress", "plan", "--db", db, "--out", plan)
    plan.write_text("committee: 環境審議会\n" + plan.read_text("utf-8"), "utf-8")
    done = minutes("progress", "sheet", "--plan", plan, "--year", "R5", "--csv", tmp_path / "x.csv", "--db", db)
    assert done.code == 2 and "「環境審議会」という会議体はありません" in done.err
