"""Where the parts come from: every one listed with its licence, every file of the lock with its hash, one wheel only."""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^([\w.\-]+)==([^\s;\\]+)", re.MULTILINE)


def direct() -> set[str]:
    """Names of all parts that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {found.group().lower() for line in lines if (found := re.match(r"[\w.\-]+", line))}


def rows() -> dict[str, list[str]]:
    """Name -> licence, purpose, replacement, as docs/dependencies.md has them."""
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return {row[0]: row[1:] for row in cells if row[0] not in ("部品", "---")}


def test_every_direct_dependency_is_listed_and_no_other() -> None:
    assert set(rows()) == direct()
    assert all(len(row) == 3 and all(row) for row in rows().values())


_WORDS = {"Apache-2.0": "apache", "MIT": "mit", "BSD-3-Clause": "bsd", "BSD-2-Clause": "bsd", "MPL-2.0": "mpl"}


@pytest.mark.parametrize("name", sorted(rows()))
def test_licences_are_those_that_the_parts_state(name: str) -> None:
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    fields = ("License-Expression", "License", "Classifier")
    stated = " ".join(
        value for field in fields for value in metadata.get_all(field) or () if "OSI" in value or field != "Classifier"
    )
    first = re.split(r"[, ほ]", rows()[name][0])[0]
    assert _WORDS.get(first, first).lower() in stated.lower()


def test_the_lock_has_the_same_versions_and_a_hash_for_each() -> None:
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    assert dict(_PIN.findall(locked)) == dict(_PIN.findall((ROOT / "constraints.txt").read_text("utf-8")))
    entries = re.split(r"^(?=[\w.\-]+==)", locked, flags=re.MULTILINE)[1:]
    assert len(entries) > 100
    assert [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []
    assert {name for name in direct() if name not in dict(_PIN.findall(locked))} == {"scikit-learn"}  # training alone


_BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def built(tree: Path, out: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(out)], cwd=tree, capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1764000000"},
    )  # fmt: skip
    return (out / done.stdout.split()[-1]).read_bytes()


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None and not os.environ.get("CI"), reason="hatchling is not installed"
)
def test_two_builds_give_one_wheel(tmp_path: Path) -> None:
    """In two folders, of files of other times, rights and order."""
    digests = set()
    for number, name in enumerate(("a", "another folder")):
        tree = tmp_path / name
        tree.mkdir()
        for file in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / file, tree / file)
        shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        if number:
            for path in sorted(tree.rglob("*"), reverse=True):
                path.chmod(0o755 if path.is_dir() else 0o600)
                os.utime(path, (1_000_000_000, 1_000_000_000))
        data = built(tree, tmp_path / name)
        assert len(data) > 100_000
        digests.add(hashlib.sha256(data).hexdigest())
    assert len(digests) == 1
