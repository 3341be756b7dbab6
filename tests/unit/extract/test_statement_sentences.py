"""The invented sentences of training/: decisions, issues and actions judged one by one may not get worse."""

from pathlib import Path

import pytest

from minutes_pipeline.extract.actions import match_action
from minutes_pipeline.extract.decisions import read_verdict
from minutes_pipeline.extract.issues import judge_issues
from minutes_pipeline.extract.judgement import Judged, Role, compact, split_note
from minutes_pipeline.model.section import Sentence

FILE = Path(__file__).parents[3] / "training" / "sentences.tsv"
FLOOR = {"issue": 0.84, "action": 0.94, "decision": 0.96}
ROLES: dict[str, Role] = {"chair": "chair", "member": "member", "official": "official", "narration": "narration"}


def sentences() -> list[tuple[set[str], Judged, str]]:
    kinds = {"I": "issue", "A": "action", "D": "decision"}
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        labels, role, text = line.split("\t")
        wanted = {kinds[x[0]] for x in labels.split("+") if x not in ("-", "D:noted")}
        plain = compact(text)
        core, note = split_note(plain)
        number = len(found)
        sentence = Sentence(0, len(text), number)
        found.append(
            (wanted, Judged(number, sentence, plain, core, note, ROLES[role], False, role == "official"), text)
        )
    return found


def test_enough_sentences_of_every_kind() -> None:
    rows = sentences()
    assert len(rows) >= 400
    assert all(sum(kind in wanted for wanted, _, _ in rows) >= 50 for kind in FLOOR)


@pytest.mark.usefixtures("rules_alone")
@pytest.mark.parametrize("kind", sorted(FLOOR))
def test_f1_on_single_sentences(kind: str) -> None:
    rows = sentences()
    scores = judge_issues(tuple(one for _, one, _ in rows))
    right = wanted_count = given = 0
    for wanted, one, text in rows:
        verdict = read_verdict(one.core, one.note, one.role)
        has = {
            "issue": one.index in scores,
            "action": match_action(one, text) is not None,
            "decision": verdict is not None and verdict.result != "noted",
        }[kind]
        right += has and kind in wanted
        given += has
        wanted_count += kind in wanted
    assert 2 * right / (given + wanted_count) >= FLOOR[kind]
