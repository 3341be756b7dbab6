"""Errors of minutes_pipeline (例外). Imports nothing; every message is Japanese and says what to do."""

from __future__ import annotations


class MinutesError(Exception):
    """Base of all errors the program raises on purpose.

    Args:
        reason: What is wrong, one Japanese phrase without 。.
        remedy: What the user can do, one Japanese phrase without 。.
        file: File name the error speaks of, or None.
        page: 1-based page number, or None.

    >>> print(ReadError("空のファイルです", "元のファイルを確かめて入れ直してください", file="a.pdf"))
    a.pdf: 空のファイルです。元のファイルを確かめて入れ直してください。
    """

    def __init__(self, reason: str, remedy: str, *, file: str | None = None, page: int | None = None) -> None:
        self.reason = reason
        self.remedy = remedy
        self.file = file
        self.page = page
        super().__init__(reason, remedy)

    def __str__(self) -> str:
        place = self.file or ""
        if self.page is not None:
            place += f" {self.page}ページ"
        return f"{place}: {self.reason}。{self.remedy}。" if place.strip() else f"{self.reason}。{self.remedy}。"


class ReadError(MinutesError):
    """A file that cannot be read (読めないファイル): empty, truncated, encrypted, not what its name says."""


class LimitError(ReadError):
    """A file beyond a limit of size, pages, nesting or time (上限を超えたファイル)."""


class NeedsProgramError(ReadError):
    """A file that an optional program would make readable (別のプログラムが要るファイル): it waits until that is there.

    Attributes:
        program: The program's name as the user knows it (``LibreOffice``, ``Tesseract OCR（日本語）``).
    """

    def __init__(
        self, reason: str, remedy: str, *, program: str, file: str | None = None, page: int | None = None
    ) -> None:
        self.program = program
        super().__init__(reason, remedy, file=file, page=page)


class StoreError(MinutesError):
    """The database is missing, locked, damaged or of a newer version (データベースの誤り)."""


class QueryError(MinutesError):
    """A search or a command argument that cannot be understood (検索条件・引数の誤り)."""
