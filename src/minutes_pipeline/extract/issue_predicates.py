"""Predicates of issues (課題の述語): token patterns for the Matcher, with their weights."""

from __future__ import annotations

from minutes_pipeline.extract.issue_lexicon import MIDDLE, STRONG, WEAK
from minutes_pipeline.text.matching import LemmaTable, Pattern

_NEGATIVE = ("ない", "無い", "ず", "ぬ", "ません")
_BE = ("居る", "おる", "有る", "御座る")
_POLITE = {"NORM": "ます", "OP": "?"}
_NOT = {"NORM": {"IN": _NEGATIVE}}
_TE = {"ORTH": {"IN": ["て", "で"]}}
_HAVE = {"NORM": {"IN": _BE}}
_WA = {"ORTH": {"IN": ["は", "も"]}, "OP": "?"}
_VERB = {"TAG": {"REGEX": "^動詞"}}
_CANNOT = {
    "NORM": {
        "IN": (
            "れる",
            "られる",
            "出来る",
            "得る",
            "切れる",
            "取れる",
            "貰える",
            "頂ける",
            "使える",
            "行ける",
            "通える",
            "買える",
            "見える",
            "会える",
            "出せる",
            "書ける",
            "割ける",
            "避けられる",
            "読める",
            "聞ける",
            "持てる",
            "入れる",
            "乗れる",
            "歩ける",
            "動ける",
            "開ける",
            "作れる",
            "選べる",
            "払える",
            "頼める",
            "話せる",
        )
    }
}
PREDICATES: dict[str, tuple[Pattern, ...]] = {
    # 〜ていない、〜ておりません: what is wanted has not come about.
    "issue.lemma.not-yet": ((_VERB, _TE, _WA, _HAVE, _POLITE, _NOT), ({"TAG": {"REGEX": "^助動詞"}}, _TE, _WA, _HAVE, _POLITE, _NOT)),
    # 〜できない、〜られない、〜得ません.
    "issue.lemma.cannot": ((_CANNOT, _POLITE, _NOT), (_CANNOT, _TE, _WA, _HAVE, _POLITE, _NOT)),
    # 場所がない、応募は一件もありません: absence.
    "issue.lemma.absent": (
        ({"ORTH": {"IN": ["が", "も", "は"]}}, {"NORM": {"IN": _BE}}, _POLITE, _NOT),
        ({"ORTH": {"IN": ["が", "も", "は"]}}, {"NORM": "無い"}),
    ),
    # any other verb denied: 進まない、増えず.
    "issue.lemma.denied": ((_VERB, _POLITE, _NOT),),
    # 〜たまま.
    "issue.lemma.left": (({"ORTH": {"IN": ["た", "だ", "の"]}}, {"LEMMA": "まま"}),),
    # 少なすぎる、長過ぎて.
    "issue.lemma.too": (({"TAG": {"REGEX": "^(?:形容詞|形状詞|動詞)"}}, {"NORM": {"IN": ("過ぎる",)}}),),
    "issue.lemma.strong": (({"NORM": {"IN": tuple(sorted(STRONG))}},),),
    "issue.lemma.middle": (({"NORM": {"IN": tuple(sorted(MIDDLE))}},),),
    "issue.lemma.weak": (({"NORM": {"IN": tuple(sorted(WEAK))}},),),
}  # fmt: skip
"""Predicates and words by inflection, for the Matcher."""
PREDICATE_WEIGHT = {
    "issue.lemma.not-yet": 0.6,
    "issue.lemma.cannot": 0.7,
    "issue.lemma.absent": 0.45,
    "issue.lemma.denied": 0.5,
    "issue.lemma.left": 0.5,
    "issue.lemma.too": 0.6,
    "issue.lemma.strong": 0.7,
    "issue.lemma.middle": 0.45,
    "issue.lemma.weak": 0.2,
}
LEMMAS = LemmaTable(PREDICATES)
