"""Decisions and actions in forms of many houses (いろいろな書きぶり): who says what, and what it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from minutes_pipeline.extract.action_parts import find_agent, find_due
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]

REPLY, CHAIR, OFFICIAL, CLERK = "reply", "chair", "official", "clerk"
_BEFORE = {
    REPLY: (("委員", "その点はどうなっていますか。"),),
    CHAIR: (("委員長", "これより始めます。"),),
    OFFICIAL: (("委員長", "これより始めます。"),),
    CLERK: (),
}
_SPEAKER = {REPLY: "水道課長", CHAIR: "委員長", OFFICIAL: "水道課長", CLERK: ""}


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second opinion learns from other documents and may change: here the rules are tested."""
    for room in ("actions", "decisions"):
        monkeypatch.setattr(f"minutes_pipeline.extract.{room}.settled", lambda kind, rules, odds: rules > 0)


def _outline(who: str, text: str, outline_of: Build) -> Outline:
    return outline_of(("#", "協議"), ("", "協議を行った。"), *_BEFORE[who], (_SPEAKER[who], text))


ACTIONS = [
    (REPLY, "次回までに修正させていただきたいと思います。"),
    (REPLY, "他市の例を調べて、後日お示しさせていただければと思います。"),
    (REPLY, "御指摘の表は、見やすいように作り直します。"),
    (REPLY, "送迎の時間については、施設とよく相談してみます。"),
    (REPLY, "看板の設置は、年内に済ませる予定となっております。"),
    (REPLY, "その点は、担当課に申し伝えます。"),
    (REPLY, "ホームページの分かりやすい所に載せるようにいたします。"),
    (REPLY, "いただいた御意見は、計画の見直しの中で生かしてまいりたいと考えております。"),
    (REPLY, "資料の誤りは訂正し、改めて皆様に送らせていただきます。"),
    (REPLY, "県に確認の上、回答いたします。"),
    (REPLY, "来月の広報で呼び掛けることにしています。"),
    (CLERK, "事務局にて日程を調整し、各委員に連絡する。"),
    (CLERK, "様式の差し替えは総務課で対応。"),
    (CLERK, "→ 防災課で確認し、次回回答"),
    (CLERK, "⇒ 事務局：修正版を10日までに送付"),
    (CLERK, "各委員は、意見を12月20日までに事務局へ提出する。"),
    (CLERK, "アンケート結果の概要版を作成（企画課、３月中旬）"),
    (CLERK, "古い遊具は、夏休み前に業者が撤去する。"),
    (CLERK, "会場の予約は河合さんが行う。"),
    (CLERK, "名簿の更新を班長にお願いし、５月末までに会長へ届けてもらう。"),
    (CLERK, "次回までに、各団体で取り組めることを考えてくる。"),
    (CLERK, "啓発チラシを自治会の回覧に入れてもらうよう、事務局から依頼する。"),
    (CLERK, "補助金の申請は理事長が月末までに済ませておくこと。"),
    (CLERK, "来年度予算で街灯20基を更新する。"),
    (CLERK, "事務局は本日の意見を整理し、素案に反映させる。"),
    (CHAIR, "ただいまの件は、事務局で調べて次回報告してください。"),
    (OFFICIAL, "今年度は、11月に住民説明会を３回開催いたします。"),
    (OFFICIAL, "実施設計を年度内に終え、来年度に着工いたします。"),
    (OFFICIAL, "結果がまとまり次第、議会に報告いたします。"),
    (CLERK, "福利厚生部の皆さんには、小林部長より連絡する。"),
    (CLERK, "掲示板のポスターを10月20日頃までに準備"),
    (CLERK, "・10月28日（日）午前９時に集合し、ごみ拾いを行う"),
    (CLERK, "準備と片付けは役員が行います。"),
    (CLERK, "冷蔵庫は会長が事前に手配します。"),
    (CLERK, "参加人数を把握し、来週中に会計へ知らせる。"),
    (CLERK, "駐車場の件は、会長から市に要望書を提出することになった。"),
    (CLERK, "事務局は、作業部会と相談してたたき台を修正する。"),
    (CLERK, "本日の意見をもとに、事務局で基準案を作成する。"),
    (REPLY, "次回までに数字を整理いたします。"),
    (REPLY, "その資料は、後ほどメールでお送りします。"),
    (REPLY, "おっしゃるとおりですので、表現を改めさせていただきます。"),
    (REPLY, "関係機関と共有させていただき、対応を考えてまいります。"),
    (REPLY, "持ち帰って確認させてください。"),
    (REPLY, "いただいた御意見は、庁内の検討会で報告いたします。"),
    (REPLY, "令和８年度の予算要求に向けて、単価の見直しを行っているところであり、結果は次回お知らせします。"),
    (REPLY, "今年度中には方針をお示しできるように準備を進めます。"),
    (REPLY, "早急に現地を見に行きます。"),
    (REPLY, "もう少し詳しい資料を次回用意したい。"),
    (REPLY, "来年１月から電子申請を導入します。"),
    (CHAIR, "御指摘の点は、私と事務局で文案を調整し、後日皆様に送付いたします。"),
    (REPLY, "今いただいた観点を加えて、素案を書き直してまいります。"),
    (REPLY, "御提案の相談会につきましては、社会福祉協議会と協議の上、実施する方向で考えます。"),
    (REPLY, "その件は所管が異なりますので、担当課へ伝えさせていただきます。"),
    (REPLY, "数字を確認いたしまして、改めて御報告申し上げます。"),
    (REPLY, "今後、周知の方法を工夫していきたいと思っております。"),
    (REPLY, "来年度の早い時期に、保護者向けの説明会を開きたいと考えております。"),
    (REPLY, "10月から各地区を回り、意見を伺う予定でございます。"),
    (REPLY, "チラシの文字を大きくするなど、見やすくしてまいります。"),
    (REPLY, "前向きに検討いたします。"),
    (REPLY, "近隣の市の状況も調査して、次の会議で資料をお出しします。"),
    (OFFICIAL, "次年度は、対象を中学生まで広げて実施いたします。"),
    (OFFICIAL, "工事は９月に発注し、年度内の完成を目指します。"),
    (OFFICIAL, "パブリックコメントは12月１日から１か月間実施する予定としております。"),
    (OFFICIAL, "この結果につきましては、ホームページで公表してまいります。"),
    (CLERK, "事務局から、次回までに指標の案を示すとの説明があった。"),
    (CLERK, "課長は、来年度から職員を１人増やす考えを示した。"),
    (CLERK, "議事録は事務局が作成し、委員の確認を経て公開する。"),
    (CLERK, "町内会長会で趣旨を説明し、９月末までに推薦者の回答をもらう。"),
    (CLERK, "パンフレットの増刷を市に働き掛ける。"),
    (CLERK, "各学校は、通学路の危険な箇所を６月までに点検し、結果を教育委員会に報告する。"),
]


@pytest.mark.parametrize(("who", "text"), ACTIONS)
def test_undertaken(who: str, text: str, outline_of: Build) -> None:
    (record,) = extract_actions(_outline(who, text, outline_of))
    assert record.quote == text


DECISIONS = [
    (CLERK, "今後は、欠席者にも資料を郵送することとする。", "decided"),
    (CLERK, "ポスターの図案は３番に決定。", "decided"),
    (CLERK, "開催日は、10月第３日曜日とすることで一致した。", "decided"),
    (CLERK, "議長に佐伯委員を選任。", "decided"),
    (CLERK, "投票の結果、愛称は「ほたるバス」に決まりました。", "decided"),
    (CLERK, "原案どおり異議なく了承された。", "approved"),
    (CLERK, "事務局案を全員一致で支持し、承認とした。", "approved"),
    (CLERK, "全会一致により、原案のとおり認めることとした。", "approved"),
    (CLERK, "以上の修正を加えることを前提に、承認を得た。", "approved"),
    (CLERK, "⇒承認された", "approved"),
    (CLERK, "→了承", "approved"),
    (CLERK, "（全員了承）", "approved"),
    (CLERK, "【結果】承認", "approved"),
    (CLERK, "結果：全員賛成により可決", "approved"),
    (CLERK, "結論：会費は現行のまま据え置く。", "decided"),
    (CLERK, "会議は原則公開とし、個人情報を扱う案件のみ非公開とする。", "decided"),
    (CLERK, "夏祭りは７月27日に実施することで合意した。", "decided"),
    (CLERK, "採決の結果、賛成８、反対３で、東町への設置が決まった。", "decided"),
    (CLERK, "賛成少数で、修正案は退けられた。", "rejected"),
    (CLERK, "値上げ案は支持を得られず、廃案となった。", "rejected"),
    (CLERK, "名称の決定は次回に先送りされた。", "deferred"),
    (CLERK, "結論に至らず、継続して協議していくこととなった。", "deferred"),
    (CLERK, "判断材料が不足しているため、今回は決定を見合わせた。", "deferred"),
    (CLERK, "引き続き検討することで了解を得た。", "deferred"),
    (CHAIR, "それでは、皆様の御賛同をいただきましたので、原案のとおり進めることといたします。", "decided"),
    (CHAIR, "賛成多数ですので、開館時間の延長は実施することに決まりました。", "decided"),
    (CHAIR, "では、副会長は私から三好委員を指名させていただきます。", "decided"),
    (CHAIR, "では、この件は事務局案でまいりたいと思います。", "decided"),
    (CHAIR, "挙手全員。よって、本件は可決すべきものと決しました。", "approved"),
    (CHAIR, "異議がないようですので、承認されたものといたします。", "approved"),
    (CLERK, "規則第２条の規定に基づき、委員の互選により会長及び副会長を選出", "decided"),
    (CLERK, "会則の改正案を諮ったところ、議場は異議なく承認可決した。", "approved"),
    (CLERK, "・春のバス旅行は実施しない（中止とする）。", "decided"),
    (CLERK, "当日の役割と持ち寄る道具を決定（詳細は別紙）", "decided"),
    (CLERK, "・例年の河ざらいは中止とする", "decided"),
    (CLERK, "・録音機の購入を決定。", "decided"),
    (CLERK, "次回からは会議を録音することとする。", "decided"),
    (CLERK, "傍聴を認めることとなった。", "decided"),
    (CLERK, "前回の議事録を事前に配付し、委員の確認をもって了承された。", "approved"),
    (CLERK, "→以下のルールとする。", "decided"),
    (CLERK, "規約の附則に準じて行うことを承認。", "approved"),
    (CLERK, "前年どおりの手順で作成し、回覧することを承認。", "approved"),
    (CLERK, "採決の結果、賛成２、反対６で否決とした。", "rejected"),
    (CLERK, "候補者３人の中から、会長に丁野氏を推薦することで一致。", "decided"),
    (CLERK, "費用の負担については合意に至らず、再協議。", "deferred"),
    (CLERK, "この案件は預かりとし、次の役員会で結論を出す。", "deferred"),
    (CLERK, "議案第７号から第９号までは、一括して原案どおり承認された。", "approved"),
    (CHAIR, "それでは、本日の議事録署名人は２番委員と５番委員にお願いします。", "decided"),
    (CHAIR, "では、公開ということで決定いたします。", "decided"),
    (CHAIR, "御異論がないようですので、この案を了といたします。", "approved"),
    (CHAIR, "御意見もないようですので、本案のとおり答申いたします。", "decided"),
    (CHAIR, "特に御意見がなければ、承認いただいたものとさせていただきます。", "approved"),
    (CHAIR, "本日は結論を出さず、次回もう一度議論することとしたいと思います。", "deferred"),
    (CHAIR, "それでは、事務局案に沿って進めることといたします。", "decided"),
    (
        CHAIR,
        "賛成の方の挙手をお願いします。全員の賛成をいただきましたので、議案第12号は承認とさせていただきます。",
        "approved",
    ),
    (
        CHAIR,
        "ただいま事務局から案がありましたとおり、委員長に久保田委員、副委員長に塩見委員ということで御承認いただきましたので、そのように決定します。",
        "decided",
    ),
    (CHAIR, "それでは、議事録については御確認いただいたということで、了承とさせていただきます。", "approved"),
    (CHAIR, "では、ただいまの修正を加えた形で承認ということにいたします。", "approved"),
    (CHAIR, "きょう決めるのは難しいと思いますので、次回に持ち越しということにさせていただきます。", "deferred"),
    (
        CHAIR,
        "本件につきましては、さらに審査を要するものと認め、閉会中の継続審査とすることに決定いたしました。",
        "deferred",
    ),
    (CHAIR, "起立少数であります。よって、本修正案は否決されました。", "rejected"),
    (CHAIR, "投票総数15票、うち有効投票15票、志賀議員９票、よって志賀議員が副議長に当選されました。", "decided"),
    (CHAIR, "会期は、本日１日間といたします。", "decided"),
    (CHAIR, "傍聴の申出がございますので、これを許可いたします。", "decided"),
    (CHAIR, "それでは、次回からは資料を１週間前に送ることといたします。", "decided"),
    (CHAIR, "議案の順番を入れ替えまして、先に報告事項を行うことに決定しました。", "decided"),
    (CLERK, "事業報告及び収支決算について、監査報告の後、拍手をもって承認。", "approved"),
    (CLERK, "質疑応答の後、賛成多数で承認された。", "approved"),
    (CLERK, "審査の結果、いずれも適正と認め、全会一致で承認した。", "approved"),
    (CLERK, "意見交換の結果、部会を二つ設けることで意見の一致をみた。", "decided"),
    (CLERK, "会長の職務代理者に東海林委員が指名された。", "decided"),
    (CLERK, "くじ引きの結果、１番を南部地区とすることになった。", "decided"),
    (CLERK, "来年度の当番校は浜崎小学校に決定した。", "decided"),
    (CLERK, "時間の都合により、議題３は次回へ持ち越しとなった。", "deferred"),
    (CLERK, "異論が出たため採決は行わず、事務局で再度検討することとなった。", "deferred"),
    (CLERK, "請願は、賛成者なしで不採択となった。", "rejected"),
    (CLERK, "第２号議案：満場一致で承認", "approved"),
    (CLERK, "運営費の上限を20万円と定めることに決した。", "decided"),
    (CLERK, "今後の進め方は、月１回程度の作業部会で検討することで合意を得た。", "decided"),
]


@pytest.mark.parametrize(("who", "text", "result"), DECISIONS)
def test_settled(who: str, text: str, result: str, outline_of: Build) -> None:
    found = [r for r in extract_decisions(_outline(who, text, outline_of)) if r.result != "noted"]
    assert [(r.quote, r.result) for r in found] == [(text, result)]


NEITHER = [
    (REPLY, "本日は、その経緯を御説明いたします。"),
    (REPLY, "年に２回、広報紙で募集しています。"),
    (REPLY, "現在、関係機関と協議を進めているところです。"),
    (REPLY, "申請があった場合は、１週間以内に決定通知を送ります。"),
    (REPLY, "昨年度から窓口で配っております。"),
    (REPLY, "利用料は、１時間当たり500円を頂きます。"),
    (REPLY, "市の条例では、開館時間は午前９時から午後５時までとしています。"),
    (CLERK, "委員から、説明会を増やしてほしいとの要望があった。"),
    (CLERK, "次回の会議は12月に開催する予定。"),
    (CLERK, "昨年10月に実態調査を実施した。"),
    (CLERK, "参加者は受付で名札を受け取る。"),
    (CLERK, "計画では、令和12年度までに耐震化率を95％とする。"),
    (CLERK, "会議の開催に先立ち、会長が挨拶を行う。"),
    (CLERK, "資料１について事務局が説明する。"),
    (CHAIR, "それでは、次の議題に移ります。"),
    (CHAIR, "ここで10分間休憩いたします。"),
    (CHAIR, "事務局から説明をお願いします。"),
    (OFFICIAL, "続きまして、資料の３ページをお開き願います。"),
    (OFFICIAL, "対象となる世帯は、来年度に２千世帯を超える見込みです。"),
    (CLERK, "令和６年３月議会で可決された予算に基づき実施している。"),
    (CLERK, "委員から、現行のままでよいとの意見が出された。"),
    (CLERK, "工事の発注先は、入札により丙建設に決まっている。"),
    (CLERK, "県の審査会で承認を受けた計画である。"),
    (REPLY, "料金は条例で決めております。"),
    (CHAIR, "承認していただける方は挙手をお願いします。"),
    (CLERK, "設立の経緯と、前回までに決まった事項を確認した。"),
    (CLERK, "総会の資料を各戸に配った。"),
    (REPLY, "制度の詳細は、お手元の資料を御覧ください。"),
    (REPLY, "保険料は、所得に応じて決まります。"),
    (REPLY, "窓口で申請していただくと、その場で交付します。"),
    (REPLY, "事故があったときは、市が責任を負います。"),
    (REPLY, "おかげさまで、利用者は年々増えてまいりました。"),
    (REPLY, "市では毎年、全世帯に調査票を送っています。"),
    (CLERK, "委員から、駐車場を増やすべきとの意見が出た。"),
    (CLERK, "本事業は、国の補助を受けて実施するものである。"),
    (CLERK, "会長の進行で議事に入る。"),
    (CLERK, "事務局から資料の確認を行う。"),
    (CLERK, "今年度は４回の講座を開催した。"),
    (CLERK, "訓練には延べ120人が参加した。"),
    (CHAIR, "皆様の御協力をお願いします。"),
    (CHAIR, "次回は12月に開催いたしますので、よろしくお願いします。"),
    (CLERK, "市議会で可決された後、工事に入る。"),
    (CLERK, "以上で協議事項を終了した。"),
    (CLERK, "前回の会議で決まった日程を確認した。"),
    (CHAIR, "採決に移ります。"),
    (CHAIR, "それでは、お手元の名簿のとおり委員の皆様に委嘱状を交付いたしました。"),
    (CHAIR, "ここで議長を交代いたします。"),
    (CHAIR, "発言は挙手の上、指名を受けてからお願いします。"),
    (CHAIR, "ほかに御意見がないようですので、次の議題に移ります。"),
    (CHAIR, "賛成か反対か、お一人ずつ伺います。"),
    (CHAIR, "よろしければ、ここで終わりたいと思います。"),
    (OFFICIAL, "今回の改正は、国の省令の改正に合わせて行うものです。"),
    (OFFICIAL, "この計画は、昨年３月の審議会で答申をいただき、４月に決定したものです。"),
    (OFFICIAL, "職員の採用は試験により決定しています。"),
    (OFFICIAL, "補助率は２分の１、上限は50万円としております。"),
    (OFFICIAL, "対象者は、市内に住所を有する方としています。"),
    (CLERK, "本協議会は、条例第５条に基づき設置された。"),
    (CLERK, "会議は成立した。"),
    (CLERK, "市長が挨拶を行い、会長に諮問書を手渡した。"),
    (CLERK, "委員から、市民の合意を得ながら進めてほしいとの要望があった。"),
    (CLERK, "入札の結果、落札者は丙野建設に決定している。"),
    (CLERK, "令和３年に廃止が決まった路線である。"),
    (CLERK, "この案に賛成の意見と反対の意見の両方が出された。"),
    (CLERK, "各委員が自己紹介を行った。"),
]


@pytest.mark.parametrize(("who", "text"), NEITHER)
def test_neither(who: str, text: str, outline_of: Build) -> None:
    outline = _outline(who, text, outline_of)
    assert [r.quote for r in extract_decisions(outline) if r.result != "noted"] == []
    assert extract_actions(outline) == ()


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("本部長指示", "罹災証明の受付の準備を進めること。"),
        ("指示事項", "夜間の連絡先を確かめておくこと。"),
        ("宿題", "移転先候補３件の賃料"),
        ("次回までの準備", "会費のお知らせ文の下書き"),
    ],
)
def test_under_a_heading_of_tasks(heading: str, text: str, outline_of: Build) -> None:
    (record,) = extract_actions(outline_of(("#", heading), ("", text)))
    assert record.quote == text
    assert extract_actions(outline_of(("#", "主な意見"), ("", text))) == ()


DUES = [
    ("来年４月の更新に合わせて入れ替える。", "来年４月"),
    ("冬休み前に全家庭へ配る。", "冬休み前"),
    ("10時までに道路の状況を確かめる。", "10時まで"),
    ("回答は20日（金）までに送る。", "20日（金）まで"),
    ("２週間以内に回答する。", "２週間以内"),
    ("会議の１週間前までに届ける。", "１週間前まで"),
    ("９月号の回覧に挟む。", None),
    ("１人当たり30日を目安とする。", None),
]


@pytest.mark.parametrize(("text", "due"), DUES)
def test_when(text: str, due: str | None) -> None:
    assert find_due(text) == due


AGENTS = [
    ("会場の予約は河合さんが行う。", "河合さん"),
    ("ポスターは、本日の意見を踏まえて事務局が直す。", "事務局"),
    ("次回までに事務局で別の案を用意する。", "事務局"),
    ("名簿は総務課にて確認する。", "総務課"),
    ("教頭がＰＴＡと相談する。", "教頭"),
    ("病院側が資料を整える。", "病院側"),
    ("３階の会議室で説明会を開く。", None),
]


@pytest.mark.parametrize(("text", "agent"), AGENTS)
def test_who(text: str, agent: str | None) -> None:
    assert find_agent(text) == agent


@pytest.mark.parametrize(
    "text",
    [
        "２月に地区ごとの説明会を開くよう調整中。",
        "乙団体の提案は、収支の見込みが堅実であると評価された。",
        "採点を集計したところ、甲団体は218点、乙団体は251点となった。",
        "本協議会は、条例第５条に基づき設置された。",
        "委員の皆様に委嘱状を交付した。",
    ],
)
def test_neither_even_if_the_second_opinion_says_so(
    text: str, outline_of: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("actions", "decisions"):
        monkeypatch.setattr(f"minutes_pipeline.extract.{room}.settled", lambda kind, rules, odds: True)
    outline = outline_of(("#", "協議"), ("", text))
    assert not (extract_actions if "調整" in text else extract_decisions)(outline)


def test_work_given_in_a_clause(outline_of: Build) -> None:
    text = "病床の数については、病院側が次回までに資料を整えることとし、継続審議となった。"
    outline = outline_of(("#", "協議"), ("", text))
    (task,) = extract_actions(outline)
    (decision,) = extract_decisions(outline)
    assert (task.owner, task.due, decision.result) == ("病院側", "次回まで", "deferred")
    assert extract_actions(outline_of(("#", "協議"), ("", "資料は電子で配ることとし、継続審議となった。"))) == ()


def test_entrusted_in_a_clause(outline_of: Build) -> None:
    text = "評価書の文案は委員長に一任し、９月末に市長へ提出する。"
    (record,) = extract_decisions(outline_of(("#", "評価"), ("", text)))
    assert record.result == "decided"


def test_assent_in_a_bracket_behind_a_statement(outline_of: Build) -> None:
    statement, assent = "11月23日に開催する。", "（全員賛成）"
    outline = outline_of(("#", "バザー"), ("", statement), ("", assent))
    first, second = outline.sentences[1:]
    beside = replace(outline, sentences=(outline.sentences[0], first, replace(second, line=first.line)))
    assert [r.quote for r in extract_decisions(beside)] == [statement]
    assert statement not in [r.quote for r in extract_decisions(outline)]
