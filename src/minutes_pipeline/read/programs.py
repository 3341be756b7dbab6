"""Optional system programs (別に入れるプログラム): where they are looked for, and how they are run within limits.

LibreOffice and Tesseract are no Python packages: a machine may lack them. Nothing here depends on POSIX.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from minutes_pipeline.errors import NeedsProgramError


@dataclass(frozen=True, slots=True)
class Program:
    """A program and its usual places.

    Attributes:
        name: As the user knows it.
        variable: Environment variable that names it; it wins over every other place.
        commands: Names looked for on PATH, best first.
        places: Usual places by ``sys.platform``; ``%NAME%`` stands for an environment variable.
        purpose: What cannot be read without it (Japanese).
        remedy: How to get it (Japanese, one sentence without 。), by ``sys.platform``; ``linux`` for every other.
    """

    name: str
    variable: str
    commands: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    purpose: str
    remedy: Mapping[str, str]

    def how_to_get(self) -> str:
        """How to get it on this system."""
        return self.remedy.get(sys.platform, self.remedy["linux"])


LIBREOFFICE = Program(
    name="LibreOffice",
    variable="MINUTES_SOFFICE",
    commands=("soffice", "libreoffice"),
    places={
        "win32": (
            # soffice.com waits for the end of the work; soffice.exe may return before it.
            "%ProgramFiles%/LibreOffice/program/soffice.com",
            "%ProgramFiles(x86)%/LibreOffice/program/soffice.com",
            "%LOCALAPPDATA%/Programs/LibreOffice/program/soffice.com",
        ),
        "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
        "linux": ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice"),
    },
    purpose="古い Word（.doc）、OpenDocument（.odt）、リッチテキスト（.rtf）の読み取り",
    remedy={
        "win32": "LibreOffice（無償）を入れてください。閉じたネットワークでは、インストーラー（.msi）を持ち込んで実行します",
        "darwin": "LibreOffice（無償）を入れて、アプリケーションフォルダーに置いてください",
        "linux": "sudo apt-get install libreoffice-writer-nogui で入れてください",
    },
)
TESSERACT = Program(
    name="Tesseract OCR（日本語）",
    variable="MINUTES_TESSERACT",
    commands=("tesseract",),
    places={
        "win32": (
            "%ProgramFiles%/Tesseract-OCR/tesseract.exe",
            "%ProgramFiles(x86)%/Tesseract-OCR/tesseract.exe",
            "%LOCALAPPDATA%/Programs/Tesseract-OCR/tesseract.exe",
        ),
        "darwin": ("/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract", "/opt/local/bin/tesseract"),
        "linux": ("/usr/bin/tesseract", "/usr/local/bin/tesseract"),
    },
    purpose="紙を読み取った PDF と画像（png・jpeg・tiff）の文字認識",
    remedy={
        "win32": "Tesseract OCR（無償）の Windows 用インストーラーで、追加の言語 Japanese と Japanese (vertical) を選んで入れてください",
        "darwin": "brew install tesseract tesseract-lang で入れてください",
        "linux": "sudo apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert で入れてください",
    },
)


def looked_in(program: Program) -> tuple[str, ...]:
    """Every place that is looked at, in order, as shown to the user."""
    named = os.environ.get(program.variable)
    if named:
        return (f"環境変数 {program.variable}（{named}）",)
    usual = tuple(str(place) for place in _usual(program))
    return (f"環境変数 {program.variable}（未設定）", f"PATH（{'・'.join(program.commands)}）", *usual)


def find_program(program: Program) -> Path | None:
    """The program's file, or None where it is not installed.

    A set environment variable is the only place looked at: what somebody names on purpose is not silently replaced.
    """
    named = os.environ.get(program.variable)
    if named:
        found = shutil.which(named)
        return None if found is None else Path(found)
    for command in program.commands:
        found = shutil.which(command)
        if found is not None:
            # LibreOffice adds only soffice.exe to PATH; its console twin beside it is the one that waits.
            twin = Path(found).with_suffix(".com")
            return twin if sys.platform == "win32" and twin.is_file() else Path(found)
    return next((place for place in _usual(program) if place.is_file()), None)


def _usual(program: Program) -> Iterator[Path]:
    for place in program.places.get(sys.platform, ()):
        variable, closed, rest = place.removeprefix("%").partition("%")
        if not place.startswith("%") or not closed:
            yield Path(place)
        elif os.environ.get(variable):
            yield Path(os.environ[variable] + rest)


def is_ready(name: str) -> bool:
    """Whether the program that a ``NeedsProgramError`` named (its ``program``) would now be found."""
    return any(program.name == name and find_program(program) is not None for program in (LIBREOFFICE, TESSERACT))


def require(program: Program, file_name: str, what: str) -> Path:
    """The program's file.

    Args:
        program: The program that is needed.
        file_name: The file that needs it.
        what: That file's kind as the message names it (古い形式の Word 文書（.doc）).

    Raises:
        NeedsProgramError: It is not installed.
    """
    found = find_program(program)
    if found is None:
        gap = " " if what[-1].isascii() else ""
        raise missing(program, f"{what}{gap}を読むには {program.name} が必要です", file_name)
    return found


def missing(program: Program, reason: str, file_name: str) -> NeedsProgramError:
    """The error for a file that waits until ``program`` is there."""
    remedy = f"{program.how_to_get()}（minutes doctor で確かめられます）"
    return NeedsProgramError(reason, remedy, file=file_name, program=program.name)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code (None where the time limit ended it) and what it printed."""

    code: int | None
    out: bytes
    err: bytes


def run(command: Sequence[str | Path], *, seconds: float, folder: Path, setting: Mapping[str, str]) -> Ended:
    """Run a program with its children, without a window; beyond the time limit all of them are killed.

    Args:
        command: Program and arguments (never through a shell).
        seconds: Time limit.
        folder: Working folder; output goes through files in it, so that no child can hold a pipe open.
        setting: Environment variables to add.
    """
    with (folder / "stdout").open("w+b") as out, (folder / "stderr").open("w+b") as err:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env={**os.environ, **setting},
            start_new_session=sys.platform != "win32",
            creationflags=_HIDDEN,
        )
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            kill_tree(process)
        out.seek(0)
        err.seek(0)
        return Ended(code, out.read(_MOST), err.read(_MOST))


_MOST = 64 * 1024 * 1024
"""Bytes of output taken."""
if sys.platform == "win32":
    _HIDDEN = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _HIDDEN = 0


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a program and everything it started; nothing happens where all have ended."""
    if sys.platform == "win32":
        if process.poll() is None:
            kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(kill, capture_output=True, check=False, creationflags=_HIDDEN)
    else:
        # The group also holds children that outlive the program itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()


_watchers: list[Callable[[], None]] = []


def on_progress(call: Callable[[], None] | None) -> None:
    """Have ``call`` called after each page of a long reading, so that a time limit counts from there; None ends it."""
    _watchers[:] = [] if call is None else [call]


def progress() -> None:
    """Say that a reading goes on."""
    for call in _watchers:
        call()


_GUARDS: dict[str, Lock] = {}


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one user's runs of a heavy program pass one after the other, in this process and across processes.

    The lock is the system's and ends with the process that holds it, however that ends.
    """
    path = Path(tempfile.gettempdir()) / f"minutes-{name}-{_user()}.lock"
    with _GUARDS.setdefault(name, Lock()):
        try:
            handle = path.open("ab")
        except OSError:
            # Somebody else's file of that name, or no room: the runs do not harm each other, they only take memory.
            yield
            return
        with handle:
            _hold(handle.fileno())
            yield


def _user() -> str:
    """The user's number; on Windows the temporary folder is the user's own."""
    return "0" if sys.platform == "win32" else str(os.getuid())


def _hold(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # waits ten seconds at most
                return
            except OSError:
                continue
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
