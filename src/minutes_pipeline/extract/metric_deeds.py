"""Deeds (行為): what is done to the counted, as the words that tell them apart (12市を調べた -> 調べた市).

Where only the counter itself or a place stands for a figure (3地区で, 市内の12団体に), the predicate behind it tells what was
counted: 聞き取りを行う地区, 届けた市内の団体. The predicate is read from the tokens, so that one rule covers every verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.text.tokens import Token

_CASES = frozenset("をがにでへ")
_LONGEST = 22
"""Characters between the figure's particle and its verb."""
_EMPTY_VERBS = frozenset(
    "する なる ある いる いう おる ござる 及ぶ 達する 上る とどまる 留まる 止まる 増える 減る 増やす 減らす 増加 減少 超える 上回る 下回る 含む 含める "
    "対する 関する よる 占める 当たる 限る 続く 限定 相当 到達 推移 予定 見込む 基づく つく 比べる 過ぎる 加える 除く 出る 分ける 分かれる 合わせる".split()
)
_LIGHT = frozenset("行う 行なう 実施 おこなう".split())


def deed_of(text: str, tokens: Sequence[Token], offset: int, end: int) -> str | None:
    """The predicate that takes the figure ending at ``end``, as it stands before a noun; None where it tells nothing.

    Args:
        text: The folded sentence.
        tokens: Its tokens.
        offset: Where the sentence begins in the text the tokens are of.
        end: One past the figure.
    """
    if text[end : end + 1] not in _CASES or text[end + 1 : end + 2] in ("は", "も", "の"):
        return None
    begin = end + 1
    for place, token in enumerate(tokens):
        at = token.start - offset
        if at < begin:
            continue
        if at - begin > _LONGEST or token.surface in "、。(「)」" or token.surface[:1].isdecimal():
            return None
        if token.pos[0] != "動詞":
            continue
        if _is_denied(tokens, place):
            return None  # 定数を満たしていない: the plain verb would say the contrary
        lead = text[begin:at]
        before = tokens[place - 1]
        if token.lemma == "する" and before.pos[0] == "名詞" and before.start - offset >= begin:
            word = before.surface
            return None if word in _EMPTY_VERBS else lead + ("した" if _is_past(tokens, place) else "する")
        if token.lemma in _EMPTY_VERBS or (token.lemma in _LIGHT and not lead):
            return None
        return lead + _verb(tokens, place)
    return None


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    """Whether the verb at ``place`` is denied (満たし|て|い|ない, 届か|ず)."""
    for token in tokens[place + 1 : place + 5]:
        if token.lemma in ("ない", "ず", "ぬ", "ん") or token.surface in ("ん", "ず", "ぬ"):
            return True
        if token.pos[0] not in ("助動詞", "助詞", "動詞"):
            return False
    return False


def _is_past(tokens: Sequence[Token], place: int) -> bool:
    """Whether the verb at ``place`` is told in the past (開い|た, 届け|まし|た)."""
    following = [t.surface for t in tokens[place + 1 : place + 3]]
    return following[:1] in (["た"], ["だ"]) or following == ["まし", "た"]


def _verb(tokens: Sequence[Token], place: int) -> str:
    """The verb before a noun: in the past where its past form is plain from what is printed, else as in the dictionary."""
    token = tokens[place]
    following = [t.surface for t in tokens[place + 1 : place + 3]]
    if following[:1] in (["た"], ["だ"]):
        return token.surface + following[0]
    if following == ["まし", "た"] and re.match("[上下]一段|五段-サ行", token.pos[4]):
        return token.surface + "た"
    return token.lemma
