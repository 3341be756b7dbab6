"""The progress sheet as CSV and JSON (進捗管理表の CSV・JSON)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from minutes_pipeline.progress.sheet import ProgressSheet, SheetCell
from minutes_pipeline.store.export import safe_cell

TITLES = {
    "goal": "基本目標", "measure": "施策", "program": "事業・取組", "departments": "担当課", "indicator": "指標名",
    "unit": "単位", "target": "目標値", "actual": "実績値", "as_of": "実績の時点", "rate": "達成率（％）", "department_rating": "1次評価",
    "committee_rating": "2次評価", "issues": "課題", "direction": "方向性（決定・転換）", "opinions": "委員会等の意見",
    "responses": "意見・課題への対応", "next_year": "翌年度の取組",
}  # fmt: skip


def sheet_as_csv(sheet: ProgressSheet) -> str:
    """A row per indicator; cells that a spreadsheet would run are neutralised; the last column lists the sources."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*TITLES.values(), "根拠"])
    for row in sheet.rows:
        cells = [getattr(row, name) for name in TITLES]
        values = [cell.value if isinstance(cell, SheetCell) else cell for cell in cells]
        sources = dict.fromkeys(
            f"{c.document}{'' if c.span.page is None else f' {c.span.page}ページ'}"
            for cell in cells if isinstance(cell, SheetCell) for c in cell.citations
        )  # fmt: skip
        writer.writerow([safe_cell(value) for value in (*values, "、".join(sources))])
    return out.getvalue()


def sheet_as_json(sheet: ProgressSheet) -> str:
    """The sheet with the citations of every cell."""

    def plain(value: Any) -> Any:
        return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)

    return json.dumps(asdict(sheet), ensure_ascii=False, indent=1, default=plain) + "\n"
