"""``minutes doctor``: what is installed, what is missing and what that costs (動作環境の点検)."""

from __future__ import annotations

import json
import platform
import sqlite3
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from minutes_pipeline import __version__
from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.doctor_programs import ProgramCheck, check_programs
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.terminal import bold, columns, pad, width_of, wrap
from minutes_pipeline.errors import MinutesError

app = typer.Typer(add_completion=False)
_HELP = """動作に必要なものがそろっているか、データベースが使える状態かを調べます。

足りないものがあれば、それがないと何ができないかを示し、終了コード 1 で終わります。
古い Word や画像を読むときだけ要るプログラムは、なくても 0 で終わり、どこを探したかと入れ方を示します。"""
_PARTS = (
    ("pypdfium2", "pypdfium2", "PDF の読み取り"),
    ("pdfplumber", "pdfplumber", "字体が埋め込まれていない PDF の読み取り"),
    ("lxml", "lxml", "DOCX・HTML の読み取り"),
    ("SudachiPy", "sudachipy", "単語への分割（読み取りと検索）"),
    ("SudachiDict-core", "sudachidict_core", "単語の辞書（読み取りと検索）"),
    ("pydantic", "pydantic", "記録の形の検査"),
    ("sqlite-utils", "sqlite_utils", "データベースへの保存"),
    ("typer", "typer", "コマンドの受け付け"),
    ("rich", "rich", "取り込み結果の表と進み具合の表示"),
    ("pillow", "PIL", "画像の読み取り"),
    ("numpy", "numpy", "画像の読み取り"),
)
"""(distribution, module, what it is for)."""
_BEYOND = (
    "一太郎（.jtd）、Excel、PowerPoint（PDF に書き出して入れてください）",
    "パスワードのかかったファイル（外してから入れてください）",
)
"""What no installation makes readable, and what to do instead."""
_REMEDY = "minutes-pipeline を入れ直してください"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at (点検の1項目): whether it is well, its version or state, and what is lost without it."""

    name: str
    is_well: bool
    state: str
    purpose: str


@app.command(cls=JapaneseCommand, help=_HELP)
def doctor(db: DatabaseOption = DEFAULT_DATABASE, as_json: JsonOption = False) -> None:
    """Print every check, then what to do."""
    parts = [_installed(*part) for part in _PARTS]
    parts += [_dictionary(), _full_text_search()]
    programs = check_programs()
    database = _database(db)
    if as_json:
        typer.echo(json.dumps(_as_json(parts, programs, database), ensure_ascii=False, indent=1))
    else:
        _print(parts, programs, database)
    if not all(check.is_well for check in (*parts, database)):
        raise typer.Exit(1)


def _installed(distribution: str, module: str, purpose: str) -> Check:
    try:
        import_module(module)
        return Check(distribution, True, version(distribution), purpose)
    except PackageNotFoundError:
        return Check(distribution, True, "版は不明", purpose)
    except ImportError as error:
        state = "ありません" if isinstance(error, ModuleNotFoundError) else "壊れています"
        return Check(distribution, False, state, purpose)


def _dictionary() -> Check:
    """Installed is not enough: a dictionary that does not open stops reading and search."""
    purpose = "単語への分割の試し"
    try:
        from sudachipy import Dictionary

        words = [token.surface() for token in Dictionary().tokenizer().tokenize("相談支援")]
    except Exception as error:
        return Check("辞書の動作", False, f"開けません（{type(error).__name__}）", purpose)
    is_well = "".join(words) == "相談支援"
    return Check("辞書の動作", is_well, "正常" if is_well else "結果が正しくありません", purpose)


def _full_text_search() -> Check:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        is_well = True
    except sqlite3.OperationalError:
        is_well = False
    finally:
        connection.close()
    state = sqlite3.sqlite_version if is_well else f"{sqlite3.sqlite_version}（全文検索 FTS5 がありません）"
    return Check("SQLite", is_well, state, "データベースと全文検索")


def _database(path: Path) -> Check:
    name = f"データベース {path}"
    if not path.exists():
        return Check(name, True, "まだありません（minutes ingest で作られます）", "")
    try:
        from minutes_pipeline.store.reading import list_meetings

        with reading(path) as connection:
            meetings = list_meetings(connection)
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except MinutesError as error:
        return Check(name, False, f"{error.reason}。{error.remedy}", "")
    except sqlite3.DatabaseError:
        return Check(name, False, "壊れています。控えから戻すか、議事録を取り込み直してください", "")
    if damage != "ok":
        return Check(name, False, "一部が壊れています。控えから戻すか、議事録を取り込み直してください", "")
    size = path.stat().st_size / 1_000_000
    return Check(name, True, f"正常。会議 {len(meetings)}件、{size:.1f} MB", "")


def _as_json(parts: list[Check], programs: list[ProgramCheck], database: Check) -> dict[str, object]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "is_well": all(check.is_well for check in (*parts, database)),
        "parts": [asdict(check) for check in parts],
        "programs": [asdict(check) for check in programs],
        "database": asdict(database),
    }


def _print(parts: list[Check], programs: list[ProgramCheck], database: Check) -> None:
    typer.echo(bold(f"minutes {__version__}　Python {platform.python_version()}　{platform.system()}\n"))
    name_width = max(width_of(check.name) for check in parts)
    state_width = max(width_of(check.state) for check in parts)
    for check in parts:
        mark = "○" if check.is_well else "×"
        typer.echo(f"{mark} {pad(check.name, name_width)}  {pad(check.state, state_width)}  {check.purpose}".rstrip())
    _print_programs(programs)
    mark = "○" if database.is_well else "×"
    state = wrap(database.state, columns(most=100) - 4)
    typer.echo("\n".join([f"\n{mark} {database.name}", *(f"    {line}" for line in state)]))
    missing = [check for check in parts if not check.is_well]
    typer.echo("\n読めないもの")
    for kind in _BEYOND:
        typer.echo("\n".join(f"{'・' if number == 0 else '  '}{line}" for number, line in enumerate(wrap(kind, 76))))
    typer.echo("")
    for check in missing:
        typer.echo(f"{check.name} が使えないため、「{check.purpose}」ができません。{_REMEDY}。")
    if missing or not database.is_well:
        typer.echo(bold("使えないところがあります。"))
    elif all(check.is_well for check in programs):
        typer.echo(bold("すべて使えます。"))
    else:
        typer.echo(bold("すべて使えます（△ のプログラムが要る種類のファイルを除く）。"))


def _print_programs(programs: list[ProgramCheck]) -> None:
    """Optional programs: one that is missing is no fault, so its mark is another."""
    width = columns(most=100) - 4
    for check in programs:
        typer.echo(f"\n{'○' if check.is_well else '△'} {check.name}  {check.state}")
        lines = [f"使いみち: {check.purpose}"]
        if check.place is not None:
            lines.append(f"場所: {check.place}")
        else:
            lines.append(f"探した場所: {'、'.join(check.looked_in)}")
        if check.remedy:
            lines.append(f"入れ方: {check.remedy}")
        for line in lines:
            typer.echo("\n".join(f"    {part}" for part in wrap(line, width)))
