"""The review sheet: written, filled in and taken back; hostile cells, wrong files, rows that no longer fit."""

import datetime
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from minutes_pipeline.cli.review_apply import apply_sheet
from minutes_pipeline.cli.review_columns import DECISIONS, LONGEST, cells_of, clean, columns_of, is_cut
from minutes_pipeline.cli.review_sheet import put_text
from minutes_pipeline.store import corrections
from minutes_pipeline.store.fields import EDITABLE
from minutes_pipeline.store.open import open_connection, open_database

Minutes = Callable[..., Any]
HOSTILE = [
    "=HYPERLINK(\"http://example.invalid\",\"押す\")", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝１＋１", "\t=1+1", "\n=1+1",
    "'=1+1", "=cmd|' /C calc'!A0", "#N/A", "TRUE", "1E5", "2024/5/17", "0012", "_x0041_", "_x000D_", "a\x00b\x07c\x1bd",
    "前\r\n後", "\ufffe末尾\uffff", "🏛 髙﨑 𠮷", "<b>&amp;</b>", "{=1+1}", ' "引用符" ',
]  # fmt: skip


@pytest.fixture
def sheet(minutes: Minutes, database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "確認表.xlsx"
    assert minutes("review", "--all", "--xlsx", path, "--db", database).code == 0
    return path


def fill(path: Path, changes: dict[tuple[str, int], dict[str, Any]], out: Path | None = None) -> Path:
    """Write into cells as a person does: (sheet, row) -> heading -> value."""
    book = load_workbook(path)
    for (title, row), cells in changes.items():
        heads = {cell.value: cell.column for cell in book[title][1]}
        for head, value in cells.items():
            book[title].cell(row, heads[head]).value = value
    book.save(out or path)
    return out or path


def apply(minutes: Minutes, database: Path, path: Path, *words: str) -> tuple[int, list[dict[str, Any]]]:
    done = minutes("review", "--apply", path, "--by", "山田", "--db", database, "--json", *words)
    return done.code, json.loads(done.out)


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["outcome"] for result in results if result["outcome"] != "未定"]


def shown(minutes: Minutes, database: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(minutes("show", "青葉", "--db", database, "--json").out)
    return found


def audit(minutes: Minutes, database: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(minutes("audit", "--json", "--db", database).out)
    return found


DECIDED = {
    ("数値", 2): {"判断": "訂正", "値": "1,250", "限定": "約", "訂正の理由": "原本"},
    ("課題", 2): {"判断": "却下"},
    ("宿題", 2): {"判断": "確認"},
    ("会議", 2): {"判断": "訂正", "開催日": "令和6年5月18日"},
}


def test_what_is_decided_is_taken_and_twice_is_once(minutes: Minutes, database: Path, sheet: Path) -> None:
    fill(sheet, DECIDED)
    code, results = apply(minutes, database, sheet)
    now = shown(minutes, database)
    metric = now["metrics"][0]
    assert (code, sorted(outcomes(results))) == (0, sorted(["訂正", "却下", "確認", "訂正"]))
    assert (metric["value"], metric["qualifier"], metric["review"]) == (1250, "about", "edited")
    assert now["issues"] == []
    assert now["actions"][0]["review"] == "accepted"
    assert now["meeting"]["date"] == "2024-05-18"
    assert {entry["reason"] for entry in audit(minutes, database) if entry["field"] == "value"} == {"原本"}
    before = audit(minutes, database)
    again, results = apply(minutes, database, sheet)
    assert (again, set(outcomes(results))) == (0, {"済み"})
    assert audit(minutes, database) == before
    assert shown(minutes, database) == now


def test_a_trial_changes_nothing_and_says_the_same(minutes: Minutes, database: Path, sheet: Path) -> None:
    fill(sheet, DECIDED | {("決定事項", 2): {"判断": "訂正", "引用": "ない文"}})
    before = shown(minutes, database)
    trial = apply(minutes, database, sheet, "--dry-run")
    assert shown(minutes, database) == before
    assert audit(minutes, database) == []
    assert apply(minutes, database, sheet) == trial
    assert trial[0] == 1


def test_a_sheet_that_nobody_filled_in_changes_nothing(minutes: Minutes, database: Path, sheet: Path) -> None:
    code, results = apply(minutes, database, sheet)
    assert (code, outcomes(results)) == (0, [])
    assert len(results) > 8
    assert audit(minutes, database) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"判断": "訂正", "値": "たくさん"}, ["「値」の値を読めません", "1,234"]),
        ({"判断": "訂正", "値": None}, ["「値」は空にできません"]),
        ({"判断": "訂正", "限定": "おおむね"}, ["「限定」の値を読めません", "約・ほぼ・以上・未満・最大"]),
        ({"判断": "訂正", "値": "x", "期間": "y"}, ["「値」の値を読めません", "「期間」の値を読めません"]),
        ({"判断": "訂正", "引用": "本文にない文"}, ["「引用」が本文に見つかりません"]),
        ({"判断": "訂正", "値": "=1+1"}, ["「値」: 式は使えません"]),
        ({"判断": "訂正", "値": True}, ["「値」: TRUE・FALSE は使えません"]),
        ({"判断": "訂正"}, ["「訂正」なのに、書き換えた欄がありません"]),
        ({"判断": "訂正", "値": "1200.0"}, ["いまの値と同じです"]),
        ({"判断": "確認", "値": "1,250"}, ["「値」を書き換えてありますが、「判断」が「確認」です"]),
        ({"判断": "却下", "単位": "回"}, ["「単位」を書き換えてありますが、「判断」が「却下」です"]),
        ({"値": "1,250"}, ["「値」を書き換えてありますが、「判断」が決まっていません"]),
        ({"判断": None, "値": "1,250"}, ["「値」を書き換えてありますが、「判断」が決まっていません"]),
        ({"判断": "OK"}, ["「判断」: 「OK」は選べません。確認・訂正・却下・未定から選んでください"]),
        ({"記録の記号": "なぞ"}, ["記録の記号がないか、書き換えられています"]),
        ({"記録の記号": "0123456789abcdef-metric-0123456789"}, ["この記録はデータベースにありません"]),
        ({"判断": "確認", "指紋": "0000"}, ["表を作ったあとに変わりました"]),
    ],
)
def test_a_row_that_does_not_fit_is_left_out_and_named(
    minutes: Minutes, database: Path, sheet: Path, cells: dict[str, Any], words: list[str]
) -> None:
    fill(sheet, {("数値", 2): cells, ("宿題", 2): {"判断": "確認"}})
    done = minutes("review", "--apply", sheet, "--by", "山田", "--db", database)
    assert done.code == 1
    assert "確認 1件、" in done.out
    assert "・シート「数値」2行目" in done.out
    flat = "".join(line.strip() for line in done.out.splitlines())
    assert [word for word in words if word not in flat] == []
    now = shown(minutes, database)
    assert now["metrics"][0]["value"] == 1200
    assert now["metrics"][0]["review"] is None
    assert now["actions"][0]["review"] == "accepted"


def test_a_meeting_is_not_rejected(minutes: Minutes, database: Path, sheet: Path) -> None:
    code, results = apply(minutes, database, fill(sheet, {("会議", 2): {"判断": "却下"}}))
    assert (code, outcomes(results)) == (1, ["不可"])
    assert "会議そのものは却下できません" in str(results)


def test_numbers_dates_and_times_that_excel_made_of_text(minutes: Minutes, database: Path, sheet: Path) -> None:
    changes = {
        ("数値", 2): {"判断": "訂正", "値": 1250.0},
        ("会議", 2): {
            "判断": "訂正", "開催日": datetime.datetime(2024, 5, 18), "開始": datetime.time(14, 0), "第N回": 3
        },
    }  # fmt: skip
    code, results = apply(minutes, database, fill(sheet, changes))
    now = shown(minutes, database)
    assert (code, outcomes(results)) == (0, ["訂正", "訂正"])
    assert now["metrics"][0]["value"] == 1250
    assert [now["meeting"][name] for name in ("date", "start_time", "session")] == ["2024-05-18", "14:00", 3]


def test_two_rows_of_one_record_are_both_refused(minutes: Minutes, database: Path, sheet: Path) -> None:
    book = load_workbook(sheet)
    rows = [[cell.value for cell in row] for row in book["数値"].iter_rows(min_row=2, max_row=2)]
    for row in rows:
        book["数値"].append(row)
    book.save(sheet)
    code, results = apply(minutes, database, sheet)
    wrong = [result for result in results if result["outcome"] == "不可"]
    assert (code, len(wrong)) == (1, 2)
    assert all("同じ記録の行が、ほかにもあります" in str(result) for result in wrong)


def test_a_row_that_was_added_is_refused_and_empty_rows_are_not_seen(
    minutes: Minutes, database: Path, sheet: Path
) -> None:
    last = load_workbook(sheet)["数値"].max_row
    code, results = apply(minutes, database, fill(sheet, {("数値", last + 3): {"名称": "新しい数値", "値": "3"}}))
    assert code == 1
    assert outcomes(results) == ["不可"]
    assert "minutes correct --add" in str(results)


def test_columns_may_be_moved_and_notes_added(minutes: Minutes, database: Path, sheet: Path) -> None:
    fill(sheet, {("数値", 2): {"判断": "訂正", "値": "1,250"}})
    book = load_workbook(sheet)
    metrics = book["数値"]
    for row in metrics.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    metrics.cell(1, metrics.max_column + 1).value = "メモ"
    metrics.cell(2, metrics.max_column).value = "課長に確認"
    metrics.title = "数値（山田）"
    book.create_sheet("覚え書き")["A1"] = "=1+1"
    book.save(sheet)
    code, results = apply(minutes, database, sheet)
    assert (code, outcomes(results)) == (0, ["訂正"])


@pytest.mark.parametrize("column", ["判断", "記録の記号", "指紋", "控え"])
def test_a_sheet_without_one_of_our_columns_is_refused_whole(
    minutes: Minutes, database: Path, sheet: Path, column: str
) -> None:
    fill(sheet, {("数値", 1): {column: "別の名"}, ("宿題", 2): {"判断": "確認"}})
    done = minutes("review", "--apply", sheet, "--by", "山田", "--db", database)
    assert done.code == 1
    assert f"シート「数値」に「{column}」の列がありません" in done.err
    assert audit(minutes, database) == []


def test_a_missing_field_column_is_named(minutes: Minutes, database: Path, sheet: Path) -> None:
    code, results = apply(minutes, database, fill(sheet, {("数値", 1): {"単位": "別の名"}}))
    assert code == 1
    assert "「単位」の列がありません" in str(results)


def make_plain_book(path: Path) -> None:
    Workbook().save(path)


def make_other_program(path: Path) -> None:
    book = Workbook()
    book.create_sheet("管理")["A1"] = "format"
    book.save(path)


def make_newer(path: Path) -> None:
    book = Workbook()
    meta = book.create_sheet("管理")
    for row in (("format", "minutes-review"), ("format_version", "99")):
        meta.append(row)
    book.save(path)


def make_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")


def make_broken(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x")


def make_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/bomb.xml", b" " * 210_000_000)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "ファイルがありません"),
        (lambda path: path.mkdir(), "フォルダーです"),
        (lambda path: path.write_bytes(b""), "空のファイルです"),
        (lambda path: path.write_text("判断,値\n訂正,3\n", "utf-8"), "Excel の .xlsx ファイルではありません"),
        (make_zip, "Excel の .xlsx ファイルではありません"),
        (make_broken, "壊れている Excel ファイルです"),
        (make_plain_book, "確認表ではないファイルです"),
        (make_other_program, "確認表ではないファイルです"),
        (make_newer, "版の違う確認表です"),
        (make_bomb, "展開すると大きくなりすぎるファイルです"),
    ],
    ids=["missing", "folder", "empty", "csv", "zip", "broken", "other", "other-meta", "newer", "bomb"],
)
def test_a_file_that_is_no_review_sheet_is_refused(
    minutes: Minutes, database: Path, tmp_path: Path, make: Callable[[Path], Any], sentence: str
) -> None:
    path = tmp_path / "別.xlsx"
    make(path)
    done = minutes("review", "--apply", path, "--by", "山田", "--db", database)
    assert (done.code, done.out) == (1, "")
    assert sentence in done.err
    assert done.err.startswith("別.xlsx: ")
    assert len(done.err.strip().splitlines()) == 1


def test_what_another_person_changed_meanwhile_is_not_overwritten(
    minutes: Minutes, database: Path, sheet: Path
) -> None:
    metric = shown(minutes, database)["metrics"][0]["id"]
    signed = ("--by", "鈴木", "--reason", "x", "--db", database)
    assert minutes("correct", metric, "値=7", *signed).code == 0
    assert minutes("correct", shown(minutes, database)["issues"][0]["id"], "--reject", *signed).code == 0
    fill(sheet, {("数値", 2): {"判断": "訂正", "値": "1,250"}, ("課題", 2): {"判断": "確認"}})
    code, results = apply(minutes, database, sheet)
    assert (code, outcomes(results)) == (1, ["不可", "不可"])
    assert "表を作ったあとに変わりました" in str(results)
    assert "表を作ったあとに取り除かれました" in str(results)
    assert shown(minutes, database)["metrics"][0]["value"] == 7


def test_a_title_that_other_records_bear_may_change_beside_them(minutes: Minutes, database: Path, sheet: Path) -> None:
    """Renaming an agenda item renames it in the records under it: their rows are taken all the same, also twice."""
    fill(
        sheet,
        {
            ("議題", 2): {"判断": "訂正", "題名": "相談支援"},
            ("数値", 2): {"判断": "確認"},
            ("課題", 2): {"判断": "訂正", "議題": None},
        },
    )
    assert outcomes(apply(minutes, database, sheet)[1]) == ["訂正", "確認", "訂正"]
    code, results = apply(minutes, database, sheet)
    assert (code, outcomes(results)) == (0, ["済み", "済み", "済み"])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_is_text_whatever_it_holds(tmp_path: Path, text: str) -> None:
    from minutes_pipeline.cli.review_sheet_reading import _text

    book = Workbook()
    put_text(book.active["A1"], text)
    book.save(tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx").active["A1"]
    assert cell.data_type == "s"
    assert _text(cell) == (clean(text), "")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_hostile_minutes_make_no_formula_and_come_back_as_they_were(minutes: Minutes, tmp_path: Path) -> None:
    source = tmp_path / "=cmd.txt"
    source.write_text(
        '第２回 =1+1推進会議 議事録\n日　時　令和６年５月１７日\n場　所　@SUM(A1)\n出席者　+山野部長\n\n１　=HYPERLINK("x")\n'
        "・=相談件数は令和５年度で１，２００件であった。\n・-専門の相談員が不足していることが課題である。\n",
        "utf-8",
    )
    database, path = tmp_path / "m.db", tmp_path / "a.xlsx"
    assert minutes("ingest", source, "--db", database).code == 0
    assert minutes("review", "--all", "--xlsx", path, "--db", database).code == 0
    cells = [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert any(str(cell.value).startswith("=") for cell in cells)
    code, results = apply(minutes, database, path)
    assert (code, outcomes(results)) == (0, [])


def test_a_text_longer_than_a_cell_is_cut_and_cannot_be_edited_there(minutes: Minutes, tmp_path: Path) -> None:
    source, database, path = tmp_path / "長い.txt", tmp_path / "m.db", tmp_path / "a.xlsx"
    source.write_text(
        "第２回 青葉会議 議事録\n日時　令和６年５月１７日\n\n１　議題\n○山野委員　" + "長い発言を続け、" * 5000, "utf-8"
    )
    assert minutes("ingest", source, "--db", database).code == 0
    assert minutes("review", "--all", "--kind", "発言", "--xlsx", path, "--db", database).code == 0
    quote = load_workbook(path)["発言"]["D2"].value
    assert LONGEST < len(quote) < 32_767
    assert is_cut(quote)
    assert outcomes(apply(minutes, database, path)[1]) == []
    code, results = apply(minutes, database, fill(path, {("発言", 2): {"判断": "訂正", "引用": "長い発言"}}))
    assert code == 1
    assert "長いため、表では直せません" in str(results)


def test_the_workbook_is_fit_for_use_and_print(sheet: Path) -> None:
    book = load_workbook(sheet)
    assert book.sheetnames[0] == "はじめに"
    assert book["管理"].sheet_state == "veryHidden"
    assert "--apply" in str(list(book["はじめに"].iter_rows(values_only=True)))
    metrics = book["数値"]
    heads = {cell.value: cell.column_letter for cell in metrics[1]}
    assert metrics.freeze_panes == "B2"
    assert metrics.auto_filter.ref.startswith("A1:")
    assert metrics.protection.sheet
    assert (metrics.page_setup.orientation, metrics.page_setup.paperSize, metrics.page_setup.fitToWidth) == (
        "landscape", 9, 1,
    )  # fmt: skip
    assert metrics.print_title_rows == "$1:$1"
    for head in ("記録の記号", "指紋", "控え"):
        assert metrics.column_dimensions[heads[head]].hidden
        assert metrics[f"{heads[head]}2"].protection.locked
    for head in ("値", "判断", "訂正の理由", "引用"):
        assert not metrics[f"{heads[head]}2"].protection.locked
    assert metrics[f"{heads['引用']}2"].alignment.wrap_text
    assert metrics[f"{heads['引用']}2"].font.name == "游ゴシック"
    lists = {
        str(rule.sqref).rstrip("0123456789").partition("2:")[0]: rule.formula1
        for rule in metrics.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists[heads["判断"]] == f'"{",".join(DECISIONS)}"'
    assert lists[heads["限定"]] == '"約,ほぼ,以上,未満,最大"'


@pytest.mark.parametrize("kind", EDITABLE)
def test_every_column_has_a_heading_of_its_own_and_choices_fit(kind: str) -> None:
    labels = [column.label for column in columns_of(kind)]
    assert len(set(labels)) == len(labels)
    assert {column.field for column in columns_of(kind) if column.field} == {field.name for field in EDITABLE[kind]}
    for field in EDITABLE[kind]:
        assert len(",".join(field.choices.values())) < 250  # a spreadsheet takes 255
        assert not any("," in label for label in field.choices.values())


def test_cells_of_every_record_are_what_the_sheet_holds(database: Path, sheet: Path) -> None:
    conn = open_connection(database)
    for title in load_workbook(sheet).sheetnames[1:-1]:
        page = load_workbook(sheet)[title]
        heads = {cell.value: cell.column for cell in page[1]}
        for row in range(2, page.max_row + 1):
            view = corrections.find_record(conn, page.cell(row, heads["記録の記号"]).value)
            labels = {field.name: field.label for field in EDITABLE[view.kind]}
            assert {name: page.cell(row, heads[labels[name]]).value or "" for name in labels} == cells_of(view)
    conn.close()


def test_a_sheet_open_in_excel_is_one_sentence(minutes: Minutes, database: Path, tmp_path: Path) -> None:
    (tmp_path / "フォルダー").write_text("ファイル", "utf-8")
    done = minutes("review", "--xlsx", tmp_path / "フォルダー" / "a.xlsx", "--all", "--db", database)
    assert done.code == 1
    assert "確認表を書き出せません。Excel で開いていれば閉じ" in done.err


@pytest.mark.parametrize(
    ("name", "sentence"), [("確認表.xlsx", "はすでにあります"), ("確認表.xls", ".xlsx で終わっていません")]
)
def test_a_filled_in_sheet_is_not_overwritten(
    minutes: Minutes, database: Path, sheet: Path, name: str, sentence: str
) -> None:
    before = sheet.read_bytes()
    done = minutes("review", "--xlsx", sheet.with_name(name), "--all", "--db", database)
    assert done.code == 2
    assert sentence in done.err
    assert sheet.read_bytes() == before
    assert [path.name for path in sheet.parent.glob("*.xls*")] == ["確認表.xlsx"]


def test_a_trial_needs_no_name(minutes: Minutes, database: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINUTES_BY", raising=False)
    assert minutes("review", "--apply", sheet, "--dry-run", "--db", database).code == 0
    assert minutes("review", "--apply", sheet, "--db", database).code == 2


def test_two_that_take_in_one_sheet_at_once_are_one(minutes: Minutes, database: Path, sheet: Path) -> None:
    fill(sheet, DECIDED)
    start, found = threading.Barrier(2), []

    def take(name: str) -> None:
        db = open_database(database)
        start.wait(20)
        found.append([result.outcome for result in apply_sheet(db, sheet, by=name)])
        db.close()

    threads = [threading.Thread(target=take, args=(name,)) for name in ("山田", "鈴木")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    decided = sorted([outcome for outcome in outcomes if outcome != "未定"] for outcomes in found)
    assert sorted(map(sorted, decided)) == sorted([sorted(["訂正", "訂正", "却下", "確認"]), ["済み"] * 4])
    assert len({entry["by"] for entry in audit(minutes, database)}) == 1


def test_a_locked_database_is_one_sentence_and_nothing_is_taken(
    minutes: Minutes, database: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minutes_pipeline.store.open._WAIT", 0.05)
    other = open_database(database)
    other.conn.execute("BEGIN IMMEDIATE")
    done = minutes("review", "--apply", fill(sheet, DECIDED), "--by", "山田", "--db", database)
    other.conn.rollback()
    other.close()
    assert done.code == 1
    assert "ほかのプログラムが使っています" in done.err
    assert audit(minutes, database) == []
