"""Compare a trained linear model with the hand-set weights of issues (課題の判定: 学習した線形モデルとの比較).

Trains a logistic regression on the invented sentences of ``sentences.tsv``; its features are the signs of
``extract.issue_rules`` and ``issue_predicates``, their sum, the role and the form of the ending. Prints F1 of the rules and
of the model on the sentences (8-fold) and, with ``--gold`` and ``--documents``, on documents the model never saw.

    python training/compare_linear_model.py --gold tests/corpus/gold --documents tests/corpus/documents
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from pathlib import Path

from minutes_pipeline.evaluate.likeness import covered
from minutes_pipeline.extract.issues import judge_issues, lemma_hits, score_issue, signs_of
from minutes_pipeline.extract.judgement import Judged, compact, judged, split_note
from minutes_pipeline.model.section import Sentence
from minutes_pipeline.pipeline import read_document, segment

Row = tuple[dict[str, float], bool, bool]
"""(features, wanted, what the rules say)."""
FOLDS, ROUNDS, STEP, DECAY = 8, 300, 0.5, 0.003
ENDINGS = {
    "past": r"(?:た|でした)$",
    "state": r"て(?:い|お)り?(?:る|ます)$",
    "noun": r"[一-龠ァ-ヶ]$",
    "question": r"か$",
}


def rows_of(said: tuple[Judged, ...], wanted: list[bool]) -> list[Row]:
    """Features, wanted answer and the rules' answer of each sentence."""
    lemmas, chosen = lemma_hits(said), judge_issues(said)
    rows = []
    for one, answer in zip(said, wanted, strict=True):
        features: dict[str, float] = defaultdict(float, bias=1.0)
        for rule in (*(r for r, _ in signs_of(one.core)), *lemmas[one.index]):
            features[rule] = 1.0
        features["sum"] = score_issue(one, lemmas[one.index], said)[0]
        features[f"role.{one.role}"] = 1.0
        for name, pattern in ENDINGS.items():
            features[f"end.{name}"] = float(bool(re.search(pattern, one.core)))
        rows.append((dict(features), answer, one.index in chosen))
    return rows


def train(rows: list[Row]) -> dict[str, float]:
    """Weights of a logistic regression by gradient descent from zero: the same rows give the same weights."""
    weights: dict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        gradient: dict[str, float] = defaultdict(float)
        for features, wanted, _ in rows:
            error = probability(weights, features) - wanted
            for name, value in features.items():
                gradient[name] += error * value
        for name, total in gradient.items():
            weights[name] -= STEP * (total / len(rows) + DECAY * weights[name])
    return weights


def probability(weights: dict[str, float], features: dict[str, float]) -> float:
    """Of an issue."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))


def f1(pairs: list[tuple[bool, bool]]) -> float:
    """Of (wanted, given) pairs."""
    right = sum(1 for wanted, given in pairs if wanted and given)
    return 2 * right / max(1, sum(w for w, _ in pairs) + sum(g for _, g in pairs))


def invented() -> list[Row]:
    """The rows of ``sentences.tsv``."""
    said: list[Judged] = []
    wanted: list[bool] = []
    for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            labels, role, text = line.split("\t")
            core, note = split_note(compact(text))
            said.append(
                Judged(len(said), Sentence(0, len(text), len(said)), compact(text), core, note, role, False, False)  # type: ignore[arg-type]
            )
            wanted.append("I" in labels.split("+"))
    return rows_of(tuple(said), wanted)


def documents(gold: Path, folder: Path) -> list[Row]:
    """The rows of all sentences of annotated documents."""
    rows: list[Row] = []
    for path in sorted(folder.iterdir()):
        answers = gold / f"{path.stem}.json"
        if not answers.is_file():
            continue
        quotes = [r["quote"] for r in json.loads(answers.read_text("utf-8"))["issues"]]
        outline = segment(read_document(path))
        said = judged(outline)
        rows += rows_of(said, [covered(outline.text_of(one.sentence), quotes) >= 0.5 for one in said])
    return rows


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description="課題の判定: 規則と線形モデルの比較")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--documents", type=Path)
    args = parser.parse_args()
    own = invented()
    folds: list[tuple[bool, bool]] = []
    for fold in range(FOLDS):
        weights = train([r for i, r in enumerate(own) if i % FOLDS != fold])
        folds += [(r[1], probability(weights, r[0]) >= 0.4) for i, r in enumerate(own) if i % FOLDS == fold]
    print(f"作文の文 {len(own)}: 規則 F1 {f1([(w, g) for _, w, g in own]):.3f}  線形（8分割） {f1(folds):.3f}")  # noqa: T201
    if args.gold and args.documents:
        seen, weights = documents(args.gold, args.documents), train(own)
        for threshold in (0.4, 0.5, 0.6, 0.7):
            model = f1([(w, probability(weights, features) >= threshold) for features, w, _ in seen])
            both = f1([(w, g or probability(weights, features) >= threshold + 0.2) for features, w, g in seen])
            print(f"文書の文 {len(seen)}（しきい値 {threshold}）: 線形 {model:.3f}  規則または線形 {both:.3f}")  # noqa: T201
        print(f"文書の文 {len(seen)}: 規則 {f1([(w, g) for _, w, g in seen]):.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
