"""What the fault tests and ``make fuzz`` found, one numbered test for each mended defect."""

from pathlib import Path

import pytest
from drop_files import bytes_of
from service import Service

from minutes_pipeline.intake.extraction import Extracted, Unreadable


def test_001_a_wrong_name_does_not_stick_to_the_bytes(tmp_path: Path) -> None:
    """A text named .pdf is refused; the same text under its right name was refused with it, for the archive keeps one copy."""
    with Service() as service:
        seen = service.take_in({"あ.pdf": bytes_of(0), "い.txt": bytes_of(0)}, tmp_path)
    assert isinstance(seen.results["あ.pdf"], Unreadable)
    assert isinstance(seen.results["い.txt"], Extracted)
    assert seen.results["い.txt"].minutes.source.file_name == "い.txt"


@pytest.mark.parametrize("inserted", ["1" * 300, "日中" * 60, "一" * 300])
def test_002_a_long_row_of_figures_is_read_at_once(tmp_path: Path, inserted: str) -> None:
    """Three hundred digits before a figure: the pattern for words of time tried every way to part them."""
    text = bytes_of(0).decode() + f"・作付けは5.9haで、前年度{inserted}6.3haから0.4ha減少しました。\n"
    with Service() as service:
        seen = service.take_in({"あ.txt": text.encode()}, tmp_path)
    assert seen.faults["あ.txt"] == []
    assert isinstance(seen.results["あ.txt"], Extracted)
    assert seen.seconds["あ.txt"] < 5
