"""Signs of a problem in a sentence (課題の手がかり), found by the rule tables and added up.

Words that name a problem, predicates that deny what is wanted, and what takes it back (solved, wished, asked, planned).
The label 課題 and the neighbourhood lend weight, never decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from minutes_pipeline.extract.issue_counters import COUNTERSIGNS, MASK
from minutes_pipeline.extract.issue_predicates import LEMMAS, PREDICATE_WEIGHT
from minutes_pipeline.extract.issue_rules import GROUPS, SIGNS
from minutes_pipeline.extract.judgement import STATEMENTS, Judged, compact
from minutes_pipeline.text.required import hint
from minutes_pipeline.text.tokens import BREAK, Token, tokenize

_PROBLEM_LABEL = re.compile(r"課題|問題|懸案|困っ|悩み|支障|改善点|反省点?")
_PROBLEM_TITLE = re.compile(
    r"(?:不足|低下|高齢化|減少|老朽化|遅れ|悪化|空洞化|過疎化|孤立|格差|衰退|滞納|増加する[^、。]{0,10}|負担増?|困難|なり手|担い手不足)(?:$|、|と|及び|や|・|への対応$)"
)

_UNWELCOME = re.compile(
    r"が(?:[^、。]{0,6})(?:長|短|高|低|少な|遅|遠|狭|暗|古|弱|重|薄|浅|粗)(?:すぎる|い)(?:です|と(?:思|感じ)[^、。]{1,6})?$"
)
"""完成までの期間が長い, said by a member: a complaint."""


_SIGNS = STATEMENTS.table(SIGNS, lambda sign: sign.pattern)
_COUNTERSIGNS = STATEMENTS.table(COUNTERSIGNS, lambda sign: sign.pattern)


def lemma_hits(said: tuple[Judged, ...]) -> defaultdict[int, set[str]]:
    """Rule ids of the Matcher per sentence: one pass over all sentences."""
    tokens: list[Token] = []
    owners: list[int] = []
    for one in said:
        if not one.sentence.is_heading:
            tokens += tokenize(spoken(one))
            tokens += [BREAK]
            owners += [one.index] * (len(tokens) - len(owners))
    hits: defaultdict[int, set[str]] = defaultdict(set)
    for rule, first, last in LEMMAS.find(tokens):
        if owners[first] == owners[last - 1]:
            hits[owners[first]].add(rule)
    return hits


_BUT = re.compile(r"(?:[うくぐすつぬむるぶいただ])が、|ものの、|けれど(?:も)?、|一方(?:で)?、")
_OF_ITS_CLAUSE = frozenset(
    ("issue.counter.none", "issue.counter.falling-evil", "issue.counter.unseen", "issue.counter.not-so-bad")
)
"""Counter-signs that hold only of the clause they stand in: 件数は減っているが、被害額は増えている."""


def _last_clause(core: str) -> str:
    """What stands behind the last 〜が、 of a sentence, or the sentence.

    >>> _last_clause("事故は減っているが、けがの程度は重くなっている")
    'けがの程度は重くなっている'
    """
    turns = [found.end() for found in _BUT.finditer(core)]
    return core[turns[-1] :] if turns and len(core) - turns[-1] >= 10 else core


def signs_of(core: str) -> list[tuple[str, float]]:
    """(rule id, weight) of every sign in a compact sentence, for and against.

    >>> [rule for rule, weight in signs_of("担い手が足りない") if weight > 0]
    ['issue.shortage', 'issue.unachieved', 'issue.unachieved.strong']
    """
    bare = unmasked(core)
    # What the mask hides is no sign of the sentence without it, so that the whole sentence tells for both.
    found = [(s.id, s.weight) for s in _SIGNS.possible(core) if s.pattern.search(bare)]
    last = _last_clause(core)
    return found + [
        (s.id, s.weight)
        for s in _COUNTERSIGNS.possible(core)
        if s.pattern.search(last if s.id in _OF_ITS_CLAUSE else core)
    ]


def spoken(one: Judged) -> str:
    """What Sudachi is given of a sentence: without its note, conditions and names masked."""
    stop = one.text[len(one.core) :]
    return unmasked(one.core) + (stop if stop == "。" else "")


_MASKED = hint(MASK)


@lru_cache(maxsize=8192)  # the sentences of one long document, mostly the same string
def unmasked(core: str) -> str:
    """The sentence with conditions and names replaced by a neutral mark of the same length."""
    return MASK.sub(lambda found: "〓" * len(found[0]), core) if _MASKED.search(core) else core


def weigh(one: Judged, signs: list[tuple[str, float]], lemmas: set[str], said: tuple[Judged, ...]) -> tuple[float, str]:
    """Sum of the signs and the rule that weighs most."""
    if one.sentence.is_heading:
        program = one.sentence.program is not None and one.sentence.mark is not None
        return (1.2, "issue.program-title") if program and _PROBLEM_TITLE.search(one.core) else (0.0, "")
    found = signs + [(rule, PREDICATE_WEIGHT[rule]) for rule in sorted(lemmas)]
    label = compact(one.sentence.label or "")
    if _PROBLEM_LABEL.search(label):
        first = one.index == 0 or said[one.index - 1].sentence.line != one.sentence.line
        found.append(("issue.label", 0.8 if first else 0.4))
    if one.role == "chair":
        found.append(("counter.chair", -0.3))
    if one.role == "member" and _UNWELCOME.search(one.core):
        found.append(("issue.unwelcome", 0.35))
    best = max(found, key=lambda f: f[1], default=("", 0.0))
    if best[1] <= 0:
        return 0.0, ""
    groups: dict[str, float] = {}
    for rule, weight in found:
        group = GROUPS.get(rule, rule)
        groups[group] = max(groups.get(group, weight), weight)
    return sum(groups.values()), best[0]
