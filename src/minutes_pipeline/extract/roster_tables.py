"""Rosters set as tables of the document (名簿の表)."""

from __future__ import annotations

from minutes_pipeline.extract.roster_grid import Field, grid_people
from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.model.document import Cell, Document, Table


def _grid(table: Table) -> dict[tuple[int, int], Cell]:
    """Every position of the table with the cell that covers it."""
    grid = {}
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for col in range(cell.col, min(cell.col + cell.col_span, table.cols)):
                grid[row, col] = cell
    return grid


def table_people(document: Document, table: Table) -> list[Person] | None:
    """Persons of a table whose first row names its columns; None where it does not (the rows are read as lines)."""
    if table.rows < 2:
        return None
    grid = _grid(table)
    rows = [[_field(document, grid.get((row, col))) for col in range(table.cols)] for row in range(table.rows)]
    return grid_people([f.text if f is not None else "" for f in rows[0]], rows[1:], document.text)


def _field(document: Document, cell: Cell | None) -> Field | None:
    return None if cell is None else Field(document.text[cell.start : cell.end].strip(), cell.start, cell.end)
