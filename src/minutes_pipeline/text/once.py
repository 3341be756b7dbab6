"""Once per document (1文書に1度): what several rooms ask of the same document, outline or list of sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")


def once(function: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Keep the result for the last argument, told by identity: documents are read one behind the other.

    A document is too large to be compared or hashed, and nothing may be kept of the one before.

    >>> sizes = once(lambda names: [len(name) for name in names])
    >>> names = ["議題", "報告事項"]
    >>> sizes(names), sizes(names) is sizes(names)
    ([2, 4], True)
    """
    last: list[tuple[Subject, Result]] = []

    @wraps(function)
    def kept(subject: Subject) -> Result:
        for known, result in last:
            if known is subject:
                return result
        result = function(subject)
        last[:] = [(subject, result)]
        return result

    return kept
