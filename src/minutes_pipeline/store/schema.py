"""What a table is (表の定義の型): columns, keys and indexes as data, and the SQL that makes them. Imports nothing of weight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, SQLite type, description, the table whose ``id`` it refers to, whether NULL is refused.

    ``since`` is the number of the migration that adds it; one added to a table that exists may not be required.
    """

    name: str
    type: str
    description: str
    refers: str | None = None
    required: bool = False
    since: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: name, Japanese name and description, columns (the first ``keys`` of them are the primary key).

    ``since`` is the number of the migration that makes it, ``later_indexes`` are (number of a later migration, columns);
    ``triggers`` are statements that follow the table.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    keys: int = 1
    indexes: tuple[tuple[str, ...], ...] = ()
    since: int = 1
    later_indexes: tuple[tuple[int, tuple[str, ...]], ...] = ()
    triggers: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def create_sql(self) -> str:
        """The CREATE TABLE statement. References are checked when the transaction ends: the order does not matter."""
        keys = [column.name for column in self.columns[: self.keys]]
        parts = []
        for column in self.columns:
            if column.since > self.since:
                continue  # a later migration adds it
            part = f'"{column.name}" {column.type}'
            if keys == [column.name]:
                part += " PRIMARY KEY"
                # An integer key is never given out twice: the index may still hold one whose row somebody deleted.
                part += " AUTOINCREMENT" if column.type == "INTEGER" else " NOT NULL"
            elif column.required or column.name in keys:
                part += " NOT NULL"
            if column.refers:
                gone = "CASCADE" if column.required else "SET NULL"
                part += f' REFERENCES "{column.refers}"("id") ON DELETE {gone} DEFERRABLE INITIALLY DEFERRED'
            parts.append(part)
        if self.keys > 1:
            parts.append(f"PRIMARY KEY ({', '.join(keys)})")
        return f'CREATE TABLE "{self.name}" (\n  ' + ",\n  ".join(parts) + "\n)"

    def add_columns_sql(self, since: int) -> list[str]:
        """The ALTER TABLE statements of migration ``since`` with their indexes; none where it makes the whole table."""
        columns = [
            f'ALTER TABLE "{self.name}" ADD COLUMN "{column.name}" {column.type}'
            for column in self.columns
            if column.since == since > self.since
        ]
        return columns + [self._index(names) for number, names in self.later_indexes if number == since]

    def index_sql(self) -> list[str]:
        """The CREATE INDEX statements: one for each reference (deleting looks them up) and each of ``indexes``."""
        wanted = [(column.name,) for column in self.columns if column.refers and column.name != self.columns[0].name]
        return [self._index(names) for names in [*wanted, *self.indexes]]

    def _index(self, names: tuple[str, ...]) -> str:
        return f'CREATE INDEX "idx_{self.name}_{"_".join(names)}" ON "{self.name}" ({", ".join(names)})'
