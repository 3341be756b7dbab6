"""Wrapped lines are joined where the evidence says so, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minutes_pipeline.layout.wrapping import join, limit_of, soften
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.raw import RawLine

Lay = Callable[[str], Document]
WIDTH = 40
FILLER = (
    "　この協議会は、見本市の地域福祉計画の進み具合を確かめ、次の年度の取組について意見を交わすために置かれたもので、"
    "委員は市民、学識経験者、関係団体の代表などの十五人から成り、任期は二年とする。会議は年に二回開き、会議録は"
    "事務局が作って委員に確かめたうえで、見本市の窓口と市のホームページで公開するものとする。"
)


def _wrap(text: str, hang: str = "") -> str:
    lines = [text[:WIDTH]]
    rest = text[WIDTH:]
    step = WIDTH - len(hang)
    lines += [hang + rest[at : at + step] for at in range(0, len(rest), step)]
    return "\n".join(lines)


def _lines(lay: Lay, text: str) -> list[str]:
    return lay(f"{_wrap(FILLER)}\n\n{text}").text.split("\n")[1:]


BULLET = "・担い手の高齢化が進み、ごみ集積所の当番や見守りの活動を続けることが難しくなっている町内会が増えている。"
SENTENCES = "・窓口の利用者は昨年度より一割ほど増え、待ち時間の短縮が求められている。窓口を二つに増やすことを検討する。"
SET_IN = "　移動販売の利用者は延べ三千人を超え、坂の多い地区では買い物の回数が増えたという回答が全体の半数を占めた。"
ROSTER = "出席委員　甲野太郎（見本大学）、乙川花子（見本市商工会議所）、丙山一郎（社会福祉協議会）、丁田次郎（公募）"


@pytest.mark.parametrize(
    ("paragraph", "hang"),
    [
        (BULLET, ""),
        (BULLET, "　"),
        (SENTENCES, ""),
        (SENTENCES, "　"),
        (SET_IN, ""),
        (ROSTER, ""),
        (ROSTER, "　　　　　"),
    ],
    ids=["bullet", "hanging", "sentences", "sentences-hanging", "first-line-indent", "roster", "roster-hanging"],
)
def test_joined(lay_text: Lay, paragraph: str, hang: str) -> None:
    assert _lines(lay_text, _wrap(paragraph, hang)) == [paragraph.strip()]


FULL = BULLET[:WIDTH]


@pytest.mark.parametrize(
    "lines",
    [
        ("日時：令和六年五月十日", "場所：本庁舎三階"),
        ("・一つ目の意見", "・二つ目の意見"),
        (FULL, "・増えている。"),
        (FULL, "", "増えている。"),
        (FULL[:-1] + "。", "（委員）増えている。"),
        (FULL[:-1] + "。", "主な質疑"),
        ("企画部　甲野部長　　総務部　乙川部長　　市民部　丙山部長　　環境部　丁田部長　", "消防本部　己谷次長"),
        ("─" * WIDTH, "次に進みます。"),
        ("短い行", "また短い行"),
        (
            "協議案第48号　" + FULL[1:33],
            "協議案第49号　町名及び字名の取扱いについて",
        ),
        ("（３）" + ("公園と花壇と防犯灯の点検" * 3)[:33] + "について", "事務局が説明した。"),
    ],
    ids=["labels", "bullets", "bullet", "blank", "speaker", "heading", "roster", "rule", "short", "counted", "title"],
)
def test_kept_apart(lay_text: Lay, lines: tuple[str, ...]) -> None:
    assert _lines(lay_text, "\n".join(lines)) == [line.strip() for line in lines if line]


def test_a_roster_set_as_running_text_is_joined(lay_text: Lay) -> None:
    roster = "　　".join(f"総務部{'企画' * (n % 3)}課長　見本{k}太郎" for n, k in enumerate("一二三四五六七八九"))
    assert _lines(lay_text, _wrap(roster)) == [roster]


def test_rows_of_a_roster_that_are_the_widest_lines_are_kept(lay_text: Lay) -> None:
    rows = [f"出席議員　　{n}番　甲野{n}太郎　　{n}番　乙川{n}次郎　　{n}番　丙山{n}三郎" for n in "一二三四五"]
    text = "会議録\n" + "\n".join(rows) + "\n開会する。"
    assert lay_text(text).text == text


def test_lines_of_a_text_that_is_not_wrapped_are_kept(lay_text: Lay) -> None:
    text = "委員長\n本日は御多忙のところお集まりいただき、ありがとうございます。\n事務局\n資料の一を御覧ください。"
    assert lay_text(text).text == text


def test_few_wrapped_lines_are_joined_when_the_next_goes_on_inside_a_word(lay_text: Lay) -> None:
    text = "題名\n家庭での学習の習慣がついていると答えた児童は、昨年度より少なく、課題となってい\nます。\n以上"
    assert lay_text(text).text.split("\n")[1].endswith("課題となっています。")


def test_white_space_at_the_margin_stands_again(lay_text: Lay) -> None:
    names = "出席委員　甲野太郎（見本大学）、乙川花子（見本市商工会議所）、環境部次長兼課長　丙山一"
    text = f"{names[:WIDTH]}\n{names[WIDTH:]}"
    assert names[WIDTH - 1] == "　" and _lines(lay_text, text) == [names]


def test_latin_words_keep_a_space(lay_text: Lay) -> None:
    line = RawLine("Open", 0, 60, limit=60)
    after = RawLine("Source", 0, 12, limit=60)
    (logical,) = join([line, after])
    assert logical.glue == ["", " "]


def test_a_break_set_by_hand_inside_a_sentence() -> None:
    first = RawLine("本日は事業の報告と予算のほか、規約の改正を", 0, 42)
    second = RawLine("お諮りします。", 0, 14, hard=True)
    assert len(join([first, second])) == 1
    assert len(join([RawLine("委員長　甲野", 0, 12), second])) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ただいまから見本市協議会を開会いたし", "ます。よろしくお願いします。"),
        ("委員から見守りの回数を増やしてほしい", "という意見があった。"),
        ("窓口の待ち時間が長くなっていること", "が、課題として挙げられた。"),
    ],
)
def test_a_line_cut_at_no_margin(lay_text: Lay, first: str, second: str) -> None:
    assert lay_text(f"会議録\n{first}\n{second}").text == f"会議録\n{first}{second}"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("○議長（", "甲野太郎君）　次に進みます。"), "○議長（甲野太郎君）　次に進みます。"),
        (("委員　乙川花子（見本", "大学教授）"), "委員　乙川花子（見本大学教授）"),
    ],
)
def test_a_line_that_stops_inside_a_bracket(lay_text: Lay, lines: tuple[str, str], joined: str) -> None:
    assert lay_text("\n".join(lines)).text == joined


@pytest.mark.parametrize(
    "lines", [("（以下敬称略", "（甲野）"), ("次のとおり（五名", "・甲野、乙川）"), ("（一）報告", "甲野）")]
)
def test_brackets_that_do_not_go_on(lay_text: Lay, lines: tuple[str, ...]) -> None:
    assert lay_text("\n".join(lines)).text == "\n".join(lines)


@pytest.mark.parametrize(
    "second", ["まちづくり推進課", "はじめに", "ごみの減量について", "とき：五月十日", "がん検診の受診率"]
)
def test_words_in_hiragana_begin_a_line(lay_text: Lay, second: str) -> None:
    text = f"令和六年度の取組について説明した\n{second}"
    assert lay_text(text).text == text


def test_paragraphs_that_are_wrapped_lines_are_joined() -> None:
    lines = _wrap("　" + "見本市の計画について説明があり窓口の利用者が昨年より増えたことが報告され、" * 30).split("\n")
    paragraphs = [RawLine(t.strip(), 2 if t[0] == "　" else 0, 2 * len(t), hard=True) for t in lines]
    assert len(join(soften(paragraphs))) == 1
    assert soften(paragraphs[:6]) == paragraphs[:6]
    sentences = [RawLine("あ" * (20 + n) + "。", 0, 42 + 2 * n, hard=True) for n in range(25)]
    assert soften(sentences) == sentences


def test_limit_needs_lines_that_end_together() -> None:
    ragged = [RawLine("あ" * n, 0, 2 * n) for n in (5, 11, 17, 23, 29, 35, 41)]
    assert limit_of(ragged) is None
    assert limit_of([*ragged[:4], *(RawLine("い" * 40, 0, 80) for _ in range(5))]) == 80


def test_a_hanging_punctuation_mark_does_not_move_the_margin() -> None:
    lines = [RawLine("い" * 40, 0, 80)] * 8 + [RawLine("い" * 41, 0, 82)]
    assert limit_of(lines) in (80, 82)
    after = RawLine("続き", 0, 4, limit=limit_of(lines))
    assert len(join([RawLine("い" * 40, 0, 80, limit=limit_of(lines)), after])) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("　規約集の付則「役員の選出に関するみどり町連合自治会", "規約附則」に準じて行う。"),
        ("　規約集の第七条に準じて、役員の選考を七月までに行う", "ことを承認した。"),
    ],
    ids=["quotation", "formal-noun"],
)
def test_a_line_cut_without_margin_goes_on(lay_text: Lay, left: str, right: str) -> None:
    assert lay_text(f"５．議事\n{left}\n{right}\n以上").text.split("\n")[1] == left.strip() + right


def test_a_quotation_that_is_closed_ends_its_line(lay_text: Lay) -> None:
    lines = ["・「窓口が遠い」という声が町内会から寄せられていた。", "・「高い」との声"]
    assert lay_text("\n".join(lines)).text.split("\n") == lines


ROWS_OF_A_ROSTER = [
    # Each as long as the one above it: lines that end together show a margin, but none goes on.
    ["事務局：総務部　森田部長", *(f"　　　　福祉部高齢福祉課　{name}部長" for name in ("小野寺", "東海林", "佐々木", "五十嵐"))],
    [f"{name}　／　○　／　見本市{body}" for name, body in (("森田　太郎", "商工会議所"), ("林　さゆり", "老人連合会"), ("山本　太郎", "福祉協議会"))],
    ["令和６年度 第１回 見本市中央図書館協議会 会議録", "", "日時　令和６年９月12日（木）　午後２時～３時", "場所　見本市立中央図書館",
     "出席者　志水会長、若松委員", "", "１　開館時間について", "・平日の開館時間を１時間延ばす案を原案のとおり承認した。",
     "・来館者は令和５年度で延べ48,200人であった。"],
]  # fmt: skip


@pytest.mark.parametrize("rows", ROWS_OF_A_ROSTER, ids=["posts", "strokes", "labels"])
def test_rows_of_one_length_are_kept(lay_text: Lay, rows: list[str]) -> None:
    assert lay_text("\n".join(rows)).text.split("\n") == [row.strip() for row in rows if row]
