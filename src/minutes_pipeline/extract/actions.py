"""Actions (宿題・今後の対応): what somebody undertakes to do after the meeting, with owner and due as printed.

A sentence is one when its predicate is a form of undertaking (予定, 〜てまいります, 検討する, future する/します) on the side that
can undertake (事務局, 説明員, the chair, the clerk's narration; a ★ for anybody), and it is neither going on already, wished
for, a move of this meeting, nor the description of a scheme.
"""

from __future__ import annotations

import re
from dataclasses import replace

from minutes_pipeline.extract.action_forms import (
    INSTRUCTION_HEADING,
    TODO_HEADING,
    TOLD_OFF,
    UNDER_WAY,
    ends_in_task,
    plain,
)
from minutes_pipeline.extract.action_narrated import NarratedRule, narrated
from minutes_pipeline.extract.action_parts import find_agent, find_due, find_owner
from minutes_pipeline.extract.action_rules import (
    CHANGE,
    CONTENT,
    CUE,
    HARD_PROCEDURE,
    NATIVE,
    NEXT_MEETING,
    OCCASION,
    OPERATES,
    OWN,
    PAST,
    PROCEDURE,
    RULES,
    SCHEME,
    SCHEME_TOPIC,
    STAR,
    STATIVE,
    TODO_LABEL,
    VETOES,
    WORK,
    ActionRule,
)
from minutes_pipeline.extract.decision_rows import place_of
from minutes_pipeline.extract.decision_rules import OBJECTION_NONE
from minutes_pipeline.extract.decisions import read_verdict
from minutes_pipeline.extract.judgement import STATEMENTS, Judged, compact, judged
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.extract.second_opinion import opinions, settled
from minutes_pipeline.extract.statement_columns import StatementRow, task_rows
from minutes_pipeline.extract.trust import trust
from minutes_pipeline.model.records import Action
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.tokens import tokenize

_CERTAIN, _FOR, _SILENT = 99.0, 5.0, -1.0
"""The word of the rules as log-odds: the clerk's mark says so, a rule does, none does."""
_ASSIGNED, _REPORTED = 3.0, 4.0
"""What is added where a doer and a time are said, and where a time stands in reported words."""
_OPINION = ActionRule("action.opinion", re.compile(""), confidence=0.7)
"""No rule says so, but the words as a whole."""
_ASSIGNED_WORK = re.compile(rf"{WORK}|{NATIVE}|担当|作り|一任|委任|委ね|任せ|始める")
# Work that is to be done before the matter comes back: 案を整理し、次回改めて審議する.
_WORK_FIRST = re.compile(
    rf"(?:を|に|で|は|も|の|再度|改めて|さらに)(?:再)?(?:(?:{WORK})(?:を?(?:いた)?し|の(?:上|うえ)|を(?:行い|図り|進め))|{NATIVE})(?:て|た(?:上|うえ)で|の(?:上|うえ))?、"
)
_ALSO = re.compile(r"(?:また|あわせて|併せて|その(?:上|うえ|際)|さらに|加えて|同時に|なお)、?")
_SHOWN = re.compile(r"示|諮|報告|提出|公表|まとめ|通知|知らせ|(?:送[りる付]|郵送|発送|配[布付りる]|届け)[^、。]{0,8}$")
_ENTRUSTS = re.compile(r"(?:一任|委任|委ね|任せ)")
_EVERYBODY = re.compile(r"^各[^、。]{1,8}(?:は|で|に)、?[^。]{0,400}(?:まで|以内|中|内)に")
_TOLD = re.compile(
    r"(?:と(?:の|いう)|旨の)(?:報告|発言|回答|説明|答弁|話|返答|申出|申し出)(?:が|を)(?:[^、。]{0,8})(?:あっ|あり|なさ|受け)[^、。]{0,4}$"
    r"|(?<=考え|意向|方針|予定)を(?:示し|述べ|明らかにし|表明し|伝え)(?:た|ました)$"
    r"|と(?:報告|説明|連絡|話)が(?:あっ|あり|なさ)[^、。]{0,4}$"
    r"|と(?:答え|述べ|回答し|答弁し|説明し|応じ)(?:た|ました|られた)$"
)


_RULES = STATEMENTS.table(RULES[1:], lambda rule: rule.pattern)  # the clerk's mark is no matter of form
_VETOES = STATEMENTS.table(VETOES, lambda veto: veto)


def extract_actions(outline: Outline) -> tuple[Action, ...]:
    """All actions of the document, in document order."""
    records: list[Action] = []
    before: int | None = None
    said = judged(outline)
    tasks = tuple(task_rows(outline))
    told = {row.line for row in tasks}
    for one, odds in zip(said, opinions(said), strict=True):
        if one.sentence.is_heading or one.sentence.line in told:
            continue
        text = outline.text_of(one.sentence)
        rule: ActionRule | NarratedRule | None = match_action(one, text)
        carried = rule is None and before == one.index - 1 and (rule := _carried_on(one)) is not None
        word = _SILENT if rule is None else _CERTAIN if rule is RULES[0] else _FOR + _evidence(one, text)
        if told_so := narrated(one):
            rule, word = told_so, _CERTAIN
        if not settled("action", word, odds) or (rule is None and UNDER_WAY.search(one.core)):
            continue
        rule = rule or _OPINION
        before = one.index
        sentence = one.sentence
        common = grounded(
            outline.document, "action", sentence.start, sentence.end, rule_id=rule.id, confidence=_confidence(one, rule)
        )
        owner = find_owner(outline, one) or (records[-1].owner if carried else None)
        records.append(Action(**common, **placed(outline, sentence), owner=owner, due=find_due(text)))
    records += [_row(outline, row) for row in tasks]
    return tuple(sorted(records, key=lambda r: (r.span.start, r.span.end)))


def _evidence(one: Judged, text: str) -> float:
    """What a doer and a time, or a time in reported words, add to the rules' word: the second opinion knows neither."""
    if not find_due(text):
        return 0.0
    reported = _TOLD.search(one.core) and not re.search(r"たい(?:と|旨)の", one.core)
    return _REPORTED if reported else _ASSIGNED if find_agent(text) else 0.0


def _row(outline: Outline, row: StatementRow) -> Action:
    """A row of a table of tasks (内容 | 担当 | 期限)."""
    common = grounded(outline.document, "action", row.start, row.end, rule_id="action.table", confidence=0.85)
    return Action(**common, **placed(outline, place_of(outline, row.line)), owner=row.owner, due=row.due)


def _carried_on(one: Judged) -> ActionRule | None:
    """「また、素案を作成する。」 behind an undertaking: the same side's next work."""
    if not _ALSO.match(one.core) or any(_VETOES.matching(one.core)) or PROCEDURE.search(one.core):
        return None
    rules = (r for r in _RULES.matching(one.core) if r.needs == "reply" and one.role in r.roles)
    return next((r for r in rules if r.id != "action.verbal-noun"), None)


def _confidence(one: Judged, rule: ActionRule | NarratedRule) -> float:
    return trust("action", rule.id, round(min(0.97, rule.confidence + (0.05 if one.reply else 0.0)), 2))


def match_action(one: Judged, text: str) -> ActionRule | None:
    """The first rule by which a sentence undertakes something, or None.

    Args:
        one: The sentence as judged.
        text: The sentence as printed.
    """
    core = plain(one.core)
    one = one if core == one.core else replace(one, core=core)
    told = _TOLD.search(one.core)
    if told and one.role != "member":
        one = replace(one, core=one.core[: told.start()])
    todo = _todo(one)
    if OBJECTION_NONE.fullmatch(one.note) and _ENTRUSTS.search(one.core) and find_agent(text):
        return _rule("action.assigned")
    if STAR.search(one.text) or (todo and len(one.core) > 6 and not re.search(r"(?:な[しい]|た)$", one.core)):
        return RULES[0]
    if not one.core or NEXT_MEETING.search(one.core) or CHANGE.search(one.core):
        return None
    if one.role == "chair" and TOLD_OFF.search(one.core):
        return _rule("action.told-off") if find_agent(text) and find_due(text) else None
    if one.role in ("chair", "narration") and _assigned_within(one.core):
        return _rule("action.assigned")
    if any(_VETOES.matching(one.core)) or PAST.search(one.core):
        return None
    if one.role == "member" and OWN.search(one.core) and find_due(text):
        one = replace(one, role="official")
    for rule in _RULES.possible(one.core):
        if one.role in rule.roles and rule.pattern.search(one.core) and _has(rule, one, text):
            return None if rule.needs != "assigned" and _only_settles(one, text) else rule
    return None


def _assigned_within(core: str) -> bool:
    """Work given to somebody by a time in a clause of what was settled: …が次回までに…こととし、継続審議となった."""
    head, settled_so, _ = core.partition("こととし、")
    clause = head[-80:]
    return bool(settled_so and _ASSIGNED_WORK.search(clause[-16:]) and find_agent(clause) and find_due(clause))


def _rule(name: str) -> ActionRule:
    return next(rule for rule in RULES if rule.id == name)


def _todo(one: Judged) -> bool:
    """Whether the line stands under a label or heading that lists tasks, or ends in who does it by when."""
    label, block = one.sentence.label or "", one.sentence.block_label or ""
    if (label or block) and TODO_LABEL.search(f"{compact(label)}/{compact(block)}"):
        return True
    if one.sentence.turn is None and TODO_HEADING.search(one.heading):
        return True
    return one.role == "narration" and find_due(one.note) is not None and ends_in_task(one.core)


def _volition(core: str) -> bool:
    """Whether the sentence ends in a verb in plain or polite present that somebody does on purpose."""
    tokens = [t for t in tokenize(core)[-6:] if t.normalized not in ("ます", "たい", "です")]
    if not tokens or tokens[-1].end < len(core) - 2:
        return False
    last = tokens[-1]
    if last.normalized == "来る" and len(tokens) >= 3 and tokens[-2].surface in ("て", "で"):
        last = tokens[-3]  # 読んでくる
    if last.pos[0] == "助動詞" and last.normalized in ("せる", "させる"):
        return True
    return last.pos[0] == "動詞" and last.normalized not in STATIVE


def _only_settles(one: Judged, text: str) -> bool:
    """A decision (次回に決める, 継続して協議する) that gives nobody a task."""
    verdict = read_verdict(one.core, one.note, one.role, result_block=one.result_block)
    if verdict is None or verdict.result == "noted" or find_agent(text) is not None:
        return False
    resolved = re.search(r"こと(?:と|に)(?:し|いたし|なっ|なり|する)", one.core)
    return resolved is not None or not (find_due(text) and _WORK_FIRST.search(one.core))


def _has(rule: ActionRule, one: Judged, text: str) -> bool:
    """Whether the sentence has what the rule needs beside its form."""
    if rule.id == "action.going":
        return not HARD_PROCEDURE.search(one.core)
    if rule.id == "action.plan" and CONTENT.search(one.core) and not find_agent(text):
        return False
    if rule.needs == "none":
        return not PROCEDURE.search(one.core) and not (rule.id == "action.outward" and SCHEME.search(one.core))
    due, agent = find_due(text), find_agent(text)
    if due and due.endswith("以内") and SCHEME.search(one.core):
        due = None  # 申請があった場合は、１週間以内に…: a rule, not a time to come
    if rule.needs == "undescribed":
        return not (PROCEDURE.search(one.core) or SCHEME.search(one.core) or SCHEME_TOPIC.search(one.core))
    if rule.needs == "instructed" and INSTRUCTION_HEADING.search(one.heading):
        return True
    if rule.needs == "instructed":
        return bool((due and agent) or _EVERYBODY.search(one.core)) and not SCHEME.search(one.core)
    if rule.needs == "assigned":
        given = agent or re.search(r"(?:まで|中|内)に", one.core)
        return bool(given and _ASSIGNED_WORK.search(one.core)) and not re.search(r"諮(?:り、|って|った)", one.core)
    if PROCEDURE.search(one.core):
        return False
    if rule.needs == "volition":
        pointed = bool(due or agent or CUE.search(one.core))
        described = SCHEME.search(one.core) or SCHEME_TOPIC.search(one.core)
        return not described and (pointed or one.reply) and _volition(one.core)
    if rule.needs == "due":
        return bool(due or agent)
    scheme = SCHEME.search(one.core) and not OCCASION.search(one.core)
    if (scheme and not (due and (agent or _SHOWN.search(one.core)))) or (
        SCHEME_TOPIC.search(one.core) and not (due or CUE.search(one.core))
    ):
        return False
    replied = one.reply and not OPERATES.search(one.core)
    return bool(replied or due or agent or CUE.search(one.core))
