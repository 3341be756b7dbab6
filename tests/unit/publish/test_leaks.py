"""The leak test over all samples: no person of any meeting, no word that only a meeting left out has, in any byte."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.publish.masking import names_of
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.reading import list_meetings, load_meeting
from minutes_pipeline.text.folding import flat, name_key

SAMPLES = Path(__file__).parents[3] / "samples"
OPENED = ("推進委員会", "環境審議会", "教育委員会")
_GRAM = 4
_PLACE = re.compile(r"[市町村区郡県駅川山島橋港線通]|小学校|中学校|高校|団地|地区|公園|病院|大学|神社|寺")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("leaks") / "minutes.db"
    assert run(["ingest", str(SAMPLES), "--db", str(db)]) == 0
    for name in OPENED:
        assert run(["status", name, "--publish", "公開", "--by", "山田", "--reason", "公開決裁", "--db", str(db)]) == 0
    return db


@pytest.fixture(scope="module")
def copy(db: Path) -> Path:
    folder = db.with_name("copy")
    assert run(["publish", "--to", str(folder), "--report", str(db.with_name("報告.txt")), "--db", str(db)]) == 0
    return folder


def _every(db: Path) -> list[tuple[Minutes, bool]]:
    """All minutes of the database, and whether they were opened."""
    conn = open_connection(db)
    try:
        return [
            (Minutes.model_validate(load_meeting(conn, one.meeting_id)), one.publication == "public")
            for one in list_meetings(conn)
        ]
    finally:
        conn.close()


def _bytes(folder: Path) -> bytes:
    """All bytes of all files and their names, and what is compressed within the database."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(path.name.encode())
        if path.is_file():
            found.append(path.read_bytes())
    conn = sqlite3.connect(folder / "minutes.db")
    for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in conn.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes):
                    try:
                        found.append(zlib.decompress(value))
                    except zlib.error:
                        found.append(value)
    conn.close()
    return b"\0".join(found)


def _bare(text: str) -> str:
    return "".join(name_key(char) or char for char in flat(text) if not char.isspace() and char not in "\x1e\x1f\0")


def test_no_person_of_any_meeting(db: Path, copy: Path) -> None:
    names = names_of(minutes for minutes, _ in _every(db))
    assert len(names.full) > 40 and len(names.surnames) > 60
    texts = [_bare(_bytes(copy).decode(encoding, "ignore")) for encoding in _ENCODINGS]
    wanted = re.compile(
        "|".join(map(re.escape, sorted(names.full | {n for n in names.surnames if len(n) > 1}, key=len)))
    )
    leaked = {
        match[0] for text in texts for match in wanted.finditer(text) if not _PLACE.match(text, match.end())
    }  # fmt: skip
    assert leaked == set()


def test_no_word_that_only_a_meeting_left_out_has(db: Path, copy: Path) -> None:
    """Every four letters in a row of what is left out that stand nowhere in what is opened, nor in what the program says."""
    every = _every(db)
    known = "\n".join(flat(minutes.model_dump_json() + minutes.text) for minutes, opened in every if opened)
    hidden = [flat(line) for minutes, opened in every if not opened for line in minutes.text.split("\n")]
    grams = {line[at : at + _GRAM] for line in hidden for at in range(len(line) - _GRAM + 1)}
    secret = {gram for gram in grams if re.fullmatch(r"[一-龠ァ-ヴー]{4}", gram)}
    own = _program_words()
    secret = {gram for gram in secret if gram not in known and gram not in own}
    assert len(secret) > 300
    data = _bytes(copy)
    texts = [flat(data.decode(encoding, "ignore")) for encoding in ("utf-8", "cp932")]
    # UTF-16 of one word is a row of bytes like any other: looked for as bytes, not decoded.
    wide = {gram for gram in secret if gram.encode("utf-16-le") in data or gram.encode("utf-16-be") in data}
    assert {gram for gram in secret if any(gram in text for text in texts)} | wide == set()


def _program_words() -> str:
    """What stands in every copy whatever was opened: the schema, its descriptions, the templates."""
    from minutes_pipeline.store.tables import ALL_TABLES
    from minutes_pipeline.store.views import VIEWS

    told = [f"{table.title}{table.description}" + "".join(c.description for c in table.columns) for table in ALL_TABLES]
    told += [view.name + view.description + view.create_sql() + "".join(c[2] for c in view.columns) for view in VIEWS]
    templates = Path(__file__).parents[3] / "src" / "minutes_pipeline" / "publish" / "templates"
    return flat("\n".join([*told, *(path.read_text("utf-8") for path in templates.iterdir())]))


def test_the_report_says_what_was_left_out_and_lies_outside(db: Path, copy: Path) -> None:
    told = db.with_name("報告.txt").read_text("utf-8-sig")
    assert "入れた会議 3件" in told and told.count("公開と決まっていない") == 9
    assert "元のファイル" in told and "伏せた氏名" in told
    assert not [path for path in copy.rglob("*") if "報告" in path.name]
    assert {path.suffix for path in copy.rglob("*") if path.is_file()} == {".html", ".txt", ".css", ".json", ".db"}


@pytest.mark.parametrize(
    ("immutable", "told", "status"), [(True, True, 200), (False, True, 421), (True, False, 421)]
)  # fmt: skip
def test_datasette_serves_the_copy_to_everybody_and_nothing_else(
    copy: Path, immutable: bool, told: bool, status: int
) -> None:
    """Under a name of its own only what is immutable and told to be the copy; a database at work stays on this machine."""
    from datasette.app import Datasette

    metadata = json.loads((copy / "metadata.json").read_text("utf-8")) if told else {}
    before = _bytes(copy)

    async def look() -> tuple[int, str, int]:
        path = [str(copy / "minutes.db")]
        datasette = Datasette(immutables=path, metadata=metadata) if immutable else Datasette(path, metadata=metadata)
        await datasette.invoke_startup()
        get = datasette.client.get
        home = await get("/", headers={"host": "gijiroku.example"})
        posted = await datasette.client.post("/minutes/decisions", headers={"host": "gijiroku.example"})
        return home.status_code, home.text, posted.status_code

    shown, html, posted = ThreadPoolExecutor(1).submit(asyncio.run, look()).result(60)
    assert shown == status and posted in (405, 421)
    assert ("氏名は伏せています" in html) == (status == 200) and "このパソコンの中だけで動き" not in html
    assert _bytes(copy) == before
