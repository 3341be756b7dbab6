"""Known people printed in many forms of roster are read back; random text never crashes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.extract.roster_people import Reader

_SURNAMES = (
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "佐々木",
    "長谷川",
    "五十嵐",
)
_GIVEN = ("一郎", "花子", "健太", "由美子", "みゆき", "さちこ", "正夫", "恵子", "和彦", "洋子")
_POSTS = (("総務課", "課長"), ("福祉課", "主査"), ("環境政策課", "課長補佐"), ("健康推進課", "係長"))
_People = st.lists(st.tuples(st.sampled_from(_SURNAMES), st.sampled_from(_GIVEN)), min_size=1, max_size=4, unique=True)


def _spaced(word: str) -> str:
    return "　".join(word)


@given(_People, st.sampled_from(["、", "，", "　　　", "\t"]))
@settings(max_examples=60, deadline=None)
def test_full_names(people: list[tuple[str, str]], between: str) -> None:
    reader = Reader()
    reader.read_line(between.join(f"{a}　{b}" for a, b in people), 0)
    assert [p.name for p in reader.people] == [a + b for a, b in people]


@given(_People)
@settings(max_examples=60, deadline=None)
def test_letters_apart_with_seats(people: list[tuple[str, str]]) -> None:
    reader = Reader()
    reader.read_line("　　　　".join(f"{i}番　{_spaced(a)}　{_spaced(b)}" for i, (a, b) in enumerate(people, 1)), 0)
    assert [p.name for p in reader.people] == [a + b for a, b in people]


@given(_People, st.sampled_from(_POSTS), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_posts(people: list[tuple[str, str]], post: tuple[str, str], form: int) -> None:
    unit, title = post
    fused = unit[:-1] + title if title == "課長" or title == "課長補佐" else unit + title
    printed = [
        [f"{unit}　{title}　{a}　{b}" for a, b in people],
        [f"{fused}　{a}　{b}" for a, b in people],
        [f"{fused}（{a}{b}）" for a, b in people],
        [f"{a}　{b}（{unit}　{title}）" for a, b in people],
    ][form]
    reader = Reader()
    reader.read_line("、".join(printed), 0)
    assert [p.name for p in reader.people] == [a + b for a, b in people]
    # The letter that unit and title share (総務課 + 課長) may be counted to either.
    for person in reader.people:
        joined = (person.affiliation or "") + (person.title or "")
        assert joined in (unit + title, fused), joined


@given(st.text(alphabet="佐藤一郎委員会長課部総務（）()、・：:　 \t○◎１2番欠席代理※【】-", max_size=50))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    reader = Reader()
    reader.read_line(text, 7)
    assert all(7 <= p.start <= p.end <= 7 + len(text) for p in reader.people)
