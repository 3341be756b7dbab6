"""Twenty corrections by each way - command, terminal, spreadsheet - outlive everything that arrives later."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from minutes_pipeline.cli.review_walk import Walk, walk
from minutes_pipeline.compare.kinds import KIND_FIELDS
from minutes_pipeline.pipeline import extract_file
from minutes_pipeline.store import corrections
from minutes_pipeline.store.doubts import Doubt, list_doubts
from minutes_pipeline.store.fields import editable_fields
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes

Minutes = Callable[..., Any]
SOURCE = Path(__file__).parents[3] / "samples" / "torinoumi_kensetsu.txt"
MEETING = "鳥ノ海"
EDITS = {
    "metrics": ("unit", "単位", "訂正単位"),
    "attendees": ("job_title", "職名", "訂正職"),
    "actions": ("owner", "担当", "訂正課"),
}
"""Field of ``Minutes`` -> (field, its Japanese name, the person's value)."""

FIGURE = ("487.6メートル", "487.6キロメートル")
"""What the revised file says otherwise: the unit of a figure whose unit was corrected."""


@dataclass(frozen=True)
class Task:
    """One thing to do with one record; ``field`` is of ``Minutes``."""

    what: str
    field: str
    record_id: str


def loaded(minutes: Minutes, database: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(minutes("show", MEETING, "--db", database, "--json").out)
    return found


@pytest.fixture
def database(minutes: Minutes, tmp_path: Path) -> Path:
    path = tmp_path / "minutes.db"
    assert minutes("ingest", SOURCE, "--db", path).code == 0
    return path


@pytest.fixture
def tasks(minutes: Minutes, database: Path) -> list[Task]:
    """Twenty: 14 edits, 3 confirmations, 3 rejections, of seven kinds of records."""
    now = loaded(minutes, database)
    wanted = [("edit", "metrics", 6), ("edit", "attendees", 6), ("edit", "actions", 2)]
    wanted += [("accept", "decisions", 3), ("reject", "issues", 2), ("reject", "remarks", 1)]
    found = [Task(what, field, record["id"]) for what, field, count in wanted for record in now[field][:count]]
    assert len(found) == len({task.record_id for task in found}) == 20
    return found


def by_command(minutes: Minutes, database: Path, tasks: list[Task], _folder: Path) -> None:
    for task in tasks:
        how = {"accept": ["--accept"], "reject": ["--reject"]}.get(task.what)
        if how is None:
            _, label, value = EDITS[task.field]
            how = [f"{label}={value}"]
        done = minutes("correct", task.record_id, *how, "--by", "山田", "--reason", "原本", "--db", database)
        assert done.code == 0, done.err


class Clerk:
    """Answers as the tasks say, whatever record is shown."""

    def __init__(self, tasks: list[Task]) -> None:
        self.tasks = {task.record_id: task for task in tasks}
        self.pending: Iterator[str] = iter(())
        self.task: Task | None = None

    def say(self, text: str) -> None:
        last = text.splitlines()[-1]
        if last.startswith("記号 "):
            self.task = self.tasks.pop(last.removeprefix("記号 "), None)
            self.pending = iter(self._keys())

    def _keys(self) -> list[str]:
        if self.task is None:
            return ["5"]
        if self.task.what != "edit":
            return ["1"] if self.task.what == "accept" else ["3", ""]
        kind = next(kind for kind, field in KIND_FIELDS.items() if field == self.task.field)
        name, _, value = EDITS[self.task.field]
        return ["2", *(value if field.name == name else "" for field in editable_fields(kind)), ""]

    def key(self, prompt: str) -> str:
        return next(self.pending)

    def ask(self, prompt: str) -> str:
        return next(self.pending)


def by_terminal(_minutes: Minutes, database: Path, tasks: list[Task], _folder: Path) -> None:
    db = open_database(database)
    clerk = Clerk(tasks)
    doubts: list[Doubt] = list_doubts(db.conn, everything=True)
    assert walk(Walk(db, clerk, "山田", doubts)).startswith("終わりました。")
    assert clerk.tasks == {}
    db.close()


def by_sheet(minutes: Minutes, database: Path, tasks: list[Task], folder: Path) -> None:
    path = folder / "確認表.xlsx"
    assert minutes("review", "--all", "--xlsx", path, "--db", database).code == 0
    book = load_workbook(path)
    todo = {task.record_id: task for task in tasks}
    for sheet in book.worksheets[1:-1]:
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            task = todo.pop(sheet.cell(row, heads["記録の記号"]).value, None)
            if task is None:
                continue
            sheet.cell(row, heads["判断"]).value = {"accept": "確認", "reject": "却下", "edit": "訂正"}[task.what]
            if task.what == "edit":
                sheet.cell(row, heads[EDITS[task.field][1]]).value = EDITS[task.field][2]
    assert todo == {}
    book.save(path)
    assert minutes("review", "--apply", path, "--by", "山田", "--db", database).code == 0


WAYS = {"command": by_command, "terminal": by_terminal, "sheet": by_sheet}


def holding(minutes: Minutes, database: Path) -> tuple[list[str], list[str]]:
    """What holds, as shown by the records themselves, and what waits in conflict."""
    now = loaded(minutes, database)
    held = [f"{name} {value}" for field, (name, _, value) in EDITS.items() for r in now[field] if r[name] == value]
    held += ["accepted" for record in now["decisions"] if record["review"] == "accepted"]
    db = open_database(database)
    made = corrections.list_corrections(db.conn)
    db.close()
    for one in made:
        if one.action == "reject" and one.state == "active":
            assert one.snapshot is not None
            assert one.snapshot["quote"] not in {record["quote"] for record in now[KIND_FIELDS[one.kind]]}
            held.append("rejected")
    return held, [one.conflict or "" for one in made if one.state == "conflict"]


@pytest.mark.parametrize("way", WAYS)
def test_twenty_corrections_outlive_what_arrives_later(
    minutes: Minutes, database: Path, tasks: list[Task], tmp_path: Path, way: str
) -> None:
    WAYS[way](minutes, database, tasks, tmp_path)
    held, conflicts = holding(minutes, database)
    assert (len(held), conflicts) == (20, [])

    # The same file once more.
    assert minutes("ingest", SOURCE, "--db", database).code == 0
    assert holding(minutes, database) == (held, [])

    # A newer program reads the same file, some figures otherwise.
    again = extract_file(SOURCE)
    source = again.source.model_copy(update={"program_version": "99.0"})
    metrics = tuple(metric.model_copy(update={"unit": "新", "rule_id": "new"}) for metric in again.metrics)
    db = open_database(database)
    store_minutes(db, again.model_copy(update={"source": source, "metrics": metrics}))
    db.close()
    assert holding(minutes, database) == (held, [])

    # A revised file: a line more in front, and the unit of one corrected figure another.
    revised = tmp_path / "torinoumi_kensetsu_修正版.txt"
    text = SOURCE.read_text("cp932")
    head, mark, body = text.partition("\n\n")
    assert mark and FIGURE[0] in body
    revised.write_text(f"{head}\n\n（議事録の修正版）\n\n{body.replace(*FIGURE)}", "utf-8")
    assert minutes("ingest", revised, "--db", database).code == 0
    assert len(json.loads(minutes("list", "--json", "--db", database).out)) == 1
    held, conflicts = holding(minutes, database)
    assert len(held) + len(conflicts) == 20
    assert len(conflicts) == 1
    assert minutes("review", "--list", "--conflicts", "--db", database).out.count("食い違い ") == 1


def test_a_lost_correction_would_be_seen(minutes: Minutes, database: Path, tasks: list[Task], tmp_path: Path) -> None:
    by_command(minutes, database, tasks, tmp_path)
    assert minutes("correct", "--withdraw", "1", "--by", "山田", "--reason", "x", "--db", database).code == 0
    assert len(holding(minutes, database)[0]) == 19
