from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.section import Outline
from minutes_pipeline.pipeline import extract, read_document, segment

HEAD = "浜野市協議会　議事録\n\n日時：令和６年11月14日（木）　14：00～15：00\n場所：浜野市役所\n出席者：福祉部　山本次長\n\n１　活動の報告について\n"


@pytest.fixture
def minutes_of(tmp_path: Path) -> Callable[[str], tuple[Outline, Minutes]]:
    """Outline and records of an invented meeting with this body."""

    def make(body: str) -> tuple[Outline, Minutes]:
        path = tmp_path / "minutes.md"
        path.write_text(HEAD + body + "\n", encoding="utf-8")
        outline = segment(read_document(path))
        return outline, extract(outline)

    return make
