"""Numbers printed in many forms and read back."""

from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.numbers import find_numbers, kanji_value
from minutes_pipeline.values.units import find_quantities

_WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
_KANJI = "〇一二三四五六七八九"


def _grouped(value: int) -> str:
    return f"{value:,}"


def _mixed(value: int) -> str:
    parts = []
    for sign, weight in (("億", 10**8), ("万", 10**4)):
        if value >= weight:
            parts.append(f"{value // weight:,}{sign}")
            value %= weight
    if value or not parts:
        parts.append(f"{value:,}")
    return "".join(parts)


def _kanji(value: int) -> str:
    out = ""
    for sign, weight in (("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        digit, value = divmod(value, weight)
        if digit:
            out += (_KANJI[digit] if digit > 1 or sign == "万" else "") + sign
    return out + (_KANJI[value] if value else "")


@given(st.integers(0, 10**12), st.sampled_from((str, _grouped, _mixed)), st.booleans())
def test_arabic(value: int, form, wide: bool) -> None:  # type: ignore[no-untyped-def]
    printed = form(value)
    text = (printed.translate(_WIDE) if wide else printed) + "円"
    assert [(q.value, q.unit) for q in find_quantities(flat(text))] == [(value, "円")]


@given(st.integers(1, 99_999))
def test_kanji(value: int) -> None:
    assert kanji_value(_kanji(value)) == value


@given(st.integers(11, 9999), st.integers(0, 9))
def test_decimal(whole: int, tenth: int) -> None:
    assert [q.value for q in find_quantities(f"{whole:,}.{tenth}%")] == [float(f"{whole}.{tenth}")]


@given(st.text(alphabet="0123456789０１２一二十百千万億,．.、~-▲から人円% 年月日の", max_size=60))
def test_any_text_is_read_in_order_without_overlap(text: str) -> None:
    end = 0
    for number in find_numbers(flat(text)):
        assert end <= number.start < number.end <= len(text)
        end = number.end
