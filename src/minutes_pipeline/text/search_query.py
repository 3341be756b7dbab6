"""Search queries (検索式): what a person types, cut like the index (``search_terms``), as a match expression of FTS5.

Grammar::

    query   = clause (blank clause)*            all clauses must hold
    clause  = ["-" | "NOT " ] item ((" OR " | "|") item)*
    item    = '"' any characters '"'            exactly these characters (but for folding)
            | characters without blanks         these words in any of their spellings, or these characters

Blanks and operators may be full-width; quotes may be “ ” ＂. A minus counts only before a clause, so サ-ビス and
10-12 are items. Nothing else has a meaning: brackets, * and : are characters to look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import cycle
from typing import NamedTuple

from minutes_pipeline.errors import QueryError
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_terms import CONTEXT, PLACES, WORD, Word, cut_grams, cut_words, key

_MAX_ITEMS = 30
_SHORT = 400
_LONGEST = 40
"""Terms of an item that the index is asked for; whether the rest of a pasted paragraph follows is looked up."""
# Normalised forms that a question is worded with, and that say nothing about what is looked for.
_EMPTY = frozenset(
    "為る 成る 有る 居る 無い 出来る 言う 就く 於く 於ける 関する 対する 因る 有り様 事 物 為 様 所 時 何 何時 何処 誰 如何 どう どの "
    "どんな どれ どこ いつ いくつ 幾ら なぜ 何故 此の 其の あの 此れ 其れ それ これ 教える 知る 下さる 御".split()
)
_HEADS = frozenset({"第", "約", "同", "各", "前", "新", "旧"})
_TOKEN = re.compile(
    r"""(?P<minus>(?<!\S)[-－−‐‑–](?=\S))?      # a minus at a clause's head
        (?:["“”＂](?P<phrase>[^"“”＂]*)(?:["“”＂]|\Z)
        |(?P<bar>[|｜])
        |(?P<item>[^\s"“”＂|｜]+))""",
    re.VERBOSE,
)
_OPERATORS = {"OR": "or", "ＯＲ": "or", "NOT": "not", "ＮＯＴ": "not", "AND": "and", "ＡＮＤ": "and"}


class Reach(Enum):
    """How far a match may reach (一致の広さ), narrow to wide."""

    WORDS = "words"  #: every clause as words
    TEXT = "text"  #: as words or as characters: every occurrence
    CONTEXT = "context"  #: also in the place it stands under (agenda item, metric name)
    PARTS = "parts"  #: the parts of an item apart from each other, in the text
    LOOSE = "loose"  #: the parts also in the context


class Item(NamedTuple):
    """One thing to look for: as typed, as bigrams see it, as words (none for a quoted phrase), its words in parts."""

    text: str
    key: str
    words: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]

    def expression(self, reach: Reach) -> str:
        """The item as an expression of FTS5."""
        if not self.words:
            return _characters(self.key)
        if reach is Reach.WORDS:
            return _behind_each_other(self.words, WORD)
        apart = reach in (Reach.PARTS, Reach.LOOSE) and len(self.parts) > 1
        return self.apart_from_characters(reach) + ("" if apart else f" OR {_characters(self.key)}")

    def apart_from_characters(self, reach: Reach) -> str:
        """Where it stands as words, or in the context; "" for a quoted phrase, which is only characters."""
        if not self.words:
            return ""
        with_context = reach in (Reach.CONTEXT, Reach.LOOSE)
        if reach in (Reach.PARTS, Reach.LOOSE) and len(self.parts) > 1:
            return "(" + " AND ".join(_words(part, with_context) for part in self.parts) + ")"
        return _words(self.words, with_context)


class Need(NamedTuple):
    """A part of a query that must be found near the others.

    Attributes:
        text: Expression of where it stands in the text.
        place: Expression of where it stands in the text or in the context.
        keys: What of it a name may hold (one is enough); compared with ``key`` of the folded name.
    """

    text: str
    place: str
    keys: tuple[str, ...]


class Query(NamedTuple):
    """A parsed query: each clause needs one of its items; no item of ``excluded`` may stand in the text."""

    clauses: tuple[tuple[Item, ...], ...]
    excluded: tuple[Item, ...] = ()

    @property
    def is_either(self) -> bool:
        """Whether a clause has several items, so that a passage may hold more of them or fewer."""
        return any(len(clause) > 1 for clause in self.clauses)

    def expression(self, reach: Reach) -> str:
        """The match expression of FTS5."""
        return self.without(
            " AND ".join("(" + " OR ".join(item.expression(reach) for item in clause) + ")" for clause in self.clauses)
        )

    def scattered(self) -> list[Need]:
        """What must be found, each somewhere near the others: the parts of a clause that is one item, else the clause."""
        needs: list[Need] = []
        for clause in self.clauses:
            parts = clause[0].parts if len(clause) == 1 else ()
            if len(parts) > 1:
                needs += [Need(_words(part, False), _words(part, True), (clause[0].key,)) for part in parts]
            else:
                either = [
                    " OR ".join(item.expression(reach) for item in clause) for reach in (Reach.TEXT, Reach.CONTEXT)
                ]
                needs.append(Need(f"({either[0]})", f"({either[1]})", tuple(item.key for item in clause)))
        return needs[:_MAX_ITEMS]

    def without(self, expression: str) -> str:
        """``expression``, but not where an excluded item stands."""
        if not self.excluded:
            return expression
        return f"({expression}) NOT (" + " OR ".join(item.expression(Reach.TEXT) for item in self.excluded) + ")"

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Where the wanted items stand in ``text``: half-open ranges in order, not overlapping.

        >>> parse_query("こども 件").marks("子ども 3 件")
        [(0, 3), (6, 7)]
        """
        folded = fold_for_search(text)
        found: list[tuple[int, int]] = []
        wanted = [item for clause in self.clauses for item in clause]
        keyed = key(folded.text)
        unseen = []
        for item in wanted:
            at = list(_occurrences(keyed, item.key))
            found += at
            if item.words and (not at or len(text) < _SHORT):
                unseen.append(item)
        # Cutting a long passage takes longer than finding it: only where an item does not stand there as typed.
        if unseen:
            words = cut_words(folded)
            found += _word_occurrences(words, [item.words for item in unseen])
            if not found:
                found += _word_occurrences(words, [part for item in unseen for part in item.parts])
        return _merged(folded.back(start, end) for start, end in found)


def _behind_each_other(terms: Sequence[str], mark: str = "") -> str:
    """Terms one behind the other, wherever the first stands: the index knows their places up to a multiple of 8."""
    ends = [PLACES[start:] + PLACES[:start] for start in range(len(PLACES))]
    runs = (" AND ".join(f'"{mark}{term}{end}"' for term, end in zip(terms, cycle(row))) for row in ends)
    return "(" + " OR ".join(f"({run})" if len(terms) > 1 else run for run in runs) + ")"


def _words(words: Sequence[str], with_context: bool) -> str:
    found = _behind_each_other(words[:_LONGEST], WORD)
    if not with_context:
        return found
    return f"({found} OR {_behind_each_other(words[:_LONGEST], CONTEXT)})"


def _characters(keyed: str) -> str:
    # A single character begins a bigram wherever it stands (the last one before END): a prefix query finds it.
    if len(keyed) == 1:
        return f'"{keyed}" *'
    return _behind_each_other(cut_grams(keyed[: _LONGEST + 1]).split(" ")[:-1])


def _occurrences(text: str, wanted: str) -> Iterable[tuple[int, int]]:
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


def _word_occurrences(words: list[Word], sequences: list[tuple[str, ...]]) -> Iterable[tuple[int, int]]:
    terms = [word.term for word in words]
    for at, term in enumerate(terms):
        for sequence in sequences:
            if term == sequence[0] and tuple(terms[at : at + len(sequence)]) == sequence:
                yield words[at].start, words[at + len(sequence) - 1].end


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _item(text: str, exact: bool) -> Item | None:
    folded = fold_for_search(text)
    keyed = key(folded.text.strip(" \n"))
    if not keyed:
        return None
    if exact:
        return Item(text, keyed, (), ())
    words = cut_words(folded)
    # 決まった is looked for as 決まる: what only inflects the last word is no part of the query.
    while len(words) > 1 and words[-1].tail:
        words.pop()
    return Item(text, keyed, tuple(word.term for word in words), _parts(words))


def _parts(words: list[Word]) -> tuple[tuple[str, ...], ...]:
    """What of an item makes sense by itself: words that say something, a number with what stands around it.

    令和6年度予算 is 令和6年度 and 予算; 議案第5号 is 議案 and 第5号; 管理表の評価はどうなったか is 管理表 and 評価.
    """
    parts: list[list[str]] = []
    joined = True  # the next word belongs to the part before it
    end = 0
    for word in words:
        joined = joined and word.start == end and bool(parts)
        if word.tail or word.term in _EMPTY:
            joined = False
            continue
        number = word.term[0].isdecimal()
        if word.term in _HEADS or not (joined or (word.start == end and parts and (number or len(word.term) == 1))):
            parts.append([word.term])
        else:
            parts[-1].append(word.term)
        joined, end = number or word.term in _HEADS, word.end
    # FTS5 takes no deeper expressions: of a pasted paragraph the first words must do.
    return tuple(dict.fromkeys(map(tuple, parts)))[:_MAX_ITEMS]


def parse_query(text: str) -> Query:
    """Read a query as typed.

    Raises:
        QueryError: Nothing to look for, only words to leave out, or too many words.

    >>> query = parse_query("相談 -電話")
    >>> [item.words for item in query.clauses[0]], [item.key for item in query.excluded]
    ([('相談',)], ['電話'])
    """
    clauses: list[list[Item]] = []
    excluded: list[Item] = []
    joined = negated = False
    count = 0
    for token in _TOKEN.finditer(text):
        operator = "or" if token["bar"] else _OPERATORS.get(token["item"] or "") if not token["minus"] else None
        if operator is not None:
            joined = operator == "or" and bool(clauses)
            negated = operator == "not"
            continue
        phrase = token["phrase"]
        item = _item(phrase if phrase is not None else token["item"], phrase is not None)
        if item is None:
            continue
        count += 1
        if token["minus"] or negated:
            excluded.append(item)
        elif joined:
            clauses[-1].append(item)
        else:
            clauses.append([item])
        joined = negated = False
    if count > _MAX_ITEMS:
        raise QueryError("検索の言葉が多すぎます", f"{_MAX_ITEMS}語までにしてください")
    if not clauses:
        reason = "除く言葉だけでは検索できません" if excluded else "検索する言葉がありません"
        raise QueryError(reason, "探したい言葉を1つ以上入れてください（例: 相談 件数）")
    return Query(tuple(tuple(clause) for clause in clauses), tuple(excluded))
