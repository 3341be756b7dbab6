"""``minutes doctor`` on the optional programs: missing ones are named with the places looked at and the way to get them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.read import scan_words

Minutes = Callable[..., Any]
PROGRAMS = (("MINUTES_SOFFICE", "LibreOffice"), ("MINUTES_TESSERACT", "Tesseract OCR（日本語）"))


@pytest.mark.parametrize(("variable", "name"), PROGRAMS)
@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_a_missing_program_is_no_fault_but_is_named(
    minutes: Minutes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, name: str, system: str
) -> None:
    for other, _ in PROGRAMS:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("minutes_pipeline.read.programs._usual", lambda program: iter(()))
    monkeypatch.setattr("minutes_pipeline.read.programs.sys.platform", system)
    monkeypatch.setattr("minutes_pipeline.cli.doctor.platform.system", lambda: system)
    done = minutes("doctor", "--db", tmp_path / "ない.db")
    monkeypatch.undo()
    assert done.code == 0
    text = "".join(line.strip() for line in done.out.splitlines())
    assert f"△ {name}  ありません" in done.out
    assert f"環境変数 {variable}（未設定）" in text and "PATH（" in text
    assert text.count("入れ方: ") == 2 and "入れて" in text
    assert ("apt-get" in text) == (system == "linux") and ("インストーラー" in text) == (system == "win32")


@pytest.mark.parametrize(("variable", "name"), PROGRAMS)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_a_program_that_does_not_run(
    minutes: Minutes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, name: str
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 7\n")
    broken.chmod(0o755)
    monkeypatch.setenv(variable, str(broken))
    done = minutes("doctor", "--db", tmp_path / "ない.db")
    assert done.code == 0
    assert f"△ {name}  動きません" in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
@pytest.mark.parametrize(
    ("data", "is_well", "said"),
    [("jpn jpn_vert", True, "tesseract 5.9"), ("jpn", True, "縦書き"), ("eng", False, "横書き）と日本語（縦書き")],
)
def test_the_data_of_tesseract(
    minutes: Minutes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, is_well: bool, said: str
) -> None:
    fake = tmp_path / "tesseract"
    listed = "; ".join(f"echo {name}" for name in ("List:", *data.split()))
    fake.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo tesseract 5.9; else {listed}; fi\n')
    fake.chmod(0o755)
    scan_words.languages.cache_clear()
    monkeypatch.setenv("MINUTES_TESSERACT", str(fake))
    result = json.loads(minutes("doctor", "--db", tmp_path / "ない.db", "--json").out)
    check = next(one for one in result["programs"] if one["name"].startswith("Tesseract"))
    assert (check["is_well"], check["place"]) == (is_well, str(fake))
    assert said in check["state"]
    assert bool(check["remedy"]) == (data != "jpn jpn_vert")
