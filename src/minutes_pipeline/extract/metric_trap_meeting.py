"""Traps of the meeting and of the page (会議自身の数・ウェブの数): who came to it, how long it sat, what a web page prints."""

from __future__ import annotations

from minutes_pipeline.extract.metric_trap_order import TIME_UNITS, Trap, after_is, before_is

_HEADS = frozenset(("人", "名"))

MEETING_AND_PAGE: tuple[Trap, ...] = (
    Trap(
        "press",
        before=before_is(
            r"(?:取材者|記者|報道(?:関係者|機関)?|一般傍聴|取材)(?:の(?:方|申込み?|申出))?[はがもの:、\s(]{0,3}"
        ),
        units=frozenset(("人", "名", "社")),
        accepts=("傍聴人は1名、取材者は‹2名›であることを報告", "報道機関‹3社›"),
        rejects=("取材を受けた職員は‹2名›", "相談者は‹2名›"),
    ),
    Trap(
        "came_to_it",
        after=after_is(r"の(?:傍聴(?:者|人)|取材者|報道(?:関係者|機関))"),
        units=_HEADS,
        accepts=("本日の会議には、‹3人›の傍聴者が来られて",),
        rejects=("年間‹3人›の傍聴にとどまり",),
    ),
    Trap(
        "seats",
        before=before_is(r"(?:会場|ウェブ|WEB|Web|オンライン|Zoom|ZOOM)(?:に|では|で|には|参加)?、?"),
        after=after_is(r"(?:の(?:委員|出席者?|構成員|方)|(?:御|ご)?(?:参加|出席|接続))"),
        units=_HEADS,
        accepts=("現在、会場に‹2人›の委員にお越しいただき", "WEBでは、‹1人›の委員からの接続を"),
        rejects=("会場に‹200人›が集まった",),
    ),
    Trap(
        "present_in_bracket",
        after=after_is(r"[(]\s?(?:うち)?\s?(?:欠席|出席|委任状|代理|オンライン)"),
        units=frozenset(("人", "名", "法人", "団体", "社", "世帯", "会員")),
        accepts=("市民公募委員‹37名›(欠席5名)", "‹132法人›(うち委任状57法人)の参加を得て"),
        rejects=("登録は‹96法人›(うち新規5法人)",),
    ),
    Trap(
        "proxies",
        before=before_is(r"委任状(?:出席|提出)?[はがの:、\s]{0,2}"),
        units=frozenset(("法人", "世帯", "会員", "枚", "件", "戸", "組")),
        accepts=("うち委任状‹57法人›", "委任状‹49世帯›"),
        rejects=("委任状の様式を‹2件›直した",),
    ),
    Trap(
        "signers",
        before=before_is(r"署名(?:人|者|委員)(?:の|として|に|は)?"),
        units=_HEADS,
        accepts=("議事録署名人の‹2人›に事務局案を諮った",),
        rejects=("署名を集めた住民は‹312人›",),
    ),
    Trap(
        "meetings_so_far",
        before=before_is(r"(?:これまで|今まで|ここまで|過去|全)(?:の|に)?(?:全|計)?"),
        after=after_is(r"(?:にわたる|にわたり|の)(?:御|ご)?(?:議論|審議|会議|協議|委員会|審議会|部会|検討会?)"),
        units=frozenset(("回", "回分")),
        accepts=("これまでの‹6回›の議論の中で", "全‹5回›の審議を経て"),
        rejects=("説明会はこれまで‹6回›開いた",),
    ),
    Trap(
        "sitting",
        after=after_is(
            r"(?:程度|余り|あまり|ほど|くらい|ぐらい)?(?:の(?:会議|審議|協議|会合|議論|話し合い)(?:で|と|を|が)|を?(?:目途|めど|目処)(?:に|と))"
        ),
        units=TIME_UNITS - {"年", "年間", "か月", "か月間", "日"},
        accepts=("本日も‹2時間›程度を目途に審議会を", "約‹1時間›余りの会議でしたが"),
        rejects=("待ち時間は‹2時間›程度",),
    ),
    Trap(
        "business_year",
        before=before_is(r"(?:令和|平成|昭和|[RHS])"),
        after=after_is(r"年度"),
        units=frozenset(("事業", "会計", "会計年度", "事業年度")),
        accepts=("平成‹17事業›年度に係る業務",),
        rejects=("採択は‹17事業›である",),
    ),
    Trap(
        "league_of",
        after=after_is(r"連(?![続携絡鎖動合]|休|覇|敗|勝|日)"),
        units=frozenset(("社", "区", "市", "町", "県", "団体")),
        accepts=("‹9社›連からの助成金",),
        rejects=("‹3社›連続で", "‹3社›が連携した"),
    ),
    Trap(
        "clause",
        before=before_is(r"第\s?[0-9]{1,3}\s?(?:条|項)(?:の[0-9]{1,2})?(?:第\s?[0-9]{1,2}\s?項)?の?"),
        accepts=("規約第6条‹2行目›削除",),
        rejects=("条例に基づく申請は‹2件›",),
    ),
    Trap(
        "per_head",
        before=before_is(r"円\s?/\s?"),
        units=frozenset(("人", "名", "世帯", "戸", "回", "日", "時間", "台", "冊", "本", "枚", "個", "食")),
        below=2,
        accepts=("会費5,000円/‹1名›",),
        rejects=("会費5,000円、‹1名›追加",),
    ),
    Trap(
        "lone_bidder",
        after=after_is(r"(?:応札|入札|のみの(?:応札|入札|参加))"),
        units=frozenset(("者", "社")),
        below=2,
        accepts=("‹1者›応札が続いている",),
        rejects=("応札は‹3者›",),
    ),
    Trap(
        "web_year",
        before=before_is(r"(?:[Yy]ear|[Pp]age|ID|[Vv]ersion|[Vv]iews?|[Dd]ownloads?|PDF|[Zz]ip|ZIP|[Ss]ize)\s?:?"),
        accepts=("Academic year: ‹2021›", "(PDF: ‹337KB›)", "ページID ‹069642›", "Downloads ‹0›"),
        rejects=("利用者は‹2021人›",),
    ),
    Trap(
        "file_size",
        after=after_is(r"(?:[KMGkmg]i?[Bb](?:ytes?)?|キロバイト|メガバイト)(?![A-Za-z])"),
        accepts=("(PDFファイル:‹337KB›)",),
        rejects=("容量は‹12台›分",),
    ),
)
