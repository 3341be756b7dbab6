"""The same program across meetings (事業の経過): by name, goal, department, and what is said of renaming and moving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from minutes_pipeline.link.master import Master
from minutes_pipeline.link.successors import Figures, ending_likeness, figures_of, in_its_place, told_renamed
from minutes_pipeline.model.links import ProgramAppearance, ProgramHistory, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Program
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.text.tokens import tokenize

_SURE, _LIKELY = 0.55, 0.4
_IN_PLACE, _RESTATED = 0.28, 0.3
_TAIL = re.compile(r"(?:について|に関すること|に係る取組|の取組|の推進|事業|など|等)$")
_NO_PROGRAM = re.compile(r"^その他(?:の?(?:事業|取組|意見|事項))?$|^(?:全般|共通|総括)$")
#: Words of which many names are made; they tell programs apart less than others do.
_GENERIC = frozenset(
    "支援 センター 事業 推進 促進 地域 活動 計画 体制 整備 相談 窓口 制度 補助金 取り組み サービス 交流 市 町 村 市民 町民 住民 づくり 作り 強化 充実 "
    "普及 啓発 運営 実施 対策 助成 提供 確保 者 等 為る".split()
)


_NO_MASTER = Master()


@dataclass
class _Known:
    names: list[str]
    mentions: list[tuple[int, Program]]
    score: float = 1.0
    reasons: list[str] = field(default_factory=list)


def program_key(title: str) -> str:
    """A program's name without white space, brackets and the words that come and go behind it.

    >>> program_key("避難 訓練 について")
    '避難訓練'
    """
    key = re.sub(r"[「」『』()]", "", name_key(title))
    while (cut := _TAIL.sub("", key)) != key and len(cut) >= 3:
        key = cut
    return key


def link_programs(
    series: Sequence[Minutes], master: Master = _NO_MASTER
) -> tuple[tuple[ProgramHistory, ...], tuple[Suggestion, ...], dict[str, int]]:
    """Programs, oldest first; likely links; and for every program record the index of its history.

    Args:
        series: Minutes in order of their dates.
        master: Reorganisations, where given: a department counts under its latest name.
    """
    known: list[_Known] = []
    suggestions: list[Suggestion] = []
    numbers: dict[str, int | None] = {}
    texts = [name_key(minutes.text) for minutes in series]
    before = _Before()
    for index, minutes in enumerate(series):
        programs = [p for p in minutes.programs if not _NO_PROGRAM.match(name_key(p.title))]
        numbers |= _goal_numbers(minutes)
        ranked = _ranked(
            _likeness(entry, program, numbers, texts[entry.mentions[-1][0] : index + 1], master, (k, m))
            for k, entry in enumerate(known)
            for m, program in enumerate(programs)
        )
        placed, likely = _place(ranked, known, programs)
        figures = figures_of(minutes)
        succeeded, others = _successors(ranked, known, programs, placed, before, figures)
        placed |= succeeded
        suggestions += [one for one in (*likely, *others) if all(programs[m].id != one.right for m in succeeded)]
        for m, program in enumerate(programs):
            if m in placed:
                entry = known[placed[m]]
                entry.mentions.append((index, program))
                key = program_key(program.title)
                entry.names += [key] if key not in entry.names else []
            else:
                known.append(_Known([program_key(program.title)], [(index, program)]))
        before = _Before({e.mentions[-1][1].id: n for n, e in enumerate(known)}, programs, figures)
    owner = {program.id: n for n, entry in enumerate(known) for _, program in entry.mentions}
    return tuple(_history(entry, series) for entry in known), tuple(suggestions), owner


@dataclass
class _Before:
    """The meeting before: the number of the history of each of its programs, the programs, what is counted of each."""

    numbers: dict[str, int] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)
    figures: Figures = field(default_factory=dict)


_Ranked = list[tuple[float, tuple[str, ...], int, int]]


def _ranked(scored: Iterable[tuple[float, tuple[str, ...], int, int]]) -> _Ranked:
    return sorted(scored, key=lambda entry: (entry[0], entry[2], entry[3]), reverse=True)


def _successors(
    ranked: _Ranked,
    known: Sequence[_Known],
    programs: Sequence[Program],
    placed: dict[int, int],
    before: _Before,
    figures: Figures,
) -> tuple[dict[int, int], list[Suggestion]]:
    """Of what is left, the programs that stand where one of the last meeting stood, or that restate its figures."""
    places = [before.numbers.get(program.id) for program in before.programs]
    now = [placed.get(m) for m in range(len(programs))]
    scored = []
    for score, reasons, minus_k, minus_m in ranked:
        k, m = -minus_k, -minus_m
        if k not in places or m in placed or k in placed.values():
            continue
        old, more = known[k].mentions[-1][1], list(reasons)
        if in_its_place(places.index(k), m, places, now):
            score, more = score + _IN_PLACE, [*more, "前後の事業が同じ"]
        if before.figures.get(old.id, frozenset()) & figures.get(programs[m].id, frozenset()):
            score, more = score + _RESTATED, [*more, "前の会議と同じ数値が書かれている"]
        if len(more) > len(reasons):
            scored.append((score, tuple(more), minus_k, minus_m))
    return _place(_ranked(scored), known, programs)


def _place(
    ranked: Sequence[tuple[float, tuple[str, ...], int, int]], known: Sequence[_Known], programs: Sequence[Program]
) -> tuple[dict[int, int], list[Suggestion]]:
    """Each program of a meeting to one known at most, surest first: its number -> the known one's; and what is likely."""
    placed: dict[int, int] = {}
    likely: list[Suggestion] = []
    for score, reasons, minus_k, minus_m in ranked:
        if score < _LIKELY or -minus_m in placed or -minus_k in placed.values():
            continue
        entry, program = known[-minus_k], programs[-minus_m]
        if score < _SURE:
            left = entry.mentions[-1][1].id
            likely.append(
                Suggestion(kind="program", left=left, right=program.id, score=round(score, 2), reasons=reasons)
            )
            continue
        placed[-minus_m] = -minus_k
        entry.score = min(entry.score, round(min(score, 1.0), 2))
        entry.reasons += [reason for reason in reasons if reason not in entry.reasons]
    return placed, likely


def _goal_numbers(*series: Minutes) -> dict[str, int | None]:
    return {goal.id: goal.number for minutes in series for goal in minutes.goals}


def _history(entry: _Known, series: Sequence[Minutes]) -> ProgramHistory:
    goals = _goal_numbers(*series)
    appearances = tuple(
        ProgramAppearance(
            document=series[index].document, record_id=program.id, name=program.title,
            department="、".join(program.departments) or None, goal_number=goals.get(program.goal_id or ""),
        )
        for index, program in entry.mentions
    )  # fmt: skip
    return ProgramHistory(
        program=appearances[-1].name, appearances=appearances, score=entry.score, reasons=tuple(entry.reasons)
    )


def _likeness(
    entry: _Known,
    program: Program,
    goals: dict[str, int | None],
    texts: Sequence[str],
    master: Master,
    numbers: tuple[int, int],
) -> tuple[float, tuple[str, ...], int, int]:
    """Score and reasons, and the numbers of both, negative so that the first comes first among equals."""
    key = program_key(program.title)
    if key in entry.names:
        return 2.0, ("名称が同じ",), -numbers[0], -numbers[1]
    score, reasons = 0.0, []
    likeness = max(_name_likeness(name, key) for name in entry.names)
    score += 0.7 * likeness
    if likeness >= 0.3:
        reasons.append("名称が似ている")
    last = entry.mentions[-1][1]
    if set(map(master.present_name, last.departments)) & set(map(master.present_name, program.departments)):
        score += 0.2
        reasons.append("担当が同じ")
    before, after = goals.get(last.goal_id or ""), goals.get(program.goal_id or "")
    if before is not None and before == after:
        score += 0.15
        reasons.append("目標が同じ")
    if told_renamed(last, program, texts):
        score += 0.6
        reasons.append("名称変更の記載がある")
    return score, tuple(reasons), -numbers[0], -numbers[1]


def _name_likeness(one: str, other: str) -> float:
    if one in other or other in one:
        return min(1.0, 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other)))
    left, right = _words(one), _words(other)
    shared = sum(_weight(word) for word in left & right)
    dice = 2 * shared / (sum(map(_weight, left)) + sum(map(_weight, right)) or 1.0)
    dice = max(dice, 0.5 * ending_likeness(one, other))
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    # A long common beginning (町内会・自治会…) says more than scattered words.
    common = head / min(len(one), len(other)) * 0.9 if _weighs(one[:head]) else 0.0
    return max(dice, min(0.8, common))


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(t.normalized for t in tokenize(name) if t.pos[0] in ("名詞", "動詞", "形状詞", "副詞", "接頭辞"))


def _weight(word: str) -> float:
    return 0.25 if word in _GENERIC else 1.0


def _weighs(beginning: str) -> bool:
    """Whether a common beginning holds a word that tells programs apart."""
    return any(word not in _GENERIC and len(word) > 1 for word in _words(beginning))
