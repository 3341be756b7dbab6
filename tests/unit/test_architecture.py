"""The rules of the house that a machine can check (docs/architecture.md)."""

import ast
import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from minutes_pipeline.cli.application import COMMANDS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "minutes_pipeline"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def shown(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_there_are_modules() -> None:
    assert len(MODULES) > 30


def test_imports_point_one_way() -> None:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_module_is_no_longer_than_can_be_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_names_say_what_is_inside(path: Path) -> None:
    assert VAGUE.isdisjoint(path.relative_to(SOURCE).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_examples_in_docstrings_hold(path: Path) -> None:
    result = doctest.testmod(import_module(module_name(path)))
    assert result.failed == 0


def test_examples_are_found_at_all() -> None:
    module = import_module("minutes_pipeline.cli.terminal")
    assert sum(len(test.examples) for test in doctest.DocTestFinder().find(module)) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"minutes {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_paths_named_in_the_documents_exist(path: Path) -> None:
    named = {
        word
        for line in path.read_text("utf-8").splitlines()
        for word in line.replace("`", " ` ").split()
        if word.startswith(("src/", "tests/", "docs/", "benchmarks/", "schemas/"))
        and "*" not in word
        and "<" not in word
    }
    assert [word for word in sorted(named) if not (ROOT / word.partition("::")[0].rstrip("、。,.")).exists()] == []
