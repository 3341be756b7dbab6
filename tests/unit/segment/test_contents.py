"""Tables of contents: which lines they are, and lists that are none."""

from __future__ import annotations

import pytest

from minutes_pipeline.model.document import Document, Line
from minutes_pipeline.segment.contents import contents_lines
from minutes_pipeline.text.folding import flat


def _document(rows: list[str]) -> Document:
    lines, position = [], 0
    for number, row in enumerate(rows):
        lines.append(Line(position, position + len(row), block=number))
        position += len(row) + 1
    return Document("0" * 16, "t.txt", "txt", "0" * 64, "\n".join(rows), tuple(lines))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["目　次", "開会…………1", "議案第１号………２", "会議録"], {0, 1, 2}),
        (["会議録　目次", "１日目・・・・・・１", "長い件名の", "つづき・・・・・・３", "出席議員"], {0, 1, 2, 3}),
        (["会議録", "出席者……12名", "欠席者"], set()),
        (["会議録", "開会…………", "閉会…………"], set()),
        (["1.5", "2.5"], set()),
    ],
)
def test_contents(rows: list[str], found: set[int]) -> None:
    document = _document(rows)
    assert contents_lines(document, flat(document.text)) == found
