"""Count how many records of each rule are right, for ``extract/trust.py`` (確からしさの目盛り合わせ).

Reads annotated minutes, judges every agenda item, decision, issue and action against its gold, and prints ``COUNTED``. With
``--write`` the table in the module is replaced.

    python training/calibrate.py --gold tests/corpus/gold --documents tests/corpus/documents [--write]
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
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.agenda import extract_agenda_items
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.extract.issues import band_of, extract_issues, judge_issues
from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.pipeline import read_document, segment

FIELDS: dict[str, trust.Kind] = {
    "agenda_items": "agenda_item",
    "decisions": "decision",
    "issues": "issue",
    "actions": "action",
}
Counts = dict[trust.Kind, dict[str, list[int]]]


def count_document(gold: Path, document: Path, counts: Counts) -> None:
    """Add the records of one document to the counts."""
    outline = segment(read_document(document))
    read = (extract_agenda_items, extract_decisions, extract_issues, extract_actions)
    predicted = {
        name: [record.model_dump(mode="json") for record in extractor(outline)]
        for name, extractor in zip(FIELDS, read, strict=True)
    }
    said = judged(outline)
    bands = {said[i].sentence.end: band_of(score) for i, (score, _) in judge_issues(said).items()}
    score = score_document(gold.stem, load_record(gold), predicted)
    for name, kind in FIELDS.items():
        records = [r for r in predicted[name] if name != "decisions" or r["result"] != "noted"]
        for record, (_, right) in zip(records, score.fields[name].judged, strict=True):
            rule = bands[record["span"]["end"]] if kind == "issue" else record["rule_id"]
            counts[kind][rule][0] += right
            counts[kind][rule][1] += 1


def table_of(counts: Counts) -> str:
    """The table as Python, rules in order of name."""
    lines = ["COUNTED: dict[Kind, dict[str, tuple[int, int]]] = {"]
    for kind in FIELDS.values():
        lines.append(f'    "{kind}": {{')
        lines += [f'        "{rule}": ({right}, {seen}),' for rule, (right, seen) in sorted(counts[kind].items())]
        lines.append("    },")
    return "\n".join([*lines, "}"]) + "\n"


def main() -> None:
    """Count, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    counts: Counts = {kind: defaultdict(lambda: [0, 0]) for kind in FIELDS.values()}
    for gold, document in pair_with_gold(gold_files(given.gold), sorted(given.documents.iterdir())).pairs:
        count_document(gold, document, counts)
    table = table_of(counts)
    sys.stdout.write(table)
    if given.write:
        module = Path(trust.__file__)
        source = module.read_text("utf-8")
        module.write_text(re.sub(r"COUNTED: .*?\n}\n", lambda _: table, source, count=1, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
