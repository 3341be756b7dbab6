"""Optional programs: where they are looked for, and that a run ends in time with everything it started."""

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from minutes_pipeline.errors import NeedsProgramError, ReadError
from minutes_pipeline.read import programs
from minutes_pipeline.read.programs import (
    LIBREOFFICE,
    TESSERACT,
    Program,
    find_program,
    looked_in,
    one_at_a_time,
    require,
    run,
)

ALL = (LIBREOFFICE, TESSERACT)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for program in ALL:
        monkeypatch.delenv(program.variable, raising=False)
        monkeypatch.setattr(f"minutes_pipeline.read.programs.{_constant(program)}", program)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr("minutes_pipeline.read.programs._usual", lambda program: iter(()))


def _constant(program: Program) -> str:
    return "LIBREOFFICE" if program is LIBREOFFICE else "TESSERACT"


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("program", ALL, ids=lambda program: program.variable)
def test_a_missing_program_is_named_with_the_way_to_get_it(program: Program) -> None:
    assert find_program(program) is None
    with pytest.raises(NeedsProgramError) as caught:
        require(program, "a.doc", "このファイル")
    assert isinstance(caught.value, ReadError)
    assert caught.value.program == program.name
    assert str(caught.value).startswith(f"a.doc: このファイルを読むには {program.name} が必要です。")
    assert str(caught.value).endswith("。")


@needs_posix
@pytest.mark.usefixtures("nothing_installed")
def test_path_then_usual_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = executable(tmp_path / "usual" / "soffice")
    monkeypatch.setattr("minutes_pipeline.read.programs._usual", lambda program: iter((usual,)))
    assert find_program(LIBREOFFICE) == usual
    on_path = executable(tmp_path / "bin" / "libreoffice")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_program(LIBREOFFICE) == on_path
    better = executable(tmp_path / "bin" / "soffice")
    assert find_program(LIBREOFFICE) == better


@needs_posix
def test_the_variable_wins_even_where_it_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = executable(tmp_path / "own" / "soffice")
    monkeypatch.setenv("MINUTES_SOFFICE", str(named))
    assert find_program(LIBREOFFICE) == named
    monkeypatch.setenv("MINUTES_SOFFICE", str(tmp_path / "ない"))
    assert find_program(LIBREOFFICE) is None
    assert looked_in(LIBREOFFICE) == (f"環境変数 MINUTES_SOFFICE（{tmp_path / 'ない'}）",)


@pytest.mark.parametrize("program", ALL, ids=lambda program: program.variable)
@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_every_system_has_places_and_a_remedy(program: Program, system: str) -> None:
    assert program.places[system]
    assert "入れて" in program.remedy[system]


def test_windows_places_follow_the_folders_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("ProgramFiles", "D:/Programs")
    monkeypatch.delenv("MINUTES_TESSERACT", raising=False)
    assert "D:/Programs/Tesseract-OCR/tesseract.exe" in [place.replace("\\", "/") for place in looked_in(TESSERACT)]


def test_signs_of_life_reach_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []
    programs.on_progress(lambda: beats.append(1))
    try:
        programs.progress()
    finally:
        programs.on_progress(None)
    programs.progress()
    assert beats == [1]


def test_output_and_exit_code(tmp_path: Path) -> None:
    code = "import sys, os; print(os.environ['MARK']); print('e', file=sys.stderr); sys.exit(3)"
    ended = run([sys.executable, "-c", code], seconds=30, folder=tmp_path, setting={"MARK": "m"})
    assert (ended.code, ended.out.split(), ended.err.split()) == (3, [b"m"], [b"e"])


def test_beyond_the_limit_the_children_end_too(tmp_path: Path) -> None:
    child = "import time; time.sleep(60)"
    parent = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', sys.argv[1]]);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    began = time.monotonic()
    ended = run([sys.executable, "-c", parent, child], seconds=2, folder=tmp_path, setting={})
    assert ended.code is None
    assert time.monotonic() - began < 20
    # The system takes a moment to end what it was told to kill.
    deadline = time.monotonic() + 10
    while _is_running(int(ended.out)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(int(ended.out))


def _is_running(number: int) -> bool:
    if sys.platform == "win32":
        shown = subprocess.run(["tasklist", "/FI", f"PID eq {number}"], capture_output=True, check=True)
        return str(number).encode() in shown.stdout
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # A killed child that nobody has waited for yet is no longer running.
    status = Path(f"/proc/{number}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] not in "ZX"


def test_runs_pass_one_after_the_other() -> None:
    inside = [0]
    most = [0]

    def work() -> None:
        with one_at_a_time("test"):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.05)
            inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_another_process_waits_too(tmp_path: Path) -> None:
    code = (
        "import sys, time; from minutes_pipeline.read.programs import one_at_a_time\n"
        "with one_at_a_time('test'):\n    print(time.monotonic(), flush=True)"
    )
    with one_at_a_time("test"):
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        time.sleep(1.5)
        left = time.monotonic()
    out, _ = other.communicate(timeout=30)
    assert float(out) >= left
