"""Issues (課題): a problem, shortfall, obstacle or unmet need asserted about the subject.

Signs of a problem are added up per sentence (``issue_rules``): words that name one, predicates that deny what is wanted,
and what takes it back (solved, wished, asked, planned). The label 課題 and the neighbourhood lend weight, never decide.
"""

from __future__ import annotations

import re
from collections import defaultdict

from minutes_pipeline.extract.decisions import read_verdict
from minutes_pipeline.extract.issue_counters import COUNTERSIGNS, MASK
from minutes_pipeline.extract.issue_predicates import LEMMAS, PREDICATE_WEIGHT
from minutes_pipeline.extract.issue_rules import GROUPS, SIGNS
from minutes_pipeline.extract.judgement import Judged, compact, judged
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.extract.trust import trust
from minutes_pipeline.model.records import Issue
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat
from minutes_pipeline.text.tokens import BREAK, Token, tokenize

THRESHOLD = 0.7
_PROBLEM_LABEL = re.compile(r"課題|問題|懸案|困っ|悩み|支障|改善点|反省点?")
_ANSWERING = re.compile(r"\((?:[^()]|\([^()]{0,40}\)){1,160}(?:に対して|に対し|について|への回答|を受けて)\)\s*")
_PROBLEM_TITLE = re.compile(
    r"(?:不足|低下|高齢化|減少|老朽化|遅れ|悪化|空洞化|過疎化|孤立|格差|衰退|滞納|増加する[^、。]{0,10}|負担増?|困難|なり手|担い手不足)(?:$|、|と|及び|や|・|への対応$)"
)


def extract_issues(outline: Outline) -> tuple[Issue, ...]:
    """All issues of the document, in document order."""
    said = judged(outline)
    records = []
    for index, (score, rule) in judge_issues(said).items():
        sentence = said[index].sentence
        start = sentence.start + _lead(outline.text_of(sentence))
        common = grounded(outline.document, "issue", start, sentence.end, rule_id=rule, confidence=_confidence(score))
        records.append(Issue(**common, **placed(outline, sentence)))
    return tuple(records)


def judge_issues(said: tuple[Judged, ...]) -> dict[int, tuple[float, str]]:
    """Score and weightiest rule of every sentence that asserts a problem, by its index."""
    lemmas = lemma_hits(said)
    found = {}
    for one in said:
        score, rule = score_issue(one, lemmas[one.index], said)
        if score >= THRESHOLD and _settles(one):
            score -= 1.0
        if score >= THRESHOLD:
            found[one.index] = (score, rule)
    return found


_BANDS = (0.85, 1.0, 1.25, 1.6)


def band_of(score: float) -> str:
    """The band of a score, under which its records are counted: the more signs, the surer.

    >>> band_of(0.72), band_of(3.0)
    ('score<0.85', 'score>=1.6')
    """
    return next((f"score<{edge}" for edge in _BANDS if score < edge), f"score>={_BANDS[-1]}")


def _confidence(score: float) -> float:
    return trust("issue", band_of(score), round(min(0.97, 0.7 + 0.25 * (score - THRESHOLD)), 2))


def _lead(text: str) -> int:
    """Length of a leading bracket that only tells what the statement answers: （…という質問に対して）."""
    found = _ANSWERING.match(flat(text))
    return found.end() if found and len(text) - found.end() > 8 else 0


def _settles(one: Judged) -> bool:
    verdict = read_verdict(one.core, one.note, one.role, result_block=one.result_block)
    return verdict is not None and verdict.result != "noted"


def lemma_hits(said: tuple[Judged, ...]) -> defaultdict[int, set[str]]:
    """Rule ids of the Matcher per sentence: one pass over all sentences."""
    tokens: list[Token] = []
    owners: list[int] = []
    for one in said:
        if not one.sentence.is_heading:
            stop = one.text[len(one.core) :]
            tokens += tokenize(unmasked(one.core) + (stop if stop == "。" else ""))
            tokens += [BREAK]
            owners += [one.index] * (len(tokens) - len(owners))
    hits: defaultdict[int, set[str]] = defaultdict(set)
    for rule, first, last in LEMMAS.find(tokens):
        if owners[first] == owners[last - 1]:
            hits[owners[first]].add(rule)
    return hits


def signs_of(core: str) -> list[tuple[str, float]]:
    """(rule id, weight) of every sign in a compact sentence, for and against.

    >>> [rule for rule, weight in signs_of("担い手が足りない") if weight > 0]
    ['issue.shortage', 'issue.unachieved', 'issue.unachieved.strong']
    """
    bare = unmasked(core)
    found = [(s.id, s.weight) for s in SIGNS if s.pattern.search(bare)]
    return found + [(s.id, s.weight) for s in COUNTERSIGNS if s.pattern.search(core)]


def unmasked(core: str) -> str:
    """The sentence with conditions and names replaced by a neutral mark of the same length."""
    return MASK.sub(lambda found: "〓" * len(found[0]), core)


def score_issue(one: Judged, lemmas: set[str], said: tuple[Judged, ...]) -> tuple[float, str]:
    """Sum of the signs and the rule that weighs most."""
    if one.sentence.is_heading:
        program = one.sentence.program is not None and one.sentence.mark is not None
        return (1.2, "issue.program-title") if program and _PROBLEM_TITLE.search(one.core) else (0.0, "")
    found = signs_of(one.core) + [(rule, PREDICATE_WEIGHT[rule]) for rule in sorted(lemmas)]
    label = compact(one.sentence.label or "")
    if _PROBLEM_LABEL.search(label):
        first = one.index == 0 or said[one.index - 1].sentence.line != one.sentence.line
        found.append(("issue.label", 0.8 if first else 0.4))
    if one.role == "chair":
        found.append(("counter.chair", -0.3))
    best = max(found, key=lambda f: f[1], default=("", 0.0))
    if best[1] <= 0:
        return 0.0, ""
    groups: dict[str, float] = {}
    for rule, weight in found:
        group = GROUPS.get(rule, rule)
        groups[group] = max(groups.get(group, weight), weight)
    return sum(groups.values()), best[0]
