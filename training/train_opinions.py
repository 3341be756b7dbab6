"""Train the second opinion on statements (判定の見直しの重み): ``extract/second_opinion.tsv``.

One logistic regression each for issues, decisions and actions, over the features of ``extract.second_opinion``, from annotated
fictional minutes (tests/corpus, training/documents) and the invented sentences of ``sentences.tsv``. With ``--compare`` the
weights are not written: ten times over, a tenth of the documents is left out of training and judged, by the rules alone and by
both; with ``--unseen GOLD DOCUMENTS`` documents that took no part at all are judged too.

    pip install -e '.[train]'
    python training/train_opinions.py [--compare] [--unseen GOLD DOCUMENTS …]

F1 here is counted by sentence, not by record as ``minutes evaluate`` does.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from minutes_pipeline.evaluate.gold import gold_files, load_record, pair_with_gold
from minutes_pipeline.evaluate.likeness import squash
from minutes_pipeline.extract import actions, decisions, issues
from minutes_pipeline.extract.judgement import Judged, compact, judged, split_note
from minutes_pipeline.extract.second_opinion import KINDS, WEIGHTS, Odds, features, opinions, settled
from minutes_pipeline.model.section import Outline, Sentence
from minutes_pipeline.pipeline import read_document, segment

HERE = Path(__file__).parent
OWN = ((HERE.parent / "tests/corpus/gold", HERE.parent / "tests/corpus/documents"), (HERE / "gold", HERE / "documents"))
SEEN, STRENGTH, FOLDS = 3, 2.0, 10
"""A feature counts when it stands in so many sentences; how freely weights may grow; parts of the comparison."""
NEVER = -99.0
"""The word of the rules on sentences that another reading has taken (rows of a table of tasks)."""
LEAST = 0.02
"""Features that weigh less for every kind are left out of the file."""


class Row(NamedTuple):
    """One sentence: its features, what it is, and the word of the rules (log-odds), in the order of ``KINDS``."""

    names: set[str]
    wanted: tuple[bool, ...]
    rules: tuple[float, ...]


def rows_of(gold: Path, document: Path) -> list[Row]:
    """The sentences of a document that are no headings."""
    outline = segment(read_document(document))
    said = judged(outline)
    spoken = [squash(outline.text_of(one.sentence)) for one in said]
    record = load_record(gold)
    wanted = [_marked(spoken, _quotes(record.get(f"{kind}s", []))) for kind in KINDS]
    words = _words_of_rules(outline, said)
    return [
        Row(names, tuple(w[one.index] for w in wanted), tuple(words[kind].get(one.index, NEVER) for kind in KINDS))
        for one, names in zip(said, features(said), strict=True)
        if not one.sentence.is_heading
    ]


def _words_of_rules(outline: Outline, said: tuple[Judged, ...]) -> dict[str, dict[int, float]]:
    """What the rules say of the sentences, listened to where they ask for the second opinion."""
    places = {id(odds): index for index, odds in enumerate(opinions(said))}
    heard: dict[str, dict[int, float]] = {kind: {} for kind in KINDS}

    def listen(kind: str, rules: float, odds: Odds) -> bool:
        heard[kind][places[id(odds)]] = rules
        return rules > 0

    kept = [(module, module.settled) for module in (issues, decisions, actions)]
    for module, _ in kept:
        module.settled = listen  # type: ignore[attr-defined]
    try:
        for extractor in (issues.extract_issues, decisions.extract_decisions, actions.extract_actions):
            extractor(outline)
    finally:
        for module, own in kept:
            module.settled = own  # type: ignore[attr-defined]
    return heard


def _quotes(records: Sequence[dict[str, Any]]) -> list[str]:
    return [squash(r.get("quote") or "") for r in records if r.get("result") != "noted"]


def _marked(spoken: Sequence[str], quotes: Sequence[str]) -> list[bool]:
    """Whether each sentence is a quote, holds one, or is a good part of one."""
    return [
        any(text and quote and (quote in text or (text in quote and len(text) >= 0.4 * len(quote))) for quote in quotes)
        for text in spoken
    ]


def invented() -> list[Row]:
    """The sentences of ``sentences.tsv``, each without neighbours."""
    rows = []
    for line in (HERE / "sentences.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        labels, role, text = line.split("\t")
        marks = {label[0] for label in labels.split("+") if label != "D:noted"}
        plain = compact(text)
        one = Judged(0, Sentence(0, len(text), 0), plain, *split_note(plain), role, False, role == "official")  # type: ignore[arg-type]
        names = {name for name in next(features((one,))) if name not in ("first", "last")}
        rows.append(Row(names, tuple(mark in marks for mark in "IDA"), (0.0, 0.0, 0.0)))
    return rows


def documents_of(gold: Path, documents: Path) -> Iterator[list[Row]]:
    """The rows of every annotated document."""
    for one, document in pair_with_gold(gold_files(gold), sorted(documents.iterdir())).pairs:
        yield rows_of(one, document)


def train(rows: Sequence[Row]) -> dict[str, Odds]:
    """The weights: feature -> what it adds to the log-odds of each kind."""
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise SystemExit("scikit-learn がありません。pip install -e '.[train]' で導入してください。") from None
    seen = Counter(name for row in rows for name in row.names)
    vectors = DictVectorizer()
    table = vectors.fit_transform([dict.fromkeys(sorted(n for n in row.names if seen[n] >= SEEN), 1.0) for row in rows])
    models = [
        LogisticRegression(C=STRENGTH, max_iter=5000).fit(table, [row.wanted[place] for row in rows])
        for place in range(len(KINDS))
    ]
    weights = {"bias": Odds(*(float(model.intercept_[0]) for model in models))}
    columns = np.stack([model.coef_[0] for model in models], axis=1)
    for name, column in zip(vectors.get_feature_names_out(), columns, strict=True):
        if abs(column).max() >= LEAST:
            weights[str(name)] = Odds(*(float(x) for x in column))
    return weights


def odds(weights: dict[str, Odds], names: set[str]) -> Odds:
    """Log-odds of a sentence."""
    sums = np.sum([weights["bias"], *(weights[name] for name in names if name in weights)], axis=0)
    return Odds(*(float(x) for x in sums))


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Of (wanted, given) pairs."""
    right = sum(1 for wanted, given in pairs if wanted and given)
    return 2 * right / max(1, sum(w for w, _ in pairs) + sum(g for _, g in pairs))


def judge(name: str, weights: Sequence[tuple[dict[str, Odds], Sequence[Row]]]) -> None:
    """Print F1 of the rules and of both, over rows with the weights that have not seen them."""
    heard = [(row, odds(own, row.names)) for own, rows in weights for row in rows]
    cells = []
    for place, kind in enumerate(KINDS):
        alone = f1([(row.wanted[place], row.rules[place] > 0) for row, _ in heard])
        both = f1([(row.wanted[place], settled(kind, row.rules[place], said)) for row, said in heard])
        cells.append(f"{kind} {alone:.3f} -> {both:.3f}")
    sys.stdout.write(f"{name:28} {'   '.join(cells)}\n")


def compare(documents: Sequence[list[Row]], extra: Sequence[Row], unseen: Sequence[Sequence[str]]) -> None:
    """Left-out tenths of the own documents, then documents that took no part."""
    parts = []
    for fold in range(FOLDS):
        kept = [row for place, rows in enumerate(documents) if place % FOLDS != fold for row in rows]
        left = [row for place, rows in enumerate(documents) if place % FOLDS == fold for row in rows]
        parts.append((train([*kept, *extra]), left))
    judge("left out", parts)
    whole = train([*(row for rows in documents for row in rows), *extra])
    for gold, folder in unseen:
        judge(folder, [(whole, [row for rows in documents_of(Path(gold), Path(folder)) for row in rows])])


def write(weights: dict[str, Odds], count: int) -> None:
    """The weights as a table, the heaviest first."""
    head = ["# Written by training/train_opinions.py: feature, log-odds it adds for an issue, a decision, an action."]
    head += [f"# {count} sentences of annotated fictional minutes."]
    ranked = sorted(weights.items(), key=lambda item: (item[0] != "bias", -max(map(abs, item[1])), item[0]))
    lines = ["\t".join([name, *(f"{x:.2f}" for x in weight)]) for name, weight in ranked]
    WEIGHTS.write_text("\n".join([*head, *lines]) + "\n", "utf-8", newline="\n")


def main() -> None:
    """Train and write, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--unseen", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    given = parser.parse_args()
    if not WEIGHTS.exists():
        WEIGHTS.write_text("bias\t0\t0\t0\n", "utf-8")
    documents = [rows for gold, folder in OWN for rows in documents_of(gold, folder)]
    extra = invented()
    if given.compare or given.unseen:
        compare(documents, extra, given.unseen)
        return
    rows = [*(row for rows in documents for row in rows), *extra]
    write(train(rows), len(rows))


if __name__ == "__main__":
    main()
