"""A reading on its way into the database (保存を待つ読み取り), with all that can be said of it without the database.

One process writes, several may read. What they read is made into rows and terms where it was read, and is sent so: the
writer only inserts. The records as such are sent packed and unpacked only where they are asked for, which is seldom: a
new version of the program has read the file, or people have corrected the meeting.
"""

from __future__ import annotations

import hashlib
import pickle
from functools import cached_property
from typing import TYPE_CHECKING, Any

from minutes_pipeline.compare.identity import keep_ids, with_own_ids
from minutes_pipeline.store.document_rows import DocumentRows, document_rows
from minutes_pipeline.store.editions import Arriving, arriving
from minutes_pipeline.store.readings import LinePages, pack_pages, pack_reading
from minutes_pipeline.store.rows import Row, source_row
from minutes_pipeline.store.tables import RECORD_TABLES
from minutes_pipeline.text.search_terms import TERMS_VERSION

if TYPE_CHECKING:
    from minutes_pipeline.model.finding import Finding
    from minutes_pipeline.model.minutes import Minutes

_SENT = ("digest", "arriving", "source_row", "reading_row", "rows", "counts", "findings")


class Reading:
    """What was read of one document. Every part is made when it is first asked for; pickling makes all of them.

    Args:
        minutes: The records as extraction read them.
        pages: The page of every line of text, where it is known.
        digest: Of the reading, where its records have been given other ids since.
    """

    def __init__(self, minutes: Minutes, pages: LinePages | None, *, digest: str | None = None) -> None:
        self._whole = minutes, pages
        if digest is not None:
            self.digest = digest

    @cached_property
    def _whole(self) -> tuple[Minutes, LinePages | None]:
        whole: tuple[Minutes, LinePages | None] = pickle.loads(self._packed)
        return whole

    _packed: bytes

    @property
    def minutes(self) -> Minutes:
        """The records as extraction read them."""
        return self._whole[0]

    @property
    def pages(self) -> LinePages | None:
        """The page of every line of text."""
        return self._whole[1]

    @cached_property
    def _records(self) -> str:
        return self.minutes.model_dump_json(exclude={"text"})

    @cached_property
    def digest(self) -> str:
        """Digest of everything that a reading holds: equal digests mean there is nothing to write."""
        # encode raises for half a surrogate pair, which no database can hold
        whole = f"{TERMS_VERSION}\n{self._records}\n{pack_pages(self.pages)}\n{self.minutes.text}"
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()

    @cached_property
    def arriving(self) -> Arriving:
        """What decides on the document's place among others."""
        return arriving(self.minutes)

    @cached_property
    def source_row(self) -> Row:
        """The first columns of its row of ``documents``."""
        return source_row(self.minutes, self.digest)

    @property
    def sha256(self) -> str:
        """Of the file."""
        digest: str = self.source_row[3]
        return digest

    @cached_property
    def reading_row(self) -> Row:
        """Its row of ``readings``."""
        own = with_own_ids(self.minutes)
        records = self._records if own is self.minutes else own.model_dump_json(exclude={"text"})
        source = own.source
        return source.document_id, source.program_version, pack_reading(records), pack_pages(self.pages)

    @cached_property
    def rows(self) -> DocumentRows:
        """Its rows in all other tables, as long as nobody has corrected anything."""
        return document_rows(with_own_ids(self.minutes), self.pages)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Records by field of ``Minutes``."""
        return {name: len(getattr(self.minutes, name)) for name in RECORD_TABLES}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings."""
        return self.minutes.findings

    def with_ids_of(self, earlier: Minutes) -> Reading:
        """The same reading where the records that ``earlier`` has too keep the ids that they had."""
        return Reading(keep_ids(earlier, self.minutes), self.pages, digest=self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and self._whole == other._whole

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        try:
            parts = {name: getattr(self, name) for name in _SENT}
        except Exception:
            parts = {}  # What no database can hold: whoever stores it makes the same parts, and says why it cannot.
        return _arrived, (parts | {"_packed": pickle.dumps(self._whole, pickle.HIGHEST_PROTOCOL)},)


def _arrived(parts: dict[str, Any]) -> Reading:
    reading = Reading.__new__(Reading)
    reading.__dict__.update(parts)
    return reading
