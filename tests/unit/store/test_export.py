"""Export: the form of ``Minutes``, cells no spreadsheet runs, a page a person reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.export import (
    CSV_FILES,
    export_csv,
    export_json,
    export_markdown,
    render_markdown,
    safe_cell,
)
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]


@pytest.fixture
def stored(db: Database, minutes: Minutes, make_minutes: Build) -> Database:
    store_minutes(db, minutes)
    other = make_minutes(file_name="別の会議.docx")
    store_minutes(db, other.model_copy(update={"meeting": other.meeting.model_copy(update={"date": "2023-01-10"})}))
    return db


def test_json_is_the_form_of_minutes(stored: Database, minutes: Minutes, tmp_path: Path) -> None:
    out = tmp_path / "書き出し"
    written = export_json(stored.conn, out)
    assert [path.name for path in written] == ["青葉ヶ丘_r6.json", "別の会議.json"]
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in written)
    content = json.loads(written[0].read_text("utf-8"))
    assert Minutes.model_validate(content) == minutes
    before = written[0].read_bytes()
    export_json(stored.conn, out)
    assert written[0].read_bytes() == before


def test_one_meeting_only(stored: Database, tmp_path: Path) -> None:
    for export in (export_json, export_markdown):
        assert len(export(stored.conn, tmp_path, "別の会議")) == 1
    export_csv(stored.conn, tmp_path, "別の会議")
    rows = list(csv.reader(io.StringIO((tmp_path / "決定事項.csv").read_text("utf-8-sig"))))
    assert len(rows) == 2
    assert "別の会議.docx" in rows[1]
    with pytest.raises(QueryError):
        export_csv(stored.conn, tmp_path, "教育委員会")


def test_csv(stored: Database, tmp_path: Path) -> None:
    written = export_csv(stored.conn, tmp_path)
    assert [path.stem for path in written] == list(CSV_FILES.values())
    content = (tmp_path / "数値.csv").read_bytes()
    assert content.startswith("\ufeff会議,開催日,".encode())
    assert content.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert (rows[0]["名称"], rows[0]["値"], rows[1]["値"]) == ("利用者", "3045", "16.1")
    export_csv(stored.conn, tmp_path, bom=False)
    assert (tmp_path / "数値.csv").read_bytes() == content.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("＝1+1", "'＝1+1"),
        ("+81-3", "'+81-3"),
        ("-印", "'-印"),
        ("−印", "'−印"),
        ("@cmd", "'@cmd"),
        ("＠cmd", "'＠cmd"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("-3.5", "-3.5"),
        ("+1,234", "+1,234"),
        ("-12%", "-12%"),
        ("相談=課題", "相談=課題"),
        (-3, -3),
        (2.5, 2.5),
        (None, None),
        ("", ""),
    ],
)
def test_cells(cell: object, safe: object) -> None:
    assert safe_cell(cell) == safe


def test_cell_in_the_file_is_safe(db: Database, minutes: Minutes, tmp_path: Path) -> None:
    action = minutes.actions[0].model_copy(update={"owner": "=cmd|'/C calc'!A0"})
    store_minutes(db, minutes.model_copy(update={"actions": (action,)}))
    export_csv(db.conn, tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "宿題.csv").read_text("utf-8-sig"))))
    assert rows[0]["担当"] == "'=cmd|'/C calc'!A0"


def test_markdown(minutes: Minutes) -> None:
    page = render_markdown(minutes.model_dump(mode="json"))
    assert page.startswith(
        "# 第3回 青葉ヶ丘市地域福祉推進会議\n\n- 開催日: 2024年5月17日（金）\n- 時刻: 13:30〜15:00\n"
    )
    for line in (
        "## 決定事項（1件）",
        "- **承認** 原案のとおり承認された。（子どもの相談体制について、2ページ）",
        "| 利用者 | 3,045人 | 2023-04-03〜2023-12-28 | 子どもの相談体制について | 2 | 利用者：3,045人 |",
        "- 目標1 相談しやすい窓口づくり",
        "  - こども相談室きらら（こども未来部）",
        "- 窓口の開設時間を次回までに調査する。 — 担当: 事務局、期限: 次回（子どもの相談体制について、2ページ）",
        "| 事務局 | 福祉部 | 課長 | 森下 |  | 出席 |",
        "- 注意: 平均が合いません（2ページ）",
        "- 2 子どもの相談体制について",
    ):
        assert line in page.splitlines(), line


def test_markdown_of_an_empty_meeting_and_of_marks(minutes: Minutes) -> None:
    empty = minutes.model_dump(mode="json") | {
        name: [] for name, value in minutes.model_dump().items() if isinstance(value, tuple)
    }
    empty["meeting"] = dict.fromkeys(empty["meeting"])
    assert render_markdown(empty) == "# 青葉ヶ丘\\_r6.pdf\n\n- 文体: 要点筆記\n- 出典: 青葉ヶ丘\\_r6.pdf（2ページ）\n"
    issue = minutes.issues[0].model_copy(update={"quote": "*重要*|<b>\n次の行", "confidence": 0.4})
    page = render_markdown(minutes.model_copy(update={"issues": (issue,)}).model_dump(mode="json"))
    assert "- \\*重要\\*\\|\\<b\\> 次の行（子どもの相談体制について、2ページ、要確認）" in page


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("会議録.pdf", "会議録.docx", {"会議録-"}),
        ("b:c?.pdf", "x.pdf", {"b_c_.json", "x.json"}),
        ("CON.pdf", "...pdf", {"_CON.json"}),
    ],
)
def test_file_names(
    db: Database, make_minutes: Build, tmp_path: Path, first: str, second: str, names: set[str]
) -> None:
    for number, file_name in enumerate((first, second)):
        store_minutes(db, make_minutes(file_name=file_name, number=number))
    written = [path.name for path in export_json(db.conn, tmp_path / "out")]
    assert len({name.casefold() for name in written}) == 2
    for name in names:
        assert any(found.startswith(name) for found in written), written


def test_folder_that_cannot_be_written(stored: Database, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file stands where the folder should be")
    with pytest.raises(StoreError, match="ファイルを書き出せません"):
        export_json(stored.conn, tmp_path / "out")
