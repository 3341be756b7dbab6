"""Actions (宿題・今後の対応): what somebody undertakes to do after the meeting, with owner and due as printed.

A sentence is one when its predicate is a form of undertaking (予定, 〜てまいります, 検討する, future する/します) on the side that
can undertake (事務局, 説明員, the chair, the clerk's narration; a ★ for anybody), and it is neither going on already, wished
for, a move of this meeting, nor the description of a scheme.
"""

from __future__ import annotations

import re
from dataclasses import replace

from minutes_pipeline.extract.action_parts import find_agent, find_due, find_owner
from minutes_pipeline.extract.action_rules import (
    CHANGE,
    CUE,
    HARD_PROCEDURE,
    NEXT_MEETING,
    PAST,
    PROCEDURE,
    RULES,
    SCHEME,
    SCHEME_TOPIC,
    STAR,
    STATIVE,
    TODO_LABEL,
    VETOES,
    ActionRule,
)
from minutes_pipeline.extract.decisions import read_verdict
from minutes_pipeline.extract.judgement import Judged, compact, judged
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.model.records import Action
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.tokens import tokenize

_ASSIGNED_WORK = re.compile(
    r"(?:行う|行なう|担当|示す|お示しする|取りまとめる|とりまとめる|まとめる|調整|作成|作る|作り|調べ|検討|報告|提案|答申|意見書を出す|通知|照会|確認する|一任|委任|手配|発注|購入|連絡|周知)"
)
_TOLD = re.compile(
    r"と(?:の|いう)(?:発言|回答|説明|答弁|話|返答|申出|申し出)(?:が|を)(?:[^、。]{0,8})(?:あっ|あり|なさ|受け)[^、。]{0,4}$"
)


def extract_actions(outline: Outline) -> tuple[Action, ...]:
    """All actions of the document, in document order."""
    records = []
    for one in judged(outline):
        if one.sentence.is_heading:
            continue
        text = outline.text_of(one.sentence)
        rule = match_action(one, text)
        if rule is None:
            continue
        sentence = one.sentence
        common = grounded(
            outline.document, "action", sentence.start, sentence.end, rule_id=rule.id, confidence=_confidence(one, rule)
        )
        records.append(
            Action(**common, **placed(outline, sentence), owner=find_owner(outline, one), due=find_due(text))
        )
    return tuple(records)


def _confidence(one: Judged, rule: ActionRule) -> float:
    return round(min(0.97, rule.confidence + (0.05 if one.reply else 0.0)), 2)


def match_action(one: Judged, text: str) -> ActionRule | None:
    """The first rule by which a sentence undertakes something, or None.

    Args:
        one: The sentence as judged.
        text: The sentence as printed.
    """
    told = _TOLD.search(one.core)
    if told and one.role != "member":
        one = replace(one, core=one.core[: told.start()])
    todo = bool(TODO_LABEL.search(compact(one.sentence.label or "") + "/" + compact(one.sentence.block_label or "")))
    if STAR.search(one.text) or (todo and len(one.core) > 6 and not re.search(r"(?:な[しい]|た)$", one.core)):
        return RULES[0]
    if not one.core or NEXT_MEETING.search(one.core) or CHANGE.search(one.core):
        return None
    if any(v.search(one.core) for v in VETOES) or PAST.search(one.core):
        return None
    for rule in RULES[1:]:
        if one.role in rule.roles and rule.pattern.search(one.core) and _has(rule, one, text):
            return None if rule.needs != "assigned" and _only_settles(one, text) else rule
    return None


def _volition(core: str) -> bool:
    """Whether the sentence ends in a verb in plain or polite present that somebody does on purpose."""
    tokens = [t for t in tokenize(core)[-6:] if t.normalized not in ("ます", "たい", "です")]
    if not tokens or tokens[-1].end < len(core) - 2:
        return False
    last = tokens[-1]
    if last.pos[0] == "助動詞" and last.normalized in ("せる", "させる"):
        return True
    return last.pos[0] == "動詞" and last.normalized not in STATIVE


def _only_settles(one: Judged, text: str) -> bool:
    """A decision (次回に決める, 継続して協議する) that gives nobody a task."""
    verdict = read_verdict(one.core, one.note, one.role, result_block=one.result_block)
    return verdict is not None and verdict.result != "noted" and find_agent(text) is None


def _has(rule: ActionRule, one: Judged, text: str) -> bool:
    """Whether the sentence has what the rule needs beside its form."""
    if rule.id == "action.going" and not HARD_PROCEDURE.search(one.core):
        return True
    if rule.needs == "none":
        return not PROCEDURE.search(one.core) and not (rule.id == "action.outward" and SCHEME.search(one.core))
    due, agent = find_due(text), find_agent(text)
    if rule.needs == "assigned":
        given = agent or re.search(r"(?:まで|中|内)に", one.core)
        return bool(given and _ASSIGNED_WORK.search(one.core))
    if PROCEDURE.search(one.core):
        return False
    if rule.needs == "volition":
        pointed = bool(due or agent or CUE.search(one.core))
        described = SCHEME.search(one.core) or SCHEME_TOPIC.search(one.core)
        return not described and (pointed or one.reply) and _volition(one.core)
    if rule.needs == "due":
        return bool(due or agent)
    if (SCHEME.search(one.core) and not (due and agent)) or (
        SCHEME_TOPIC.search(one.core) and not (due or CUE.search(one.core))
    ):
        return False
    return bool(one.reply or due or agent or CUE.search(one.core))
