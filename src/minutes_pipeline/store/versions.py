"""Versions of the database (データベースの版), known without loading sqlite_utils."""

from __future__ import annotations

MIGRATION_SET = "minutes_pipeline"
#: Names of all migrations in order; a test holds it equal to ``migrations.MIGRATIONS``.
VERSIONS = (
    "m001_records_and_search", "m002_corrections_and_intake", "m003_links", "m004_index_without_positions",
)  # fmt: skip
