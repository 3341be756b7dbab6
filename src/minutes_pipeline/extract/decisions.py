"""Decisions (決定事項): what this meeting settled, by the verb that declares it and by who declares it.

A sentence is one when its main predicate is a verb of settling in a declaring form (した, された, こととした; the chair's
いたします) and nothing takes it back: a question, a wish, another body or another time. The verb decides the result.
Where only 異議なし answers a proposal, the proposal is the decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.extract.decision_forms import FORMS, NO_LINE, TOLD_ONLY, refused
from minutes_pipeline.extract.decision_rows import ASKED_FOR, asks_only, place_of, result_rows, tags_tell_kinds
from minutes_pipeline.extract.decision_rules import (
    ASKED,
    ASSENT,
    BARE_RESULT,
    CHAIR_PROCEDURE,
    CLASSES,
    DEFERRAL,
    FOLLOWS,
    HUMBLE,
    LEADS,
    NEXT_MATTER,
    NEXT_MEETING,
    NO_DECISION,
    NOTICE,
    OBJECTION_NONE,
    OTHER_BODY,
    OUTSIDER,
    PROPOSAL,
    REPORTED,
    SET_AS,
    SET_NOTE,
    STRONG,
    TAIL,
    UNSETTLED,
    VETOES,
    WISH,
)
from minutes_pipeline.extract.judgement import STATEMENTS, Judged, compact, judged
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.extract.second_opinion import opinions, settled
from minutes_pipeline.extract.statement_columns import result_cells, settled_cells
from minutes_pipeline.extract.trust import trust
from minutes_pipeline.model.records import Decision
from minutes_pipeline.model.section import Outline, Sentence

Result = Literal["approved", "decided", "deferred", "rejected", "noted"]

_BRACKETS = re.compile(r"[()「」『』〔〕\[\]【】。]")
_POINTING = re.compile(r"^(?:ただいま|今|この|その)の?(?:動議|発言|提案|件)?に")
_RESOLVED = re.compile(r"(?:こと|もの)[とに]|に送")


_FORMULAS = STATEMENTS.table(FORMS, lambda formula: formula.pattern)
_CLASSES = STATEMENTS.table(CLASSES, lambda rule: rule.verb)
_VETOES = STATEMENTS.table(VETOES, lambda veto: veto)
_UNSETTLED = STATEMENTS.table(UNSETTLED, lambda sign: sign)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result, rule and confidence of one sentence read as a decision."""

    result: Result
    rule_id: str
    confidence: float


_NOTHING = Verdict("noted", "", 0.0)


def read_verdict(core: str, note: str, role: str, *, result_block: bool = False, own_body: str = "") -> Verdict | None:
    """What a compact sentence settles, or None.

    Args:
        core: The sentence without closing 。 and note, folded, without white space.
        note: Its closing bracket's content.
        role: Who says it (``judgement.Role``).
        result_block: True under a label that announces results.
        own_body: The meeting's own title, so that 総会で承認された is its own doing at a 総会.

    >>> read_verdict("議案第3号は原案のとおり承認された", "", "narration")
    Verdict(result='approved', rule_id='decision.approved.done', confidence=0.97)
    >>> read_verdict("継続審査とすることに御異議ありませんか", "", "chair") is None
    True
    """
    if OBJECTION_NONE.fullmatch(note) and len(core) > 12 and role != "member":
        return Verdict(_class_of(core) or "decided", "decision.list.unopposed", 0.85)
    if SET_NOTE.fullmatch(note) and len(core) > 4 and role != "member":
        return Verdict(_class_of(note) or "decided", "decision.list.bracket", 0.8)
    if BARE_RESULT.fullmatch(note) and len(core) > 4:
        return Verdict(_class_of(note) or "approved", "decision.list.bracket", 0.9)
    core = HUMBLE.sub("します", NOTICE.sub("", core))
    formula = next((f for f in _FORMULAS.matching(core) if role in f.roles), None) if role != "member" else None
    if formula is not None:
        return Verdict(formula.result, formula.id, formula.confidence)
    if role != "member" and WISH.search(core) and (role == "chair" or core.endswith("ことにしたい")):
        wish = _declared(WISH.sub("します", core), role, result_block)
        if wish is None or wish.result == "noted" or CHAIR_PROCEDURE.search(core):
            return None
        return Verdict(wish.result, wish.rule_id.rpartition(".")[0] + ".wish", 0.6)
    if not core or role == "member" or any(_VETOES.matching(core)) or _other_body(core, own_body):
        return None
    if refused(core):
        return None
    if BARE_RESULT.fullmatch(core):
        return Verdict(_class_of(core) or "approved", "decision.bare", 0.85 if result_block else 0.7)
    core = NOTICE.sub("", core)
    head, resolved, _ = core.partition("こととし、")
    if resolved and DEFERRAL.search(head) and role != "official":
        return Verdict("deferred", "decision.deferred.clause", 0.8)
    if role != "narration" and CHAIR_PROCEDURE.search(core) and not STRONG.search(core):
        return None
    told = re.search(r"(?:され|なっ|まとまっ|決まっ|決し)(?:ました|た)$", core) or REPORTED.search(core)
    if role == "official" and not told:
        return None
    said = _declared(core, role, result_block)
    if said is None and result_block and SET_AS.search(core):
        return Verdict(_class_of(core[-8:]) or "decided", "decision.set-as", 0.75)
    return said


def _declared(core: str, role: str, result_block: bool) -> Verdict | None:
    for rule in _CLASSES.possible(core):
        for found in _each(rule.verb, core, max(0, len(core) - rule.reach)):
            tail = core[found.end() :]
            if not TAIL.fullmatch(tail):
                continue
            form = rule.form(found[0] + tail, role, result_block)
            if form is None:
                continue
            if NEXT_MEETING.search(core) and not re.search(
                r"決定|決し|決ま|こと[とに][しす]|ことになっ|こととなっ", core
            ):
                return None
            factor = 1.0 if role in ("chair", "narration") else 0.8
            result = rule.result
            if result == "decided" and _RESOLVED.match(found[0]) and DEFERRAL.search(core):
                result = "deferred"
            return Verdict(result, f"{rule.id}.{form}", round(rule.confidence[form] * factor, 2))
    return None


def _each(pattern: re.Pattern[str], text: str, start: int) -> Iterator[re.Match[str]]:
    """Every match, also overlapping ones (ことに in ことに決定 must not hide 決定)."""
    while found := pattern.search(text, start):
        yield found
        start = found.start() + 1


def _class_of(text: str) -> Result | None:
    return next((rule.result for rule in _CLASSES.possible(text) if rule.verb.search(text)), None)


def _other_body(core: str, own_body: str) -> bool:
    found = OTHER_BODY.search(core) or OUTSIDER.search(core)
    return bool(found and (not own_body or found[1] not in own_body))


def extract_decisions(outline: Outline) -> tuple[Decision, ...]:
    """All decisions of the document, in document order."""
    said = judged(outline)
    own_body = "".join(compact(outline.document.line_text(i)) for i in outline.header.title_lines)
    verdicts: dict[int, Verdict] = {}
    tagged = tags_tell_kinds(outline)
    for one in said:
        if one.sentence.is_heading or (tagged and asks_only(one.core, one.note)):
            continue
        label = compact(one.sentence.label or "")
        if BARE_RESULT.fullmatch(label) and label not in ASKED_FOR and len(one.core) > 4:
            verdicts[one.index] = Verdict(_class_of(label) or "approved", "decision.list.label", 0.8)
            continue
        verdict = read_verdict(one.core, one.note, one.role, result_block=one.result_block, own_body=own_body)
        if verdict is not None:
            verdicts[one.index] = verdict
    _listed(said, verdicts)
    _settled(said, verdicts)
    _asked_first(said, verdicts)
    _unopposed(said, verdicts)
    _bare_assent(said, verdicts)
    _heard(said, verdicts)
    rows = _rows(outline, said, verdicts)
    records = rows + [
        _record(outline, said[i].sentence, said[i].sentence.start, said[i].sentence.end, v) for i, v in verdicts.items()
    ]
    return tuple(sorted(records, key=lambda r: (r.span.start, r.span.end)))


_CERTAIN, _FOR, _SILENT = 99.0, 6.0, 0.0
"""The word of the rules as log-odds: its place says so, a rule does, none does."""


_BY_PLACE = frozenset(
    {
        "decision.assent",
        "decision.settled",
        "decision.list.label",
        "decision.listed",
        "decision.list.bracket",
        "decision.unopposed",
        "decision.set-as",
    }
)
"""Rules that read where a line stands, not its words: the second opinion has nothing to say to them."""


def _heard(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """What the second opinion adds, and what it takes back."""
    for one, odds in zip(said, opinions(said), strict=True):
        if one.sentence.is_heading:
            continue
        verdict = verdicts.get(one.index)
        by_rule = verdict is not None and verdict.result != "noted"
        sure = one.settled or (verdict is not None and verdict.rule_id in _BY_PLACE)
        word = _SILENT if not by_rule else _CERTAIN if sure else _FOR
        if by_rule == settled("decision", word, odds):
            continue
        if by_rule:
            del verdicts[one.index]
        elif not (NO_DECISION.search(one.core) or TOLD_ONLY.search(one.core) or refused(one.core)):
            verdicts[one.index] = Verdict(_class_of(one.core) or "decided", "decision.opinion", 0.7)


def _record(outline: Outline, sentence: Sentence, start: int, end: int, verdict: Verdict) -> Decision:
    sure = trust("decision", verdict.rule_id, verdict.confidence)
    common = grounded(outline.document, "decision", start, end, rule_id=verdict.rule_id, confidence=sure)
    return Decision(**common, **placed(outline, sentence), result=verdict.result)


def _listed(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """Bullets under 「次のとおり決まった。」: each states a part of what was settled."""
    for index, lead in list(verdicts.items()):
        if lead.result == "noted" or not LEADS.search(said[index].core):
            continue
        line = said[index].sentence.line
        for one in said[index + 1 :]:
            if one.sentence.is_heading or one.sentence.mark is None or one.role == "member":
                break
            if one.sentence.line != line and one.index not in verdicts and len(one.core) >= 8:
                verdicts[one.index] = Verdict(lead.result, "decision.listed", 0.7)
            line = one.sentence.line


def _settled(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """What stands under 決定事項: every line says a part of what was settled, whatever its verb."""
    line = -1
    for one in said:
        if not one.settled or one.sentence.is_heading:
            continue
        fresh, line = one.sentence.line != line, one.sentence.line
        taken_back = any(_UNSETTLED.matching(one.core)) or NO_LINE.search(one.core)
        if fresh and one.index not in verdicts and len(one.core) >= 6 and not taken_back:
            verdicts[one.index] = Verdict(_class_of(one.core[-24:]) or "decided", "decision.settled", 0.75)


def _asked_first(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """A chair's 指名いたします that the next sentence puts to the meeting is still a proposal."""
    for index in [i for i, v in verdicts.items() if v.rule_id.endswith(".present")]:
        asked = index + 1 < len(said) and ASKED.search(said[index + 1].core)
        if asked and ("諮" in said[index].core or not NEXT_MATTER.search(said[index + 1].core)):
            del verdicts[index]
    for index in [i for i, v in verdicts.items() if v.rule_id.endswith(".wish")]:
        following = [v for i, v in verdicts.items() if index < i <= index + 6 and not v.rule_id.endswith(".wish")]
        if following or (index + 1 < len(said) and ASKED.search(said[index + 1].core)):
            del verdicts[index]


def _unopposed(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """異議なし after a proposal that no declaring sentence follows: the proposal is what was settled."""
    for one in said:
        answer = _BRACKETS.sub("", one.text).strip("-―")
        if not OBJECTION_NONE.fullmatch(answer) or one.sentence.is_heading:
            continue
        for back in range(one.index - 1, max(-1, one.index - 4), -1):
            before = said[back]
            if before.sentence.is_heading or back in verdicts or _POINTING.search(before.core):
                break
            if NEXT_MEETING.search(before.core) and not _RESOLVED.search(before.core):
                break  # when to meet again is none
            proposal = PROPOSAL.search(before.core)
            if proposal is None and _noted_beside(before, one):
                verdicts[back] = Verdict(_class_of(before.core) or "decided", "decision.unopposed", 0.75)
                break
            if not proposal or len(before.core) - len(proposal[0]) < 6:
                continue
            # 異議なし. alone answers; it settles nothing of its own.
            if verdicts.get(one.index, _NOTHING).rule_id == "decision.bare" and "異議" in one.core:
                del verdicts[one.index]
            if not _declared_later(before, said[one.index + 1 : one.index + 6], verdicts):
                result = _class_of(before.core) or "decided"
                verdicts[back] = Verdict(result, "decision.unopposed", 0.75)
            break


def _noted_beside(before: Judged, answer: Judged) -> bool:
    """「11月23日に開催する。（全員賛成）」: the clerk's statement, and the assent in a bracket on the same line."""
    same = before.sentence.line == answer.sentence.line and before.index == answer.index - 1
    return same and before.role == "narration" and answer.text[:1] in ("(", "〔", "[", "【") and len(before.core) >= 6


def _bare_assent(said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> None:
    """「（全員了承）」 alone on its line, where nothing of the item is a decision yet: the item was approved."""
    settled = False
    for one in said:
        if one.sentence.is_heading:
            settled = False
        settled = settled or verdicts.get(one.index, _NOTHING).result != "noted"
        alone = one.index == 0 or said[one.index - 1].sentence.line != one.sentence.line
        answer = _BRACKETS.sub("", one.text).strip("-―")
        if alone and not settled and one.role in ("chair", "narration") and ASSENT.fullmatch(answer):
            verdicts[one.index] = Verdict("approved", "decision.assent", 0.7)


def _declared_later(proposal: Judged, after: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> bool:
    """Whether a declaration takes the proposal up (よって…, or in much the same words) before the next item."""
    wanted = {proposal.core[i : i + 2] for i in range(len(proposal.core) - 1)}
    for one in after:
        if one.sentence.is_heading or "議題と" in one.core:
            return False
        if one.index not in verdicts:
            continue
        shared = sum(1 for pair in wanted if pair in one.core)
        if FOLLOWS.search(one.core) or shared >= 0.4 * len(wanted):
            return True
    return False


def _rows(outline: Outline, said: tuple[Judged, ...], verdicts: dict[int, Verdict]) -> list[Decision]:
    """Rows of items with their results, as whole rows; a bare result in one of their cells is no decision beside them."""
    rows = list(_stated(outline, said))
    lines = {line for line, *_ in rows}
    for index in [i for i in verdicts if said[i].sentence.line in lines and not said[i].sentence.is_heading]:
        del verdicts[index]
    return [_record(outline, place, start, end, verdict) for _, place, start, end, verdict in rows]


def _stated(outline: Outline, said: tuple[Judged, ...]) -> Iterator[tuple[int, Sentence, int, int, Verdict]]:
    """Line, place, span and verdict of what tables and lists of items state, each line by one of its readings."""
    told: set[int] = set()
    for cell in settled_cells(outline):
        told.add(cell.line)
        result = _class_of(compact(outline.document.text[cell.start : cell.end])[-24:]) or "decided"
        verdict = Verdict(result, "decision.table.settled", 0.8)
        yield cell.line, place_of(outline, cell.line), cell.start, cell.end, verdict
    for row, words in result_cells(outline):
        said_there = None if BARE_RESULT.fullmatch(words) else read_verdict(words, "", "narration", result_block=True)
        if said_there is not None and said_there.result != "noted" and row.line not in told:
            told.add(row.line)
            verdict = Verdict(said_there.result, "decision.table.result", 0.8)
            yield row.line, place_of(outline, row.line), row.start, row.end, verdict
    for item in result_rows(outline, said):
        if item.line not in told:
            result = _class_of(item.result) or ("decided" if "異議" in item.result else "approved")
            yield item.line, item.place, item.start, item.end, Verdict(result, item.rule_id, 0.85)
