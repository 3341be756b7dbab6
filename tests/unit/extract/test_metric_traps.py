"""Every trap catches its accepts and lets its rejects pass; whole sentences of numbers that are none."""

import pytest

from minutes_pipeline.extract.metric_prose import Context, figures_of
from minutes_pipeline.extract.metric_trap_order import Trap
from minutes_pipeline.extract.metric_traps import TRAPS, counts_presence, hypothetical, trap_of
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.periods import Clock
from minutes_pipeline.values.units import Quantity, find_quantities


def _marked(example: str) -> tuple[str, Quantity]:
    """The text without ‹ › and the quantity that stands between them."""
    start = example.index("‹")
    text = flat(example.replace("‹", "").replace("›", ""))
    return text, next(q for q in find_quantities(text) if q.start >= start)


@pytest.mark.parametrize(
    ("trap", "example"), [(t, e) for t in TRAPS for e in t.accepts], ids=lambda x: getattr(x, "id", x)
)
def test_accepts(trap: Trap, example: str) -> None:
    text, quantity = _marked(example)
    assert quantity.hidden or trap.catches(text, quantity)


@pytest.mark.parametrize(
    ("trap", "example"), [(t, e) for t in TRAPS for e in t.rejects], ids=lambda x: getattr(x, "id", x)
)
def test_rejects(trap: Trap, example: str) -> None:
    text, quantity = _marked(example)
    assert not trap.catches(text, quantity)


def test_every_trap_shows_what_it_takes() -> None:
    assert [t.id for t in TRAPS if not t.accepts and t.id != "age"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "令和６年５月17日（金）午後２時から３時30分まで開催した。",
        "第３条第２項の規定により、第21号議案を議題とする。",
        "201会議室で行う。",
        "資料３の12ページを御覧ください。",
        "委員15名中13名の出席により、会議は成立した。",
        "傍聴者は３名である。",
        "賛成12名、反対３名であった。",
        "65歳以上の方を対象とする。",
        "３歳児健診を実施する。",
        "会員の３分の１が高齢者である。",
        "月１回、窓口を開いている。",
        "年２回の開催とする。",
        "週３日の開設としている。",
        "一人ひとりに合った支援が必要である。",
        "論点は３つある。",
        "二点お尋ねします。",
        "電話番号は0467-00-1234である。",
        "「〇％」と書かれている。",
        "24時間対応の窓口を設ける。",
        "35人学級を進める。",
        "任期は２年とする。",
        "会期は18日間と決定した。",
        "10年前に建てられた。",
        "４年ぶりの開催となった。",
        "数十人が集まった。",
        "小学校６年生を対象に行う。",
        "休憩10分。",
        "三者協議を続ける。",
        "２学期から始める。",
        "５段階で評価する。",
        "昭和57年に整備された施設である。",
        "仮に100人が来れば、対応できないと思う。",
        "近隣１市２町の動向を見る。",
        "一般会計の説明があった。",
        "１人１台端末の活用を進める。",
        "会長に山本氏を、副会長ほか計５人を選任した。",
        "質問時間は答弁を含めて60分以内といたします。",
        "再質問は３回までとします。",
        "議案第45号から議案第52号までの８件を一括議題といたします。",
        "国の示す４つの視点に沿って、３本の柱で整理しました。",
        "１人でも多くの方に参加していただきたい。",
        "午前９時から午後５時までの８時間です。",
        "会長１名、副会長２名を互選した。",
        "委員から３点質問があった。",
        "議事録の確認は２週間以内に行う。",
        "ただいまの出席議員は18名であります。定足数に達しております。",
        "平成23年３月11日の震災から13年が経過しました。",
        "昭和40年代に建設された施設が多い。",
        "震度５強の地震があった。",
        "市制施行50周年を迎える。",
        "国道１号の渋滞対策を要望した。",
        "中学校１校当たりの生徒数が減っている。",
        "５年に１度の見直しを行う。",
        "評議員定数51名、現在員数50名、本日の出席者32名、書面による出席12名、出席者合計44名でございます。",
        "総委員数は18名でございます。今日は10名の先生方に御出席いただいています。",
        "会場は９名、オンラインは８名、計17名に御出席いただいております。",
        "本日は２名の方が傍聴においでいただいております。",
        "今年度も６回の開催を予定している。",
        "（計５名。折笠・海老沢の各委員は所用のため欠席。）",
        "人口５万人以上の市では設置が義務付けられる。",
        "国道の４車線化を求める。",
        "Ａ３判１枚にまとめた。",
        "午前中の２時間程度を予定している。",
        "質疑は１人３問までとする。",
        "ゼロカーボンの達成を目指す。",
        "ここ３年で状況が変わった。",
        "５年間で積み残した課題をまとめる。",
        "４年以上前の資料である。",
        "１階の会議室と２階の研修室を使う。",
        "百歳体操の参加者が増えている。",
    ],
)
def test_no_figure(sentence: str) -> None:
    assert figures_of(flat(sentence), Context(Clock())) == ()


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        ("空調は設置から27年近くが経ち、部品の供給も終わった。", "空調の設置からの年数", 27),
        ("最後の改定から19年が過ぎている。", "最後の改定からの年数", 19),
        ("台帳の更新が４年間止まったままである。", "台帳の更新", 4),
        ("いずれも15年以上利用されず荒れている。", "利用されない年数", 15),
        ("職員の平均の勤続年数は8.4年である。", "職員の平均の勤続年数", 8.4),
        ("計画の期間は令和６年度から５年間とする。", "計画の期間", 5),
    ],
)
def test_years_that_a_state_lasts_are_a_figure(sentence: str, name: str, value: float) -> None:
    assert [(f.name, f.value) for f in figures_of(flat(sentence), Context(Clock()))] == [(name, value)]


def test_a_supposition_needs_a_conjecture() -> None:
    text = "窓口を開けば、30人は集まると思う。"
    assert hypothetical(text, find_quantities(text)[0])
    text = "単純に割りますと、30人を超えます。"
    assert not hypothetical(text, find_quantities(text)[0])


@pytest.mark.parametrize("text", ["巡回の回数が月8回から", "先月開催した推進委員会には委員12名が出席"])
def test_spared(text: str) -> None:
    quantity = next(q for q in find_quantities(text) if q.value in (8, 12))
    assert trap_of(text, quantity) is None


@pytest.mark.parametrize(
    ("label", "text", "yes"),
    [
        ("傍聴者数", "2名", True),
        ("出席委員：", "計12人", True),
        ("利用者数", "2名", False),
        ("傍聴者数", "図書館の利用者は2名", False),
    ],
)
def test_head_count_under_its_label(label: str, text: str, yes: bool) -> None:
    assert counts_presence(flat(label), text) is yes
