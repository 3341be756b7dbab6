"""Traps of classes and denominators (区分・単位当たり): 2人以下の便, 5万人以上の市, 45L袋, 1人当たり, one of them each."""

from __future__ import annotations

from minutes_pipeline.extract.metric_trap_order import TIME_UNITS, Trap, after_is, before_is

CLASSES_AND_RATES: tuple[Trap, ...] = (
    Trap(
        "rank_among",
        after=after_is("中、?\\s?(?:第)?[0-9]{1,4}\\s?(?:位|番目)"),
        accepts=("県内‹17市›中6位",),
        rejects=("‹17校›中6校",),
    ),
    Trap(
        "size_of_thing",
        after=after_is(
            "(?:入り?|の)?(?:ごみ袋|ゴミ袋|袋|缶|ペットボトル|ボトル|容器|タンク|ドラム缶|パック|箱|サイズ|車|給水車|級|乗り|ポリ|水槽|ディスプレイ|モニター)|\\s?[×x]\\s?[0-9]"
        ),
        units=frozenset(
            (
                "L",
                "l",
                "mL",
                "ml",
                "リットル",
                "ミリリットル",
                "kg",
                "g",
                "キロ",
                "グラム",
                "トン",
                "t",
                "インチ",
                "型",
                "cm",
                "mm",
            )
        ),
        accepts=("‹45L›袋を配った", "水 ‹2L›×480本", "‹500mL›ペットボトルを備える", "‹2トン›車で運ぶ"),
        rejects=("ごみは‹45トン›の増",),
    ),
    Trap(
        "population_class",
        after=after_is("(?:以上|未満|以下|超|規模|程度)の(?:市|町|村|自治体|団体|都市|区)"),
        units=frozenset(("人", "名", "世帯")),
        accepts=("人口‹5万人›以上の市では",),
        rejects=("人口‹5万人›以上の状態",),
    ),
    Trap(
        "lanes",
        after=after_is("化|の?(?:道路|区間|供用)"),
        units=frozenset(("車線",)),
        accepts=("国道の‹4車線›化を求める",),
        rejects=("全線が‹4車線›になった",),
    ),
    Trap(
        "paper_size",
        before=before_is("[AB][0-6](?:判|版|サイズ)?"),
        units=frozenset(("枚", "ページ", "頁")),
        accepts=("A3判‹1枚›にまとめた",),
        rejects=("毛布‹30枚›",),
    ),
    Trap(
        "class_by_habit",
        after=after_is(
            "(?:以上|以下|未満|程度)[^、。はが0-9]{1,16}(?:する|した|している|いる|できる|受けた|持つ|ある)[一-龠]{1,6}(?:は|が|の割合|も)"
        ),
        units=frozenset((*TIME_UNITS, "回", "冊", "度", "本", "km", "キロ")),
        accepts=("1日‹2時間›以上ゲームをする児童は48%",),
        rejects=("待ち時間は‹2時間›以上となった", "利用者を‹2時間›以上待たせた"),
    ),
    Trap(
        "by_hundreds",
        after=after_is("単位|台の(?!増|減)|刻み"),
        units=frozenset(("円", "人", "件", "戸")),
        accepts=("‹100万円›単位の支出",),
        rejects=("‹100万円›の支出",),
    ),
    Trap(
        "per_unit",
        after=after_is(
            "(?:[1一](?:日|月|年|か月|回|時間))?(?:当たり|当り|あたり|につき|に付き)|"
            "ごとに|ごとの|毎に|おきに|に[1一](?:人|回|度|つ)"
        ),
        accepts=("‹1人›当たりの費用", "‹1団体›当たり5万円", "‹100人›につき3人", "‹4年›に1度"),
        rejects=("‹3人›が参加",),
    ),
    Trap(
        "per_one_mean",
        after=after_is("平均(?!で)"),
        below=2,
        accepts=("‹1団体›平均5万円",),
        rejects=("‹30人› 平均",),
    ),
    Trap(
        "per_one",
        before=before_is("^|[^0-9.]"),
        after=after_is(r"(?:約|おおよそ|およそ)?\s?[0-9][0-9,.]{0,9}\s?[千万億]{0,2}[^0-9\s、。]"),
        below=2,
        units=frozenset(
            (
                "人",
                "名",
                "回",
                "件",
                "台",
                "日",
                "食",
                "本",
                "枚",
                "個",
                "箱",
                "部",
                "便",
                "戸",
                "世帯",
                "団体",
                "泊",
                "月",
                "時間",
                "か月",
                "袋",
                "席",
                "枠",
                "区画",
                "校",
                "園",
                "室",
                "坪",
                "㎡",
                "kg",
                "トン",
                "キロ",
                "リットル",
                "コース",
                "食",
            )
        ),
        accepts=("会費は‹1回›300円",),
        rejects=("‹2施設›28床",),
    ),
    Trap(
        "one_in",
        before=before_is(r"[0-9]\s?(?:人|世帯|件|校|回|団体|社)に"),
        below=2,
        accepts=("4人に‹1人›が",),
        rejects=("会場に‹1人›",),
    ),
    Trap(
        "household",
        after=after_is(r"(?:以上)?(?:いる|の|がいる)(?:家庭|世帯|家族)"),
        units=frozenset(("人", "名")),
        accepts=("子どもが‹3人›いる家庭",),
        rejects=("‹3人›いる職員",),
    ),
    Trap(
        "one_bears",
        after=after_is(r"(?:が|で|の)(?:平均して?|常時)?(?:受け持|担当|担任|抱え|見る|世話|対応)"),
        units=frozenset(("人", "名")),
        below=2,
        accepts=("職員‹1人›が受け持つ件数", "保育士‹1人›で見る子ども"),
        rejects=("職員‹3人›が受け持つ", "職員‹1人›が退職した"),
    ),
    Trap(
        "class_with_its_figure",
        after=after_is(
            r"(?:以上|以下|未満|超)の(?!方|人|状態|増|減|参加|申|応募|寄|利用者数|来|回答|意見|費|経費|予算|差|赤字|黒字|不足)[一-龠ァ-ヴー]{1,10}(?:は|が|も|では|の割合[はが])、?[^、。0-9]{0,14}(?:約|およそ)?[0-9]"
        ),
        accepts=("‹2人›以下の便は3割", "‹5頭›以上の農家は前年より12戸減った"),
        rejects=("‹3人›以上の参加者が2回続いた", "‹20人›以上の増員が求められる"),
    ),
    Trap(
        "each_person",
        after=after_is(r"(?:ひとり|一人|[1一]台(?:端末)?|[1一]票|[1一]役|[1一]本)"),
        units=frozenset(("人", "名")),
        accepts=("‹1人›1台端末",),
        rejects=(),
    ),
    Trap(
        "each_has",
        before=before_is("(?<![0-9])[1一](?:人|校|家庭)に?"),
        units=frozenset(("台", "本", "役", "票", "冊")),
        below=2,
        accepts=("1人‹1台›端末",),
        rejects=("11人‹1台›",),
    ),
    Trap(
        "class_by_share",
        after=after_is("(?:以上|未満|以下|超)の(?:施設|世帯|人|方|者|市|町|団体|地区|学校|事業所|路線|世帯員)"),
        units=frozenset(("%", "割", "点", "度")),
        accepts=("利用率‹50%›未満の施設",),
        rejects=("‹3割›以上が",),
    ),
    Trap(
        "school_year",
        units=frozenset(("年", "年間")),
        before=before_is(r"(?:小学校?|中学校?|高校|大学|小|中|高|学校)"),
        accepts=("小学‹3年›の",),
        rejects=("築‹40年›",),
    ),
    Trap(
        "class_of",
        units=frozenset(("か月", "カ月", "ヶ月", "か月児", "歳")),
        after=after_is("(?:児|健診|健康診査|の乳)"),
        accepts=("‹4か月›児健診",),
        rejects=("‹6か月›以上かかる",),
    ),
)
