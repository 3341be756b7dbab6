"""Every compiled pattern of the program, with the methods it is called by: rule tables, constants and patterns in functions."""

import ast
import contextlib
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import minutes_pipeline

METHODS = {"search": "finditer", "findall": "finditer", "sub": "finditer", "subn": "finditer", "split": "finditer"} | {
    name: name for name in ("match", "fullmatch", "finditer")
}
"""A search that finds nothing takes as long as looking for all; a line may have its match at the very end."""
ALL = frozenset(METHODS.values())
TABLES = {
    "intake.scan.PASSED_OVER": "fullmatch", "segment.headings.FORMS": "match", "segment.headings._FORMS_AT": "match",
    "segment.turns.FORMS": "match", "segment.turns._AT": "match", "segment.turns._FORMS_AT": "match", "segment.turns._NAMED": "match",
    "layout.unfold._COMPILED": "finditer", "read.markdown._INLINE": "finditer", "extract.roster_columns._CUTS": "finditer",
    "values.roster_headings._CUTS": "finditer", "extract.issue_counters.COUNTERSIGNS": "finditer",
}  # fmt: skip
"""Tables whose patterns are called by one method alone, where a loop hides which."""
_OUTER = "minutes_pipeline."


@dataclass(frozen=True)
class Rule:
    """A pattern, where it is kept, how it is called (by every method where that cannot be seen), its own examples."""

    where: str
    pattern: re.Pattern[str]
    methods: frozenset[str]
    examples: tuple[str, ...] = ()


def every_rule() -> list[Rule]:
    """Each pattern once, in the order of the modules."""
    modules = {
        m.name: importlib.import_module(m.name) for m in pkgutil.walk_packages(minutes_pipeline.__path__, _OUTER)
    }
    trees = {n: ast.parse(Path(str(m.__file__)).read_text("utf-8")) for n, m in modules.items()}
    calls = _calls(trees)
    found: dict[tuple[str, int, frozenset[str]], Rule] = {}
    for name, tree in trees.items():
        for rule in (*_kept(name, modules[name], tree, calls), *_written_in(name, modules[name], tree)):
            if isinstance(rule.pattern.pattern, str):
                found.setdefault((rule.pattern.pattern, rule.pattern.flags, rule.methods), rule)
    return list(found.values())


def _calls(trees: dict[str, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """(module, name) -> methods called on it anywhere; "?" where it is handed on."""
    calls: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in trees.items():
        origin = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        seen = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                seen.add(node.value)
                how = "pattern" if node.attr in ("pattern", "flags") else METHODS.get(node.attr, "?")
                calls[origin.get(node.value.id, (module, node.value.id))].add(how)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in seen:
                calls[origin.get(node.id, (module, node.id))].add("?")
    return calls


def _kept(name: str, module: ModuleType, tree: ast.Module, calls: dict[tuple[str, str], set[str]]) -> Iterator[Rule]:
    """The patterns in the constants that a module defines, in tables and records too."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name):
                methods = calls[name, target.id] - {"pattern"}
                value = getattr(module, target.id, None)
                known = isinstance(value, re.Pattern) and methods and "?" not in methods
                for where, pattern, examples in _inside(f"{name}.{target.id}", value, (), set()):
                    place = f"{name}.{target.id}".removeprefix(_OUTER)
                    told = {TABLES[place]} if place in TABLES else methods if known else ALL
                    yield Rule(where.removeprefix(_OUTER), pattern, frozenset(told), examples)


def _inside(
    where: str, value: Any, examples: tuple[str, ...], seen: set[int]
) -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    if isinstance(value, re.Pattern):
        yield where, value, examples
        return
    if isinstance(value, str | bytes | int | float | type | ModuleType | None) or id(value) in seen:
        return
    seen.add(id(value))
    parts: list[Any] = []
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif callable(value):
        parts = [cell.cell_contents for cell in getattr(value, "__closure__", None) or ()]
    elif type(value).__module__.startswith(_OUTER):
        names = [*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())]
        parts = [getattr(value, field, None) for field in names]
        accepts = getattr(value, "accepts", ())
        examples += tuple(e for e in (accepts if isinstance(accepts, tuple) else ()) if isinstance(e, str))
    for number, part in enumerate(parts):
        yield from _inside(f"{where}[{number}]", part, examples, seen)


def _written_in(name: str, module: ModuleType, tree: ast.Module) -> Iterator[Rule]:
    """The patterns written into a call (re.search(...)), where they are made of constants alone."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in METHODS
        ):
            with contextlib.suppress(NameError):  # a variable of the function
                text, *_ = (eval(compile(ast.Expression(a), name, "eval"), vars(module)) for a in node.args[:1])
                where = f"{name.removeprefix(_OUTER)}:{node.lineno}"
                yield Rule(where, re.compile(text), frozenset({METHODS[node.func.attr]}))
