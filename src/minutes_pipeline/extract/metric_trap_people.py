"""Traps of people and names (人・名称): who is present, who was elected, ages, numbers inside names, words with a number."""

from __future__ import annotations

from minutes_pipeline.extract.metric_trap_order import Trap, after_is, before_is

PEOPLE_AND_NAMES: tuple[Trap, ...] = (
    Trap(
        "speaking_time",
        before=before_is(r"(?:再?質問|質疑|発言|答弁)(?:時間|回数)?(?:は|につきましては|については)[^。]{0,16}"),
        units=frozenset(("分", "回", "時間", "分間", "問")),
        accepts=("質疑は1人‹3問›まで", "質問時間は答弁を含めて‹60分›以内", "再質問は‹3回›まで"),
        rejects=("相談の時間は‹60分›",),
    ),
    Trap(
        "bills",
        after=after_is(
            "(?:を|は)?、?(?:一括|併せて|あわせて)?(?:して)?(?:議題|上程|付託|採決)|を一括|の(?:議案|報告案件|専決処分)"
        ),
        units=frozenset(("件", "議案", "案件")),
        accepts=("議案第52号までの‹8件›を一括議題とする",),
        rejects=("申請は‹8件›を受けた",),
    ),
    Trap(
        "bills_before_this_meeting",
        before=before_is(
            "(?:提出|付議|審議|報告|付託)(?:する|した|された)?(?:議案|案件|事件)(?:数)?(?:は|が|等は|、)?(?:全部で|合計で?|計|以上)?|議案(?:は|が)(?:全部で|合計で?|計)?"
        ),
        units=frozenset(("件", "議案", "案件")),
        accepts=("提出案件は‹12件›", "付議された議案は合計‹9件›"),
        rejects=("相談は‹12件›", "議案の説明に‹3件›"),
    ),
    Trap(
        "word_with_number",
        units=frozenset(("運動", "作戦", "ルール", "連休", "原則", "か条", "カ条", "本柱", "プラン", "宣言", "の法則")),
        accepts=("歯を保つ‹8020運動›", "‹3連休›の利用"),
        rejects=("‹30事業›の見直し",),
    ),
    Trap(
        "time_set_aside",
        after=after_is("(?:程度|ほど|くらい|ぐらい)?(?:を)?(?:予定|見込)(?!.{0,6}(?:短|増|減))"),
        before=before_is("(?:午前中|午後|会議|本日|時間)(?:の|は|、)?(?:約|およそ)?"),
        units=frozenset(("時間", "分", "分間")),
        accepts=("午前中の‹2時間›程度を予定している",),
        rejects=("作業には‹2時間›程度を見込む",),
    ),
    Trap(
        "figure_of_speech",
        after=after_is("の(?:柱|指|矢|視点|観点|論点|原則)"),
        accepts=("‹3本›の柱", "‹5本›の指に入る"),
        rejects=("‹3本›の樹木",),
    ),
    Trap(
        "even_one",
        after=after_is("でも"),
        units=frozenset(("人", "名", "件", "回", "日", "度")),
        below=2,
        accepts=("‹1人›でも多くの方に",),
        rejects=("‹8人›でも",),
    ),
    Trap(
        "officers",
        before=before_is("(?:副?会長|副?委員長|副?議長|監事|理事|会計|書記|幹事|役員|署名人|署名委員)(?:に|を|は)?"),
        after=after_is("[^。]{0,30}(?:互選|選任|選出|指名|推薦|選んだ|選ぶ)"),
        units=frozenset(("人", "名")),
        accepts=("会長‹1名›、副会長2名を互選した",),
        rejects=("委員‹3名›が参加した",),
    ),
    Trap(
        "points_raised",
        after=after_is("(?:の)?(?:質問|質疑|御?意見を|お?伺|お?尋|申し上げ|お願い|御?指摘|確認|教えて)"),
        units=frozenset(("点",)),
        below=10,
        accepts=("委員から‹3点›質問があった",),
        rejects=("図書‹3点›を購入",),
    ),
    Trap(
        "page",
        after=after_is(r"(?!増|減|から|程度|以内|分|構成|に及)"),
        units=frozenset(("ページ", "頁")),
        accepts=("資料の‹43ページ›の図",),
        rejects=("‹20ページ›減らした",),
    ),
    Trap(
        "specification",
        before=before_is(r"口径|直径|半径|震度|マグニチュード|定格|気温|室温"),
        accepts=("口径‹13ミリ›の家庭",),
        rejects=("延長は‹13キロ›",),
    ),
    Trap(
        "fraction",
        after=after_is(r"の\s?[0-9一二三四五六七八九]{1,2}(?![0-9,.人件円])"),
        units=frozenset(("分",)),
        accepts=("‹3分›の1", "会員の‹2分›の1以上"),
        rejects=("待ち時間は‹20分›",),
    ),
    Trap(
        "unit_note",
        before=before_is(r"単位\s?[:は]?"),
        accepts=("単位:‹千円›",),
        rejects=("単価:‹20円›",),
    ),
    Trap(
        "full_marks",
        after=after_is("満点"),
        units=frozenset(("点",)),
        accepts=("‹500点›満点",),
        rejects=("得点は‹418点›",),
    ),
    Trap(
        "members_asking",
        after=after_is(r"の(?:議員|委員|方々?委員)(?:から|より|が)"),
        units=frozenset(("人", "名")),
        accepts=("質問を‹3名›の議員から",),
        rejects=("‹3名›の職員が",),
    ),
    Trap(
        "group_name",
        after=after_is(r"(?:の|長|:|\)|、|。|$)"),
        units=frozenset(("班", "組")),
        accepts=("‹5班›の代表",),
        rejects=("‹5班›に分かれ",),
    ),
    Trap(
        "age",
        units=frozenset(("歳", "才")),
        accepts=(),
        rejects=(),
    ),
    Trap(
        "this_meeting",
        before=before_is(
            r"(?:傍聴(?:者|人|席)?|事務局(?:職員)?|説明員|理事者|執行部|(?<!長期)(?<!病気)(?<!継続)(?:出席|欠席)(?:者|議員|委員|役員|理事|会員|構成員|代議員|職員)?(?:数|総数)?|"
            r"委任状|書面表決|議決権行使|定足数|代理出席|オンライン(?:参加|出席))(?!の多|が多|の続|が続|がち|傾向|日数|の?(?:児童|生徒|園児))[はがもの:、\s(（]{0,3}(?:希望|"
            r"申出|申込|定員)?[^0-9。、]{0,6}"
        ),
        units=frozenset(("人", "名", "通", "票", "社", "団体")),
        accepts=("傍聴者は‹3名›", "出席‹58人›"),
        rejects=("参加者は‹143人›", "欠席が続く児童は‹11人›"),
    ),
    Trap(
        "this_meeting_after",
        after=after_is(r"(?:の委員)?(?:の|が|から|より)?(?:御|ご)?(?:出席|欠席|傍聴|委任)"),
        units=frozenset(("人", "名")),
        accepts=("委員9名のうち‹7名›の御出席",),
        rejects=("‹9世帯›が出席",),
    ),
    Trap(
        "vote",
        before=before_is(
            r"(?:賛成|反対|棄権|挙手|起立|白票|無効|有効投票|投票総数|可とする者|否とする者|"
            r"得票)(?:者|数|票)?[はがのも:、]{0,2}"
        ),
        units=frozenset(("人", "名", "票")),
        accepts=("賛成‹12人›", "(挙手‹1名›)"),
        rejects=("登録者‹12人›",),
    ),
    Trap(
        "elected",
        after=after_is(
            r"(?:の?[^。、]{0,10})?(?:を|が)[^。、]{0,8}(?:選任|選出|指名|推薦|再任|任命|"
            r"互選)"
        ),
        units=frozenset(("人", "名")),
        accepts=("計‹9人›を選任する",),
        rejects=("支援員を‹2人›委嘱",),
    ),
    Trap(
        "one_of",
        before=before_is(r"(?:の|[1一]|お|誰)"),
        after=after_is(r"(?:として|は(?!、?[0-9])|が|も|ひとり)"),
        units=frozenset(("人", "名")),
        below=2,
        accepts=("監事の‹1人›は候補者がなく",),
        rejects=("職員は‹3人›で",),
    ),
    Trap(
        "named",
        after=after_is(
            r"(?!の)[一-龠々ァ-ヴー]{0,10}?(?:センター|委員会|プロジェクト|運動|プラン|"
            r"ビジョン|クラブ|サミット|キャンペーン|宣言|アクション|構想|学級|体制|対応|"
            r"ショップ|均一|硬貨|玉(?![^、。]{0,3}[0-9])|営業|換気|テレビ|ドラマ|マラソン|ロード|ウォーク|コンサート|乗り|用(?=[のバ])|"
            r"未来|フォーラム|チャレンジ|ルール|体操|集会|祭|まつり|健診|槽)"
        ),
        accepts=("障害者‹2000人›雇用センター", "‹35人›学級", "‹24時間›対応", "‹100人›委員会"),
        rejects=("‹3か所›に設置", "‹2人›雇用した"),
    ),
    Trap(
        "few",
        units=frozenset(("点", "題", "問")),
        below=10,
        before=before_is(r"(?:^|[、。:はのを(\s]|以下|次|主|大きく|もう|特に|の|以上)"),
        accepts=("‹4点›申し上げます", "以下の‹2点›"),
        rejects=("貸出しは‹3,812点›",),
    ),
    Trap(
        "few_items",
        before=before_is(r"(?:以下|次|主|大きく|もう|残り)の?"),
        units=frozenset(("項目", "件", "事業", "案件", "種類", "分野")),
        below=10,
        accepts=("次の‹3項目›について",),
        rejects=("評価がCのものは‹7項目›",),
    ),
)
