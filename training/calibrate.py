"""Count how many records of each rule are right, for ``extract/trust.py`` (確からしさの目盛り合わせ).

Reads annotated minutes, judges every record against its gold, and prints ``OWN`` and ``COUNTED``. With
``--write`` the table in the module is replaced.

    python training/calibrate.py --own tests/corpus/gold tests/corpus/documents --own training/gold training/documents [--write]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

from minutes_pipeline.evaluate.gold import gold_files, load_record, pair_with_gold
from minutes_pipeline.evaluate.scoring import score_document
from minutes_pipeline.extract import trust
from minutes_pipeline.extract.issues import band_of, judge_issues
from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.pipeline import extract, read_document, segment

FIELDS: dict[str, trust.Kind] = {
    "attendees": "attendee",
    "agenda_items": "agenda_item",
    "decisions": "decision",
    "metrics": "metric",
    "issues": "issue",
    "actions": "action",
}
BY_RULE = ("agenda_item", "decision", "issue", "action")
"""Kinds that are counted rule by rule; the others know their doubts themselves and are counted as a whole."""
Counts = dict[trust.Kind, dict[str, list[int]]]


def count_document(gold: Path, document: Path, counts: Counts) -> None:
    """Add the records of one document to the counts."""
    outline = segment(read_document(document))
    predicted = extract(outline).model_dump(mode="json")
    said = judged(outline)
    bands = {said[i].sentence.end: band_of(score) for i, (score, _) in judge_issues(said).items()}
    score = score_document(gold.stem, load_record(gold), predicted)
    for name, kind in FIELDS.items():
        if kind not in BY_RULE:
            counts[kind][""][0] += score.fields[name].tally.right
            counts[kind][""][1] += score.fields[name].tally.predicted
            continue
        records = [r for r in predicted[name] if name != "decisions" or r["result"] != "noted"]
        for record, (_, right) in zip(records, score.fields[name].judged, strict=True):
            rule = bands[record["span"]["end"]] if kind == "issue" else record["rule_id"]
            counts[kind][rule][0] += right
            counts[kind][rule][1] += 1


def tables_of(counts: Counts) -> str:
    """The tables as Python, rules in order of name."""
    lines = ["OWN: dict[Kind, tuple[int, int]] = {"]
    for kind in FIELDS.values():
        right, seen = (sum(column) for column in zip(*counts[kind].values(), strict=True))
        lines.append(f'    "{kind}": ({right}, {seen}),')
    lines += ["}", "", "# Rule -> (right, seen), per kind. Written by training/calibrate.py."]
    lines.append("COUNTED: dict[Kind, dict[str, tuple[int, int]]] = {")
    for kind in FIELDS.values():
        if kind not in BY_RULE:
            continue
        lines.append(f'    "{kind}": {{')
        lines += [f'        "{rule}": ({right}, {seen}),' for rule, (right, seen) in sorted(counts[kind].items())]
        lines.append("    },")
    return "\n".join([*lines, "}"]) + "\n"


def main() -> None:
    """Count, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, nargs=2, action="append", required=True, metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    counts: Counts = {kind: defaultdict(lambda: [0, 0]) for kind in FIELDS.values()}
    for golds, documents in given.own:
        for gold, document in pair_with_gold(gold_files(golds), sorted(documents.iterdir())).pairs:
            count_document(gold, document, counts)
    table = tables_of(counts)
    sys.stdout.write(table)
    if given.write:
        module = Path(trust.__file__)
        source = module.read_text("utf-8")
        module.write_text(re.sub(r"OWN: .*?\n}\n.*?\n}\n", lambda _: table, source, count=1, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
