"""What the intake tells (取り込みの知らせ), as data: the command line prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.intake.receive import Received


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file was dealt with: stored, or moved into 要確認, where ``place`` then names it."""

    received: Received
    place: Path | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the clerk; ``is_trouble`` when somebody has to do something."""

    text: str
    is_trouble: bool = True


Tell = Callable[[FileReport | Notice], None]


class Troubles:
    """Says each trouble once for as long as it lasts, and that it is over.

    A scan every few seconds meets a full disk again and again: the clerk reads it once.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._known: dict[str, str] = {}
        self._met: set[str] = set()
        self.any = False

    def begin(self) -> None:
        """A look begins: nothing is met yet."""
        self._met = set()
        self.any = False

    def meet(self, text: str, *, about: str = "", is_trouble: bool = True) -> None:
        """A trouble was met, now or again.

        Args:
            text: What to say, whole sentences.
            about: What to name when it is over; empty for what is over without a word.
            is_trouble: Somebody must see to it; False for what passes by itself.
        """
        if text not in self._known:
            self._tell(Notice(text, is_trouble))
        self._known[text] = about
        self._met.add(text)
        self.any = self.any or is_trouble

    def end(self) -> None:
        """The look went through to its end: what it did not meet any more is over."""
        for text in self._known.keys() - self._met:
            about = self._known.pop(text)
            if about:
                self._tell(Notice(f"解消しました: {about}。取り込みを続けます。", is_trouble=False))
