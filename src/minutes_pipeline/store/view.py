"""What a view is (ビューの型): Japanese columns as data, and the SQL that makes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: name, description, columns as (Japanese name, SQL expression, description), and where they come from."""

    name: str
    description: str
    columns: tuple[tuple[str, str, str], ...]
    source: str

    def create_sql(self) -> str:
        """The CREATE VIEW statement."""
        columns = ",\n  ".join(f'{expression} AS "{name}"' for name, expression, _ in self.columns)
        return f'CREATE VIEW "{self.name}" AS SELECT\n  {columns}\n{self.source}'


def named(column: str, names: dict[str, str]) -> str:
    """SQL that gives the Japanese name of a code; a code without one as it is."""
    cases = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in names.items())
    return f"CASE {column} {cases} ELSE {column} END"
