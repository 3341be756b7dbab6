"""``minutes ingest --parts``: what was read goes into Parquet parts, for ``minutes merge`` and other programs (分割取り込み)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minutes_pipeline.cli.outcomes import Outcome, written_as_part
from minutes_pipeline.cli.reading_bar import reading_bar
from minutes_pipeline.errors import ReadError
from minutes_pipeline.intake.extraction import Readers, Unreadable, unreadable
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.intake.parts import PartWriter
from minutes_pipeline.intake.readers import read_in_order


def write_parts(origins: Sequence[Origin], folder: Path, readers: Readers) -> list[Outcome]:
    """Read what the folder does not hold yet and write it there; what was written stays, whenever this is ended.

    Raises:
        StoreError: pyarrow is not there, or the folder cannot be read or written.
    """
    writer = PartWriter(folder)
    outcomes: dict[Origin, Outcome] = {}
    stamps: dict[Origin, str] = {}
    known = writer.known()
    for origin in (origin.absolute() for origin in origins):
        try:
            stamp = origin.stamp()
        except ReadError as error:
            outcomes[origin] = Outcome(origin, failure=str(unreadable(error)))
            continue
        if (origin.address, stamp) in known:
            outcomes[origin] = Outcome(origin, part="known")
        else:
            stamps[origin] = stamp
            outcomes[origin] = Outcome(origin)  # keeps the order
    with reading_bar(len(stamps)) as advance:
        try:
            for origin, result in read_in_order(stamps, readers):
                advance(origin.name)
                if isinstance(result, Unreadable):
                    outcomes[origin] = Outcome(origin, failure=str(result))
                    continue
                writer.add(origin, stamps[origin], result)
                outcomes[origin] = written_as_part(origin, result)
        finally:
            writer.flush()
    return list(outcomes.values())
