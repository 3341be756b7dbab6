"""What stands behind a date and makes it no period of a figure, and what does not."""

from collections.abc import Callable

import pytest

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.period_marks import begins_change, is_compared_year, is_moved_to, is_of_report, is_vague


@pytest.mark.parametrize(
    ("holds", "text", "yes"),
    [
        (is_compared_year, "令和３年度｜比で", True),
        (is_compared_year, "令和３年度｜と比較して", True),
        (is_compared_year, "令和３年度｜の決算額に比べ", True),
        (is_compared_year, "令和３年度｜の比率", False),
        (is_compared_year, "令和３年度｜より実施した", False),
        (begins_change, "令和３年度末｜から被保険者は805人減少し", True),
        (begins_change, "令和３年度｜から12件の増", True),
        (begins_change, "令和３年度｜から３校で始め", False),
        (is_moved_to, "令和６年度｜に繰り越した", True),
        (is_moved_to, "令和６年度｜にかけて", False),
        (is_of_report, "昨年度｜の連絡会で説明した", True),
        (is_of_report, "昨年度｜の連絡会の開催は", False),
        (is_vague, "10月｜頃に", True),
        (is_vague, "10月｜に", False),
    ],
)
def test_marks(holds: Callable[[str, int], bool], text: str, yes: bool) -> None:
    end = text.index("｜")
    assert holds(flat(text.replace("｜", "")), end) is yes
