"""Metrics of a whole document: places, periods from headings and lines, order, grounding. An invented liaison meeting."""

from pathlib import Path

import pytest

from minutes_pipeline.extract.metrics import extract_metrics
from minutes_pipeline.model.records import Metric
from minutes_pipeline.model.section import Outline
from minutes_pipeline.pipeline import read_document, segment

TEXT = """浜野市地域福祉庁内連絡会　議事録

日時：令和６年11月14日（木）　14：00～15：00
場所：浜野市役所　２階　201会議室
出席者：福祉部　山本次長、環境部　川口次長
事務局：福祉課　森主査

＜１.令和５年度のごみ処理の状況について＞
・ごみの総排出量は１万4,087トンで、前年度比▲2.3％。
・防災アプリの５言語版を１月に公開する。

＜２.見守り活動について＞
・利用状況：４月３日～９月28日まで　120日間
　利用者：2,400人　一日平均　20.0人
・相談受付件数：令和４年度：205件　令和５年度：231件
・見守り協力員は15人いる。
・配食の利用者は12人にとどまっている。

＜３.その他＞
・委員15名中13名の出席により会議は成立した。
"""


@pytest.fixture
def outline(tmp_path: Path) -> Outline:
    path = tmp_path / "hamano_20241114.txt"
    path.write_text(TEXT, encoding="utf-8")
    return segment(read_document(path))


@pytest.fixture
def metrics(outline: Outline) -> tuple[Metric, ...]:
    return extract_metrics(outline)


def test_values_in_document_order(metrics: tuple[Metric, ...]) -> None:
    assert [(m.name, m.value, m.unit) for m in metrics] == [
        ("ごみの総排出量", 14087, "トン"),
        ("ごみの総排出量の前年度比", -2.3, "%"),
        ("防災アプリの言語", 5, "言語"),
        ("利用状況", 120, "日間"),
        ("利用者", 2400, "人"),
        ("一日平均利用者", 20, "人"),
        ("相談受付件数", 205, "件"),
        ("相談受付件数", 231, "件"),
        ("見守り協力員", 15, "人"),
        ("配食の利用者", 12, "人"),
    ]


def test_periods(metrics: tuple[Metric, ...]) -> None:
    periods = [m.period and (m.period.start, m.period.end) for m in metrics]
    year = ("2023-04-01", "2024-03-31")
    days = ("2024-04-03", "2024-09-28")
    assert periods[:2] == [year, year]
    assert periods[3:6] == [days, days, days]
    assert periods[6:] == [("2022-04-01", "2023-03-31"), year, None, None]


def test_place_and_ground(outline: Outline, metrics: tuple[Metric, ...]) -> None:
    text = outline.document.text
    assert all(text[m.span.start : m.span.end] == m.quote for m in metrics)
    assert metrics[0].agenda_item == "令和５年度のごみ処理の状況について"
    assert {m.agenda_item for m in metrics[3:]} == {"見守り活動について"}
    assert all(m.rule_id.startswith("metric.") and 0 < m.confidence <= 1 for m in metrics)
    assert len({m.id for m in metrics}) == len(metrics)


def test_twice_is_once(outline: Outline, metrics: tuple[Metric, ...]) -> None:
    assert extract_metrics(outline) == metrics


HEAD = "浜野市地域福祉庁内連絡会　議事録\n\n日時：令和６年11月14日（木）　14：00～15：00\n場所：浜野市役所\n\n"
LAST_YEAR, THIS_YEAR = ("2023-04-01", "2024-03-31"), ("2024-04-01", "2025-03-31")


@pytest.mark.parametrize(
    ("body", "periods"),
    [
        # a day of counting reaches on to parts of what was counted, not to a cost or a capacity
        ("10月末現在の入居は12世帯である。修繕の費用は840万円である。", [("2024-10-31", "2024-10-31"), None]),
        ("10月末現在で待機は23人である。このうち３人は市外の方である。", [("2024-10-31", "2024-10-31")] * 2),
        # an aim is of no year that it does not print
        ("令和５年度の受診率は38.7％である。目標値は60％である。", [LAST_YEAR, None]),
        ("令和５年度の受診率は38.7％で、目標値は60％である。", [LAST_YEAR, None]),
        # a plan's time reaches on where its subject is taken up
        ("来年度に養成講座を開催する予定である。講座の定員は20人である。", [("2025-04-01", "2026-03-31")]),
        ("他市の例を年度内に調査する。抽出した２件の手続は適正である。", [None]),
        ("来年度に居室を２室設ける計画である。居室の運営費は年間約960万円を見込む。", [("2025-04-01", "2026-03-31"), None]),
        # a year in brackets is that of its figure alone
        ("令和５年度の相談は480件（前年度432件）である。うち新規は316件である。",
         [LAST_YEAR, ("2022-04-01", "2023-03-31"), LAST_YEAR]),
        ("今年度までに193橋の点検を終えた。早期に措置が必要な橋は17橋である。", [THIS_YEAR, None]),
        ("令和５年度の受診率は38.7％で、国の目標である60％には遠く及ばない。", [LAST_YEAR, None]),
        # what was announced reaches the list under it
        ("令和５年度の実績を次のとおり報告した。\n・貸出しは3,812点であった。\n・返却の遅れは218件であった。", [LAST_YEAR, LAST_YEAR]),
        ("令和５年度の実績を報告した。\n・貸出しは3,812点であった。", [None]),
        # years set side by side reach no further, but for a part of the last
        ("負担金は、令和４年度で6,840万円、令和５年度で6,310万円であった。１人当たりの経費は420円である。",
         [("2022-04-01", "2023-03-31"), LAST_YEAR, None]),
        ("農地は、令和４年度が31ヘクタール、令和５年度が33ヘクタールである。このうち再生できるものは２割近くである。",
         [("2022-04-01", "2023-03-31"), LAST_YEAR, LAST_YEAR]),
        # a closed year holds for no plan, an aim years ahead for nothing behind it, a year for no capacity
        ("令和５年度の利用者は2,340人でした。新しい施設は、跡地に建てる計画です。延床面積は1,850平方メートルです。", [LAST_YEAR, None]),
        ("令和12年度に保育所を５か所とする。改修の費用は３億円である。", [("2030-04-01", "2031-03-31"), None]),
        ("令和５年度の撤去は186台であった。置くことのできる自転車は最大で420台である。", [LAST_YEAR, None]),
        ("令和５年度の児童は438人です。１学年に２学級以上が標準です。", [LAST_YEAR, None]),
        ("10月２日をもちまして新規の発行は終わりました。登録は被保険者の63.5％でございます。", [None]),
        # another one's words are of no time told before
        ("事務局が、今月の申請は４件と説明した。\n２番委員から、相談が７件あるとの発言があった。", [("2024-11-01", "2024-11-30"), None]),
        # 前年度 is the year before the one told of
        ("昨年度の相談は512件で、前年度の480件を上回った。", [LAST_YEAR, ("2022-04-01", "2023-03-31")]),
    ],
)  # fmt: skip
def test_what_a_period_reaches(tmp_path: Path, body: str, periods: list[tuple[str, str] | None]) -> None:
    path = tmp_path / "hamano.txt"
    path.write_text(f"{HEAD}＜１.見守り活動について＞\n{body}\n", encoding="utf-8")
    found = extract_metrics(segment(read_document(path)))
    assert [m.period and (m.period.start, m.period.end) for m in found] == periods


@pytest.mark.parametrize(
    ("headings", "period"),
    [
        ("＜１.令和５年度の事業報告について＞\n◆見守り活動", LAST_YEAR),
        ("＜１.令和６年度の事業計画について＞\n◆見守り活動", None),
        ("＜１.事業報告について＞\n◆令和５年度の見守り活動", LAST_YEAR),
    ],
)
def test_heading_above_the_item(tmp_path: Path, headings: str, period: tuple[str, str] | None) -> None:
    path = tmp_path / "hamano.txt"
    path.write_text(f"{HEAD}{headings}\n・訪問は318回であった。\n\n＜２.その他＞\n・特になし。\n", encoding="utf-8")
    (metric,) = extract_metrics(segment(read_document(path)))
    assert (metric.period and (metric.period.start, metric.period.end)) == period


def test_list_of_years_is_named_by_its_caption(tmp_path: Path) -> None:
    path = tmp_path / "hamano.txt"
    body = "おはなし会を開いた。\n委託料の決算\n令和４年度　12,300千円\n令和５年度　11,800千円\n"
    path.write_text(f"{HEAD}＜１.図書館について＞\n{body}", encoding="utf-8")
    found = extract_metrics(segment(read_document(path)))
    assert [(m.name, m.value, m.period and m.period.start) for m in found] == [
        ("委託料の決算", 12300000, "2022-04-01"),
        ("委託料の決算", 11800000, "2023-04-01"),
    ]


@pytest.mark.parametrize(
    ("title", "answer", "period"),
    [
        ("令和６年度一般会計補正予算（第２号）", "電気柵の補助が45件分でございます。", THIS_YEAR),
        ("令和６年度一般会計補正予算（第２号）", "電気柵は１件当たり８万円でございます。", None),
        ("令和５年度一般会計決算", "退会が６世帯あります。", LAST_YEAR),
        ("令和６年度一般会計予算", "電気柵の補助が45件分でございます。", None),
        ("令和７年度一般会計予算", "補修の経費として2,340万円を計上しております。", ("2025-04-01", "2026-03-31")),
        ("令和７年度の役員の選出", "立候補は３名でございます。", None),
    ],
)
def test_answers_about_accounts(tmp_path: Path, title: str, answer: str, period: tuple[str, str] | None) -> None:
    path = tmp_path / "hamano.txt"
    body = f"○議長　説明を求めます。\n○総務課長　説明申し上げます。\n○１番（浅野君）　内訳を伺います。\n○企画課長　{answer}\n"
    path.write_text(f"{HEAD}＜１.{title}＞\n{body}", encoding="utf-8")
    (metric,) = extract_metrics(segment(read_document(path)))
    assert (metric.period and (metric.period.start, metric.period.end)) == period


@pytest.mark.parametrize(
    ("second", "period"),
    [
        ("・補助は、同年度で124件であった。", LAST_YEAR),
        ("・補助は、当該年度に124件であった。", LAST_YEAR),
        ("・補助は、今年度で124件であった。", THIS_YEAR),
        ("２．その他\n・補助は、同年度で124件であった。", THIS_YEAR),
    ],
)
def test_that_year_is_the_one_told_last_under_the_item(
    tmp_path: Path, second: str, period: tuple[str, str] | None
) -> None:
    path = tmp_path / "hamano.txt"
    body = f"１．ごみの減量について\n・排出量は、令和５年度で812グラムであった。\n・分別は根付いている。\n{second}\n"
    path.write_text(f"{HEAD}{body}", encoding="utf-8")
    found = {m.value: m.period for m in extract_metrics(segment(read_document(path)))}
    assert (found[124] and (found[124].start, found[124].end)) == period


def test_a_line_of_a_list_tells_a_part_of_the_line_before(tmp_path: Path) -> None:
    """・相談件数 1,240件 / ・うち新規 312件."""
    path = tmp_path / "hamano.txt"
    body = "・相談件数　1,240件（前年度1,182件、＋58件）\n・うち新規　312件\n・訪問　86回"
    path.write_text(f"{HEAD}＜１.見守り活動について＞\n{body}\n", encoding="utf-8")
    found = extract_metrics(segment(read_document(path)))
    assert [(m.name, m.value, m.period and m.period.start) for m in found] == [
        ("相談件数", 1240, None),
        ("相談件数", 1182, "2023-04-01"),
        ("相談件数", 58, None),
        ("新規の相談件数", 312, None),
        ("訪問", 86, None),
    ]
