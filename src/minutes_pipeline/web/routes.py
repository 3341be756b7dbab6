"""The addresses of the site (アドレス) and the page that answers each."""

from __future__ import annotations

from minutes_pipeline.web.pages.bodies import bodies, body, person, program
from minutes_pipeline.web.pages.choosing import people, programs
from minutes_pipeline.web.pages.exports import export
from minutes_pipeline.web.pages.goals import goals
from minutes_pipeline.web.pages.home import home
from minutes_pipeline.web.pages.item import item
from minutes_pipeline.web.pages.listing import listing, listing_csv, listing_feed, listing_json
from minutes_pipeline.web.pages.meeting import meeting, meeting_changes, meetings, original, record, text_around
from minutes_pipeline.web.pages.open_items import open_csv, open_items, open_json
from minutes_pipeline.web.pages.page_image import page_image
from minutes_pipeline.web.pages.review import login, logout, review, review_add, review_conflict, review_record
from minutes_pipeline.web.pages.review_links import review_links
from minutes_pipeline.web.pages.searching import searching, searching_csv, searching_json
from minutes_pipeline.web.pages.upload import upload, upload_file, upload_preview

_LISTS = "(?P<name>decisions|issues|actions|metrics)"
_ID = "(?P<id>[0-9a-f]{16}-[a-z_]{1,20}-[0-9a-z-]{1,24})"

ROUTES = (
    (r"^/$", home),
    (r"^/search$", searching),
    (r"^/search\.json$", searching_json),
    (r"^/search\.csv$", searching_csv),
    (r"^/meetings$", meetings),
    (rf"^/meetings/{_ID}$", meeting),
    (rf"^/meetings/{_ID}/pages/(?P<page>[0-9]{{1,5}})\.png$", page_image),
    (rf"^/meetings/{_ID}/differences$", meeting_changes),
    (rf"^/meetings/{_ID}/original$", original),
    (rf"^/records/{_ID}$", record),
    (r"^/documents/(?P<document>[0-9a-f]{16})/text$", text_around),
    (rf"^/{_LISTS}$", listing),
    (rf"^/{_LISTS}/{_ID}$", item),
    (rf"^/{_LISTS}\.json$", listing_json),
    (rf"^/{_LISTS}\.csv$", listing_csv),
    (r"^/decisions\.atom$", listing_feed),
    (r"^/(?P<name>meetings|bodies|programs|people)\.(?P<format>json|csv)$", export),
    (r"^/open$", open_items),
    (r"^/open\.json$", open_json),
    (r"^/open\.csv$", open_csv),
    (r"^/bodies$", bodies),
    (r"^/bodies/view$", body),
    (r"^/goals$", goals),
    (r"^/programs$", programs),
    (r"^/programs/view$", program),
    (r"^/people$", people),
    (r"^/people/view$", person),
    (r"^/review$", review),
    (r"^/review/login$", login),
    (r"^/review/logout$", logout),
    (rf"^/review/records/{_ID}$", review_record),
    (r"^/review/add$", review_add),
    (r"^/review/links$", review_links),
    (r"^/upload$", upload),
    (r"^/upload/file$", upload_file),
    (r"^/upload/(?P<token>[0-9a-f]{32})$", upload_preview),
    (r"^/review/conflicts/(?P<number>[0-9]{1,9})$", review_conflict),
)
"""(regular expression, handler) in the order in which they are tried."""
