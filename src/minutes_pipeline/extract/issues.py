"""Issues (課題): a problem, shortfall, obstacle or unmet need asserted about the subject.

Signs of a problem are added up per sentence (``issue_signs``); where the words as a whole tell the contrary, the second
opinion overturns the sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes_pipeline.extract.decision_rows import place_of
from minutes_pipeline.extract.decisions import read_verdict
from minutes_pipeline.extract.issue_signs import lemma_hits, signs_of, weigh
from minutes_pipeline.extract.judgement import Judged, judged
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.extract.second_opinion import opinions, settled
from minutes_pipeline.extract.statement_columns import StatementRow, problem_cells
from minutes_pipeline.extract.trust import trust
from minutes_pipeline.model.records import Issue
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat

THRESHOLD = 0.7
_IN_COLUMN = 0.85
_ANSWERING = re.compile(r"\((?:[^()]|\([^()]{0,40}\)){1,160}(?:に対して|に対し|について|への回答|を受けて)\)\s*")


def extract_issues(outline: Outline) -> tuple[Issue, ...]:
    """All issues of the document, in document order."""
    said = judged(outline)
    records: list[Issue] = []
    for index, (score, rule) in judge_issues(said).items():
        sentence = said[index].sentence
        start = sentence.start + _lead(outline.text_of(sentence))
        common = grounded(outline.document, "issue", start, sentence.end, rule_id=rule, confidence=_confidence(score))
        records.append(Issue(**common, **placed(outline, sentence)))
    cells = tuple(problem_cells(outline))
    records = [r for r in records if not ("\t" in r.quote and any(_within(c, r) for c in cells))]
    records += _in_columns(outline, cells, records)
    return tuple(sorted(records, key=lambda r: r.span.start))


def _within(cell: StatementRow, record: Issue) -> bool:
    """Whether a row that was read as one sentence holds the cell."""
    return record.span.start <= cell.start and cell.end <= record.span.end


def _in_columns(outline: Outline, cells: tuple[StatementRow, ...], found: list[Issue]) -> Iterator[Issue]:
    """The cells of a column 課題, where no sentence of theirs was read as one already."""
    for row in cells:
        if any(r.span.start < row.end and row.start < r.span.end for r in found):
            continue
        common = grounded(outline.document, "issue", row.start, row.end, rule_id="issue.column", confidence=_IN_COLUMN)
        yield Issue(**common, **placed(outline, place_of(outline, row.line)))


def judge_issues(said: tuple[Judged, ...]) -> dict[int, tuple[float, str]]:
    """Score and weightiest rule of every sentence that asserts a problem, by its index."""
    found = {}
    for one, (score, rule), odds in zip(said, _scores(said), opinions(said), strict=True):
        if one.sentence.is_heading and score >= THRESHOLD:
            found[one.index] = (score, rule)
        elif not one.sentence.is_heading and settled("issue", _rules_odds(score), odds):
            found[one.index] = (score, rule) if score >= THRESHOLD else (THRESHOLD, "issue.opinion")
    return found


def _scores(said: tuple[Judged, ...]) -> Iterator[tuple[float, str]]:
    """What the signs of each sentence come to, less where it settles the matter, and the rule that weighs most."""
    lemmas = lemma_hits(said)
    for one in said:
        score, rule = weigh(one, signs_of(one.core), lemmas[one.index], said)
        yield score - (1.0 if score >= THRESHOLD and _settles(one) else 0.0), rule


def _rules_odds(score: float) -> float:
    """The word of the rules as log-odds: the more signs, the surer."""
    beyond = 2.9 * (score - THRESHOLD)
    return min(2.9 + beyond, 8.0) if score >= THRESHOLD else max(beyond, -4.0)


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
