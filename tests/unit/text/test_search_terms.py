"""Cutting text and queries for search: folding, words, bigrams, the query's grammar."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.index_terms import SEARCH_INDEX_SQL
from minutes_pipeline.text.search_folding import OLD_FORMS, fold_for_search
from minutes_pipeline.text.search_query import Item, Query, Reach, parse_query
from minutes_pipeline.text.search_terms import TextTerms, cut_grams, cut_words, index_text, key, terms_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("ｺﾞﾐ収集ｶﾞｲﾄﾞ", "ゴミ収集ガイド"),
        ("か\u3099くふ\u309aろ", "がくぷろ"),
        ("次⻑ ⾼橋", "次長高橋"),
        ("髙橋　﨑田　國學院", "高橋崎田国学院"),
        ("龍ヶ崎市", "竜ケ崎市"),
        ("㈱山川", "(株)山川"),
        ("③㎡", "3m2"),
        ("➀", "1"),
        ("利用 者は 10 人", "利用者は10人"),
        ("令和\u3000６ 年", "令和6年"),
        ("相談\t件数", "相談 件数"),
        ("一行目\r\n二行目\n\n 三行目", "一行目\n二行目\n三行目"),
        ("葛\U000e0100城市", "葛城市"),
        ("ゼロ\u200b幅", "ゼロ幅"),
        ("file.PDF 2 部", "file.pdf 2部"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold_for_search(text).text == folded


def test_old_forms_are_pairs_and_lead_to_no_other_old_form() -> None:
    old, new = OLD_FORMS[::2], OLD_FORMS[1::2]
    assert len(old) == len(new) == len(set(old)) > 360
    assert not set(old) & set(new)
    assert all(fold_for_search(a).text == fold_for_search(b).text for a, b in zip(old, new, strict=True))


_JAPANESE = st.text(
    st.one_of(
        st.sampled_from("相談件数子供子どもこども髙高國国ｶﾞ゛カー-−サ−ビス。、「」()（）\t 　\n①㈱㎡'\"*:^+{}"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(_JAPANESE)
@settings(max_examples=300, deadline=None)
def test_every_folded_character_leads_back_into_the_source(text: str) -> None:
    folded = fold_for_search(text)
    assert len(folded.starts) == len(folded.text) + 1
    assert list(folded.starts) == sorted(folded.starts)
    for at, char in enumerate(folded.text):
        start, end = folded.back(at, at + 1)
        assert 0 <= start < end <= len(text)
        if char not in " \n":
            assert char in fold_for_search(text[start:end]).text


@given(_JAPANESE)
@settings(max_examples=300, deadline=None)
def test_no_term_is_cut_again_by_the_index(text: str) -> None:
    """A term has no ASCII but letters and digits: FTS5's ascii tokenizer takes it whole, no quote ends a phrase."""
    words, grams = terms_of(text)
    for term in (words + " " + grams).split(" "):
        assert all(not char.isascii() or char.isalnum() for char in term)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("子ども", ["子供"]),
        ("こども家庭センター", ["子供", "家庭", "センター"]),
        ("障がい者", ["障害", "者"]),
        ("取組", ["取り組み"]),
        ("問合せ", ["問い合わせ"]),
        ("3,045人と16.1人", ["3045", "人", "と", "16．1", "人"]),
        ("サ−ビス", ["サービス"]),
        ("決まった。", ["決まる", "た"]),
        ("「相談」・支援", ["相談", "支援"]),
        ("。、", []),
    ],
)
def test_words(text: str, terms: list[str]) -> None:
    assert [word.term for word in cut_words(fold_for_search(text))] == terms


def test_long_line_is_cut_in_pieces_sudachi_takes() -> None:
    line = "子どもの相談件数は増えている。" * 3000
    words = cut_words(fold_for_search(line))
    assert [word.term for word in words].count("相談") == 3000
    assert len(cut_words(fold_for_search("あ" * 30000))) > 0


def test_words_in_several_threads() -> None:
    expected = [word.term for word in cut_words(fold_for_search("子どもの相談体制" * 200))]
    found: list[list[str]] = []

    def cut() -> None:
        found.append([word.term for word in cut_words(fold_for_search("子どもの相談体制" * 200))])

    threads = [threading.Thread(target=cut) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_grams() -> None:
    assert cut_grams("相談 員") == "相談 談␣ ␣員 員▁"
    assert cut_grams("車") == "車▁"
    assert cut_grams("") == ""
    assert key("サービス") == key("サ-ビス")


def test_terms_of_a_range_are_those_of_its_text() -> None:
    text = "１　開会\n子 どもの相談は\t3,045件。\n髙橋会長　ＮＰＯ法人"
    terms = TextTerms(text)
    for line in text.split("\n"):
        start = text.index(line)
        assert terms.of(start, start + len(line)) == terms_of(line)
    start = text.index("相談")
    assert terms.of(start, start + 2) == ("相談", "相談 談▁")


def written(query: Query) -> str:
    """A query as clauses of words or, where it is a quoted phrase, of characters."""

    def item(one: Item) -> str:
        return f'words : "{" ".join(one.words)}"' if one.words else f'grams : "{one.key}"'

    clauses = " AND ".join("(" + " OR ".join(map(item, clause)) + ")" for clause in query.clauses)
    return " NOT ".join([clauses, *map(item, query.excluded)])


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("相談", '(words : "相談")'),
        ("相談　件数", '(words : "相談") AND (words : "件数")'),
        ("相談 AND 件数", '(words : "相談") AND (words : "件数")'),
        ("相談 OR 電話", '(words : "相談" OR words : "電話")'),
        ("相談｜電話", '(words : "相談" OR words : "電話")'),
        ("予算 相談 ＯＲ 電話", '(words : "予算") AND (words : "相談" OR words : "電話")'),
        ("OR 相談", '(words : "相談")'),
        ("相談 OR", '(words : "相談")'),
        ('"相談員"', '(grams : "相談員")'),
        ("“相談 体制”", '(grams : "相談体制")'),
        ('"閉じない', '(grams : "閉じない")'),
        ("相談 -電話", '(words : "相談") NOT words : "電話"'),
        ("相談　－電話", '(words : "相談") NOT words : "電話"'),
        ("相談 NOT 電話", '(words : "相談") NOT words : "電話"'),
        ('相談 -"電話"', '(words : "相談") NOT grams : "電話"'),
        ("決まった", '(words : "決まる")'),
        ("10-12", '(words : "10 12")'),
        ("。", '(grams : "。")'),
    ],
)
def test_query(query: str, expression: str) -> None:
    assert written(parse_query(query)) == expression


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("子ども相談件数", ["子供", "相談", "件数"]),
        ("相談員確保", ["相談 員", "確保"]),
        ("令和6年度予算", ["令和 6 年度", "予算"]),
        ("議案第5号", ["議案", "第 5 号"]),
        ("第3回会議", ["第 3 回", "会議"]),
        ("利用者2,000人", ["利用 者 2000 人"]),
        ("進捗管理表の評価はどうなったか", ["進捗", "管理 表", "評価"]),
        ("ごみの収集日はいつですか", ["ごみ", "収集 日"]),
        ("何", []),
    ],
)
def test_parts(query: str, parts: list[str]) -> None:
    assert [" ".join(part) for part in parse_query(query).clauses[0][0].parts] == parts


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "検索する言葉がありません"),
        ("　 ", "検索する言葉がありません"),
        ('""', "検索する言葉がありません"),
        ("OR", "検索する言葉がありません"),
        ("-電話", "除く言葉だけでは検索できません"),
        ("NOT 電話", "除く言葉だけでは検索できません"),
        ("あ " * 31, "検索の言葉が多すぎます"),
    ],
)
def test_query_that_cannot_be(query: str, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert caught.value.reason == reason
    assert caught.value.remedy


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(":memory:")
    conn.execute(SEARCH_INDEX_SQL)
    yield conn
    conn.close()


@given(_JAPANESE)
@settings(max_examples=300, deadline=None)
def test_no_query_is_a_syntax_error(index: sqlite3.Connection, query: str) -> None:
    try:
        parsed = parse_query(query)
    except QueryError:
        return
    for reach in Reach:
        index.execute("SELECT 1 FROM search_index WHERE search_index MATCH ?", (parsed.expression(reach),)).fetchall()


@given(_JAPANESE, st.data())
@settings(max_examples=300, deadline=None)
def test_every_part_of_a_text_is_found_in_the_index(index: sqlite3.Connection, text: str, data: st.DataObject) -> None:
    """Recall 1.000, whatever the places of the terms are counted by."""
    keyed = key(fold_for_search(text).text)
    start = data.draw(st.integers(0, max(0, len(keyed) - 1)))
    part = keyed[start : start + data.draw(st.integers(1, 60))]
    if not part or part != key(fold_for_search(part).text.strip(" \n")) or '"' in part or "＂" in part:
        return
    words, grams = terms_of(text)
    index.execute("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    index.execute("INSERT INTO search_index(rowid, terms) VALUES (1, ?)", (index_text(words, grams, "", 3),))
    match = parse_query(f'"{part}"').expression(Reach.TEXT)
    assert index.execute("SELECT rowid FROM search_index WHERE search_index MATCH ?", (match,)).fetchall() == [(1,)]


@given(_JAPANESE, _JAPANESE)
@settings(max_examples=200, deadline=None)
def test_marks_lie_in_the_text_apart_from_each_other(query: str, text: str) -> None:
    try:
        marks = parse_query(query).marks(text)
    except QueryError:
        return
    last = 0
    for start, end in marks:
        assert last <= start < end <= len(text)
        last = end + 1


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("こども", "子どもと子供とこども", ["子ども", "子供", "こども"]),
        ("高橋", "髙　橋会長", ["髙　橋"]),
        ("相談 件数", "相談の件数", ["相談", "件数"]),
        ('"子供"', "子どもと子供", ["子供"]),
        ("障害者", "障がい者", ["障がい者"]),
        ("3045", "3,045人", ["3,045"]),
        ("株", "㈱山川", ["㈱"]),
        ("サービス", "サ−ビス", ["サ−ビス"]),
        ("子ども相談件数", "件数が増えた相談", ["件数", "相談"]),
        ("相談", "電話のみ", []),
    ],
)
def test_marks(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in parse_query(query).marks(text)] == marked
