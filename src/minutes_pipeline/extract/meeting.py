"""The meeting (会議): name, session, date, hours and venue, each with the place it was read from."""

from __future__ import annotations

from minutes_pipeline.extract.meeting_name import find_name
from minutes_pipeline.extract.meeting_when import Found, find_date, find_hours, find_venue
from minutes_pipeline.extract.provenance import source_span
from minutes_pipeline.model.records import Meeting
from minutes_pipeline.model.section import Outline


def extract_meeting(outline: Outline) -> Meeting:
    """Name, session, date, times and venue of the meeting; what is not printed or cannot be read is None."""
    document = outline.document
    named = find_name(outline)
    day = find_date(outline)
    start, end = find_hours(outline)
    venue = find_venue(outline)
    places: dict[str, Found | None] = {"date": day, "start_time": start, "end_time": end, "venue": venue}
    sources = {
        key: source_span(document, f.start, f.end) for key, f in places.items() if f is not None and f.end > f.start
    }
    if named is not None:
        sources["name"] = source_span(document, named.start, named.end)
        if named.session is not None:
            sources["session"] = sources["name"]
    return Meeting(
        name=None if named is None else named.name,
        session=None if named is None else named.session,
        date=None if day is None else day.value,
        start_time=None if start is None else start.value,
        end_time=None if end is None else end.value,
        venue=None if venue is None else venue.value,
        sources=sources,
    )
