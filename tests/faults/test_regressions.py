"""What the fault tests and ``make fuzz`` found, one numbered test for each mended defect."""

from pathlib import Path

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
