"""Once per document: kept for the last one, told by identity."""

from minutes_pipeline.text.once import once


def test_only_the_last_is_kept() -> None:
    asked: list[list[str]] = []

    @once
    def count(names: list[str]) -> int:
        asked.append(names)
        return len(names)

    first, equal = ["議題"], ["議題"]
    assert [count(first), count(first), count(equal), count(first)] == [1, 1, 1, 1]
    assert [id(names) for names in asked] == [id(first), id(equal), id(first)]
