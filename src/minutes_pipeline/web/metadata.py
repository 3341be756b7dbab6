"""Titles, descriptions and canned queries for Datasette's own pages (Datasette の説明と定型の問い), in Japanese."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import Any

from minutes_pipeline.store.tables import ALL_TABLES
from minutes_pipeline.store.views import VIEWS
from minutes_pipeline.web.questions import QUESTIONS

_HIDDEN = ("search_index", "index_terms", "readings", "finding_spans", "meeting_sources", "passages", "data_dictionary")


def metadata_of(datasette: Any) -> dict[str, Any]:
    """Metadata of every database of ours that Datasette serves; nothing for others."""
    databases = {
        name: _database() for name, database in datasette.databases.items() if database.path and _is_ours(database.path)
    }
    return {"title": "議事録データベース", "databases": databases} if databases else {}


def serves_ours(datasette: Any) -> bool:
    """Whether any database that is served is one of ours: with others the plugin changes nothing."""
    return any(database.path and _is_ours(database.path) for database in datasette.databases.values())


def tables_address(datasette: Any) -> str:
    """Where the tables and canned queries of the first database of ours are; "" where there is none."""
    ours = (one for one in datasette.databases.values() if one.path and _is_ours(one.path))
    return next((str(datasette.urls.database(one.name)) for one in ours), "")


def is_public_copy(datasette: Any) -> bool:
    """Whether what is served is the public copy (公開用の写し): told so by its metadata.json, and immutable (``-i``)."""
    told = (datasette.plugin_config("minutes_pipeline") or {}).get("public_copy") is True
    return told and not any(database.is_mutable for database in datasette.databases.values() if database.path)


@lru_cache(maxsize=64)
def _is_ours(path: str) -> bool:
    try:
        conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
            tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            conn.close()
    except sqlite3.Error:
        return False
    return found is not None and "passages" in tables


def _database() -> dict[str, Any]:
    tables: dict[str, Any] = {
        table.name: {
            "title": table.title,
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
            "hidden": table.name in _HIDDEN,
        }
        for table in ALL_TABLES
    }
    tables |= {
        view.name: {
            "title": view.name,
            "description": view.description,
            "columns": {name: text for name, _, text in view.columns},
        }
        for view in VIEWS
    }
    # What the full-text index and SQLite keep for themselves.
    shadows = ("_config", "_content", "_data", "_docsize", "_idx")
    inner = ("_sqlite_migrations", "sqlite_sequence", *(f"search_index{end}" for end in shadows))
    tables |= {name: {"hidden": True} for name in inner}
    tables["meetings"]["label_column"] = "name"
    tables["documents"]["label_column"] = "file_name"
    tables["agenda_items"]["label_column"] = tables["goals"]["label_column"] = tables["programs"]["label_column"] = (
        "title"
    )
    tables["attendees"]["label_column"] = "name"
    return {
        "title": "議事録データベース",
        "description": "議事録から取り出した記録。「定型の問い」から始めてください。",
        "tables": tables,
        "queries": {
            question.name: {
                "sql": question.sql,
                "title": question.title,
                "description": question.description,
                "params": list(question.parameters),
                "hide_sql": True,
            }
            for question in QUESTIONS
        },
    }
