"""Words that headings are made of (見出しの語彙): containers, group headings, named headings, block labels.

Every test takes the heading's key: folded, without white space (``heading_key``). Where a class is open-ended it is
given as a small grammar of parts instead of a list of phrases.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.text.folding import flat

# A container's title (器の見出し) says only that here the meeting is told: every part of it is one of these words.
_CONTAINER = re.compile(
    r"(?:本日の?|今回の?|当日の?|主な|主要な|当該|会議に|付した|付議した|付託され[たる]|付託|その|顛末|要領|概況|審査した|審議した|審議され[たる]|議決した|協議した|付議|提出|上程|開催|"
    r"会議|議題|議事|議案|案件|事件|日程|次第|順序|内容|概要|概略|要旨|要点|要約|摘要|経過|経緯|結果|大要|大意|記録|録|質疑|応答|意見|発言|"
    r"質問|回答|審議|審査|協議|討議|議論|討論|意見交換|やりとり|項目|事項|目次|本文|詳細|全文|抜粋|一覧|題目|題名|関係|状況|式|部|欄|等|など|"
    r"及び|および|並びに|ならびに|または|又は|と|の|に|で|・|、|,|/|について|に関する|は|以下|次|とおり|下記){1,12}"
)
_NOT_CONTAINER = re.compile(
    r"(?:報告|審議|協議|議決|審査|承認|確認|検討|討議|諮問|付議|連絡|専決|説明|決定|追加|確認)(?:事項|案件|議案|議題)?|日程|状況|関係|(?:主な)?意見交換(?:会)?|等|と|の|その他"
)

_PARTICULARS = re.compile(
    r"\([^()]{0,30}\)|(?:令和|平成|昭和)?[0-9元]{1,4}年[0-9]{1,2}月[0-9]{1,2}日|(?:午前|午後)?[0-9]{1,2}時(?:[0-9]{1,2}分)?(?:開議|開会|から)?|:$"
)

# A date or a clock among the particulars has one of these.
_DATED = re.compile(r"[0-9元][年時]")

# A group heading (区分の見出し) names a kind of business and opens children: 報告事項, 諮問事項, 所管事項の報告, 陳情.
_GROUP = re.compile(
    r"(?:その他の?)?(?:[一-龠]{0,6}?)(?:報告|審議|協議|議決|審査|承認|検討|討議|諮問|付議|連絡|専決|説明|付託|調査|懇談|提案|情報提供)(?:・?(?:報告|審議|協議|連絡))?(?:事項|案件|議案|議題)(?:の(?:報告|審査|調査|説明))?"
    r"|(?:所管|所掌)(?:事務|事項)の?(?:報告|調査)"
    r"|(?:議案|陳情|請願|諮問|認定|報告|協議|審議|連絡|懇談|熟議|同意|承認|発議|意見書案?|付託議案)(?:の(?:審査|審議))?|(?:請願・?陳情|陳情・?請願)(?:の(?:審査|審議))?"
)
# A named heading (名のある見出し) is known without a number.
_WHO = (
    r"(?:[一-龠ぁ-んァ-ヶー・]{0,14}?(?:長|代表|委員|市|町|村|県|区|主催者|来賓|事務局|役員|教授|部会))?の?"
    r"(?:就任|新任|開会の?|閉会の?|委員)?"
)
_NAMED = re.compile(
    rf"(?:開会|閉会)(?:宣言|宣告|の?(?:辞|言葉|ことば|挨拶|あいさつ|宣言|宣告))?|"
    rf"{_WHO}(?:挨拶|あいさつ|ご挨拶|ごあいさつ|御挨拶)|その他(?:の?(?:事務連絡|連絡(?:事項)?|報告(?:事項)?))?(?:\(.{{1,20}}\))?|そのほか|(?:事務)?連絡事項|事務連絡|"
    rf"総括|総評|講評|まとめ|(?:委員|職員|出席者|事務局)?(?:の)?(?:自己紹介|紹介)|委嘱状(?:の)?(?:交付|伝達)(?:式)?|"
    rf"(?:正?副)?(?:会長|委員長|議長|座長|部会長)(?:及び|・|、|並びに|と)?(?:副会長|副委員長|副議長|職務代理者?)?(?:の|を)?(?:選出|互選|選任|選挙)(?:について)?|"
    rf"(?:会議録|議事録)(?:署名(?:委員|議員|人|者))?の?(?:指名|選任|選出|確認|承認)(?:について)?|署名(?:委員|議員|人)の?(?:指名|選任)|"
    rf"前回(?:の)?(?:会議録|議事録)の?(?:確認|承認)(?:について)?|会期の決定|諸般の報告|行政報告|一般質問|質疑応答|意見交換|報告事項|審議事項|協議事項|議決事項|宿題|黙[祷とう]{{1,2}}|閉会中の継続調査(?:について)?"
)
# A block label (小見出しの札) repeats under every item and tells what kind of text follows.
_BLOCK = re.compile(
    r"(?:事務局|委員|各委員|会長|当局|執行部|所管課?|担当課?|各課|理事者|参加者|議員|市|町|村|県|審[議査]|協議|提案|質疑|意見|議案|議題|主な|各)?(?:の|から|より|による)?(?:主な|質疑|質問|応答|回答|意見|結果|結論|説明|要望|決定|発言|提案|補足|内容|概要|経過|議論|まとめ|対応|課題|審議|協議|報告|討議|現状|背景|方針|採決|討論|答弁|資料)"
    r"(?:・|、|と|及び)?(?:主な|質疑|質問|応答|回答|意見|結果|結論|説明|要望|決定|発言|提案|補足|内容|概要|経過|議論|交換|まとめ|対応|課題|要旨|事項|等|など){0,3}"
)
_NEXT = re.compile(
    r"(?:次回|次々回|今後の?(?:会議|日程|予定|スケジュール|開催)|第[0-9一二三四五六七八九十]{1,3}回[^。]{0,30}(?:の?(?:案内|予定|お知らせ|開催予定))$)[^。]{0,40}"
)


# Labels of the header or of the closing block (ヘッダーの項目名): never items, wherever they stand.
_HEADER_LABEL = re.compile(
    r"(?:開催|会議|招集|実施)?(?:の?(?:日時|日程|期日|場所|会場|時間|時刻|名称|方法|年月日|形式))(?:及び場所|・場所|、場所)?|とき|ところ|日時・?場所|(?:会議|審議会等?|委員会)(?:の?名称?|名)|会議体|"
    r"(?:会議に)?(?:本日の)?(?:出|欠)(?:席|欠)(?:した)?(?:者|委員|議員|役員|理事|状況|人数)?(?:の?(?:氏名|名簿|数|役職))?(?:等|一覧)?|委員(?:名簿|氏名|名)?|構成員|参加者|参加委員|"
    r"(?:出席)?(?:事務局|職員|説明員|説明者|執行部|理事者|オブザーバー|アドバイザー|関係者)(?:出席者|職員|側)?|説明のため出席した者|傍聴(?:者|人)?(?:の?(?:数|人数|有無|可否))?|"
    r"(?:会議の)?(?:公開|非公開)(?:[・又は可否のの]{0,4}(?:非公開|可否|別|区分))?(?:の別)?(?:の?理由)?|(?:配[布付]|会議|提出|当日|参考|添付|関係)?資料(?:一覧|名|等)?|(?:司会|議長|記録|書記|作成|進行)(?:者|担当)?|"
    r"(?:議事録|会議録)(?:の?(?:作成|署名|確認|公開)(?:方法|者|人|委員|の?形式)?)|署名(?:人|委員|欄)?|(?:担当|所管|主管)(?:課|部署|部局|窓口|所属名?)?|(?:問い?合わ?せ|連絡)(?:先|窓口)|お問い合わせ(?:先)?|備考|その他(?:特記|必要な|参考)事項|更新日|公開日|定足数|委嘱期間"
)


def _without_particulars(key: str) -> str:
    some = "(" in key or key.endswith(":") or _DATED.search(key)
    return _PARTICULARS.sub("", key) if some else key


# The pieces of a document are asked again and again, by every rule that looks at headings: the keys are remembered.
@lru_cache(maxsize=4096)
def is_header_label(key: str) -> bool:
    """True for a label of header or closing block: 日時, 出席者, 配布資料, 問い合わせ先."""
    return bool(_HEADER_LABEL.fullmatch(_without_particulars(key)))


@lru_cache(maxsize=4096)
def heading_key(title: str) -> str:
    """Folded title without white space, brackets of quotation or closing marks (見出しの照合キー)."""
    return "".join(flat(title).split()).strip("「」『』.:・")


@lru_cache(maxsize=4096)
def is_container(key: str) -> bool:
    """True for a heading that only frames what follows: 議題, 議事の概要, 本日の会議に付した事件, 主な質疑."""
    key = _without_particulars(key)
    return bool(_CONTAINER.fullmatch(key)) and not _NOT_CONTAINER.fullmatch(key)


@lru_cache(maxsize=4096)
def is_group(key: str) -> bool:
    """True for a kind of business that opens children: 報告事項, 諮問事項, 陳情."""
    return bool(_GROUP.fullmatch(key))


@lru_cache(maxsize=4096)
def is_named(key: str) -> bool:
    """True for a heading known by its name: 開会, 会長あいさつ, その他, 総括."""
    return bool(_NAMED.fullmatch(key)) or is_group(key)


# Who speaks beneath: 会長より, 事務局から.
_FROM_WHOM = re.compile(
    r"[^\s。、]{0,16}(?:[長員者局課室係師]|議員|委員会|当局|理事|事務局|教授|先生|氏|様)(?:より|から)"
)


@lru_cache(maxsize=4096)
def is_block_label(key: str) -> bool:
    """True for a label of a block of text: 主な質疑, 審議結果, 事務局説明, 会長より."""
    return bool(_BLOCK.fullmatch(key)) or is_container(key) or bool(_FROM_WHOM.fullmatch(key))


def is_next_meeting(key: str) -> bool:
    """True for a heading that announces another meeting: 次回日程, 第３回協議会の案内."""
    return bool(_NEXT.fullmatch(key))
