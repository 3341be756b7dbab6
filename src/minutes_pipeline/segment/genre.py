"""Genre (文体): summary 要点筆記, discussion 質疑形式, verbatim 逐語."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.model.section import Genre, Turn

_POLITE = re.compile(
    r"(?:ます|ました|ません|です|でした|ください|ませんか|ましょう|でしょうか|申し上げ|いただき)[。、か]?"
)


def find_genre(turns: Sequence[Turn], sentences: Sequence[str], spoken: int) -> Genre:
    """The genre of a document.

    Args:
        turns: Its turns.
        sentences: Its folded sentences.
        spoken: How many of them stand in a turn.
    """
    if not sentences or len(turns) < 3 or spoken < 0.3 * len(sentences):
        return "summary"
    polite = sum(1 for s in sentences if _POLITE.search(s[-12:])) / len(sentences)
    named = sum(1 for t in turns if len(re.sub(r"\s", "", t.speaker)) > 4) / len(turns)
    if polite >= 0.6 and (named >= 0.3 or any(t.side == "chair" for t in turns)):
        return "verbatim" if named >= 0.3 else "discussion"
    if polite < 0.2 and named < 0.2 and spoken < 0.6 * len(sentences):
        return "summary"
    return "discussion"
