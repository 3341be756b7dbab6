"""Outlines written down line by line, for tests of what is judged."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract import actions, decisions, issues
from minutes_pipeline.model.document import Document, Line
from minutes_pipeline.model.section import Header, Heading, Outline, Sentence, Side, Turn

Said = tuple[str, str]
"""(speaker, what is said); speaker "" is the clerk's narration, "#" a heading."""

SIDES: dict[str, Side] = {"委員長": "chair", "委員": "member", "事務局": "secretariat", "水道課長": "explainer"}


def outline_of(*said: Said, label: str | None = None, block: str | None = None) -> Outline:
    """An outline with one line, one sentence and (where spoken) one turn per entry."""
    text, lines, sentences, turns, items = "", [], [], [], []
    for number, (speaker, words) in enumerate(said):
        start = len(text)
        text += words + "\n"
        end = len(text) - 1
        lines.append(Line(start, end))
        turn = None
        if speaker == "#":
            items.append(Heading("agenda_item", start, end, words, None, 1, number))
        elif speaker:
            turn = len(turns)
            turns.append(Turn(speaker, start, start, SIDES[speaker], number, number, start, end))
        sentences.append(
            Sentence(
                start,
                end,
                number,
                agenda_item=len(items) - 1 if items else None,
                turn=turn,
                label=label,
                block_label=block,
                is_heading=speaker == "#",
            )
        )
    document = Document("0" * 16, "test.txt", "txt", "0" * 64, text.rstrip("\n"), tuple(lines))
    return Outline(
        document,
        Header((), 0),
        "discussion" if turns else "summary",
        ("body",) * len(lines),
        agenda_items=tuple(items),
        turns=tuple(turns),
        sentences=tuple(sentences),
    )


@pytest.fixture(name="outline_of")
def outline_of_fixture() -> Callable[..., Outline]:
    return outline_of


@pytest.fixture
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules speak: for tests of rule tables on sentences without a document around them."""
    for module in (issues, decisions, actions):
        monkeypatch.setattr(module, "settled", lambda kind, rules, odds: rules > 0)
