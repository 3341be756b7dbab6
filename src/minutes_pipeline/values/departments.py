"""Departments and organisations (所属): how their names end, and how they rank."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.posts import ends_with_title

# Rank 1 holds rank 2, rank 2 holds rank 3; 0 are bodies of their own.
_RANKS: tuple[tuple[int, str], ...] = (
    (
        1,
        "部 局 公室 本部 支所 総合支所 区役所 市役所 町役場 村役場 役場 県庁 庁 委員会事務局 企業局 消防本部 事務局 振興局 学部 研究科 研究院 "
        "大学 病院 執行部 都 県",
    ),
    (
        2,
        "課 室 センター 事務所 出張所 保健所 図書館 公民館 博物館 学科 推進室 対策室 署 分室 会館 科 消防署 研究室 準備室 管理室",
    ),
    (3, "係 班 担当 グループ チーム 分団 分隊 課付 組 ユニット ライン"),
)
_OWN = (
    "会 社 株式会社 有限会社 合同会社 協会 協議会 連合会 連絡会 委員会 審議会 組合 公社 財団 財団法人 社団法人 法人 機構 事業団 連盟 "
    "同盟 連合 団体 団 クラブ ネット ネットワーク 学校 小学校 中学校 高校 高等学校 大学院 短期大学 "
    "高専 園 幼稚園 保育園 保育所 こども園 館 院 医院 クリニック 診療所 薬局 銀行 信用金庫 郵便局 警察 警察署 交番 駐在所 派出所 商工会 商工会議所 農協 "
    "漁協 生協 自治会 町内会 町会 区会 振興会 婦人会 女性会 老人会 子ども会 青年会 PTA ＰＴＡ "
    "NPO ＮＰＯ NPO法人 公募 公募市民 公募委員 市民公募 一般公募 市民 町民 区民 住民 住民代表 市民代表 利用者代表 被保険者代表 "
    "学識経験者 有識者 工房 商店街 店 支店 工場 農園 牧場 寺 神社 教会 塾 研究所 総研 学園 学院 "
    "ステーション ホーム 施設 荘 苑 市議会 町議会 村議会 県議会 区議会 都議会 議会 市議 町議 区議 県議 市議会議員 関係者 道場 劇場 "
    "放送 新聞 新聞社 電力 電機 自動車 製作所 工業 商事 建設 運輸 交通 鉄道 バス 気象台 "
    "市 町 村 区 県 府 省 国 審議会 推進会議 懇談会 実行委員会 支部 支社 部会 幹事会 サークル ボランティア 隊 社協 社会福祉協議会 "
    "民生委員 福祉会 会議所 気象庁 事業所 営業所 労働局 監督署 安定所 法務局 裁判所 税務署 "
    "医師会 歯科医師会 薬剤師会 獣医師会 看護協会 弁護士会 司法書士会 行政書士会 税理士会 建築士会 "
    "土地家屋調査士会 社会保険労務士会 栄養士会 助産師会 理学療法士会 観光協会 体育協会 スポーツ協会 "
    "文化協会 老人クラブ連合会 消費者の会 食生活改善推進員協議会 育友会 保護者会 父母会 父母の会 "
    "同窓会 後援会 校長会 園長会 母親クラブ 手をつなぐ育成会 遺族会 身体障害者福祉会 防災会 消防団 "
    "水防団 交通安全協会 防犯協会 土地改良区 森林組合 漁業協同組合 農業協同組合 生活協同組合 労働組合 "
    "連合町会 区長会 町内会長会 自治連合会 コミュニティ協議会 まちづくり協議会 "
    "自治連 区長会 民児協 包括 ソフト システムズ システム コーポレーション テクノロジー テクノロジーズ エレクトロニクス "
    "ソリューションズ ホールディングス 製薬 化学 製鉄 電工 重工 通信 物産 不動産 生命 証券 保険 損保"
).split()
_RANK_OF = {word: rank for rank, words in _RANKS for word in words.split()}
_ENDS = sorted({*_RANK_OF, *_OWN}, key=lambda w: (-len(w), w))
_END = re.compile(rf"(?:{'|'.join(map(re.escape, _ENDS))})(?:\([^()]{{1,12}}\))?$")
_END_LAST = frozenset((*(word[-1] for word in _ENDS), ")"))
"""The name of a unit ends with one of these characters."""
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)|㈱|㈲|\(一社\)|\(公社\)|\(社福\)|\(特非\)|NPO|法人|\(公財\)|\(一財\)|Inc|Ltd|LLC|Corp|project|Project"
)
# Words that end a body's name and are none alone: 建設, 会, 店.
_NEEDS_NAME = frozenset(
    (
        "学校 大学 会 社 団 園 館 院 店 寺 市 町 村 区 県 府 省 国 都 部 課 室 係 局 班 所 組 荘 苑 塾 隊 科 署 庁 支部 部会 電力 電機 自動車 工業 "
        "商事 建設 運輸 交通 鉄道 バス 放送 新聞 通信 製薬 化学 生命 証券 保険 システム ソフト ホーム 施設 農園 牧場"
    ).split()
)
_SAME = re.compile(
    r"同(?:[部課室係局署所校社会園院館店]|支[所局部店社]|本部|市|町|村|県|大学|病院|センター|事務所|協会|組合|団体)?$"
)
# Words that name what departments do: a surname does not begin with them.
STEMS = (
    "総務 企画 財政 財務 市民 町民 区民 村民 県民 住民 環境 生活 福祉 健康 保健 医療 介護 高齢 長寿 障がい 障害 障碍 子育て こども "
    "子ども 児童 家庭 青少年 教育 学校 生涯学習 社会教育 文化 スポーツ 体育 図書 博物 観光 商工 産業 "
    "経済 農政 農業 農林 農地 水産 林務 林業 耕地 建設 都市 まちづくり 建築 開発 住宅 土木 道路 河川 下水道 上下水道 水道 工務 公園 "
    "緑地 緑化 港湾 交通 防災 危機 安全 消防 警防 予防 救急 議会 議事 庶務 秘書 広報 広聴 情報 "
    "行政 政策 地域 協働 協創 共生 人事 職員 管財 契約 検査 会計 出納 税務 納税 市民税 町民税 資産税 収納 国保 国民健康 保険 年金 戸籍 "
    "工事 営業 技術 現場 窓口 選挙 監査 監理 指導 施設 営繕 用地 区画 整備 管理 調整 推進 計画 土地 景観 景気 雇用 労働 "
    "男女 人権 国際 多文化 交流 移住 定住 魅力 創生 戦略 経営 改革 デジタル DX ＤＸ ICT 電算 統計 廃棄物 ごみ 清掃 リサイクル 衛生 "
    "動物 自然 脱炭素 ゼロカーボン エネルギー 公営 企業 病院 看護 事務 市立 町立 県立 村立 区立 "
    "学務 給食 幼児 保育 子供 母子 包括 生活支援 自立 保護 援護 地籍 登記 法務 法制 文書 公共 資産 財産 債権 支所 出張所 中央 東部 "
    "西部 南部 北部 安心 義務 第一 第二 第三 第１ 第２ 新 空港 駅 スマート シティ 文化財 世界遺産 芸術 美術 "
    "未来 きらり いきいき くらし 暮らし 元気 にぎわい 都市計画 公民連携 官民 総合 特命 庁舎 学び いじめ 特別 感染症 予防接種 ワクチン "
    "教育委員会 農業委員会 議会事務局 事務局 "
    "消防 市民部 環境部 人材 賃金 給与 研修 原子力 放射線 再生 復興 復旧 災害 防犯 消費 共創 連携 シティプロモーション 子 男女共同"
).split()
_STEM_FIRST = frozenset(word[0] for word in STEMS)
_STEM = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(set(STEMS), key=lambda w: (-len(w), w))))})")


# Words are asked for again and again, by every reading of a roster's line: what they are is remembered.
@lru_cache(maxsize=4096)
def unit_rank(text: str) -> int | None:
    """Rank of a unit's name: 1 部・局, 2 課・室, 3 係・担当, 0 a body of its own; None where it is no unit.

    >>> unit_rank("健康福祉部"), unit_rank("福祉総務課"), unit_rank("介護保険係"), unit_rank("商工会議所"), unit_rank("鈴木")
    (1, 2, 3, 0, None)
    """
    folded = "".join(flat(text).split())
    if _COMPANY.search(folded) and ends_with_title(folded) is None:
        return 0
    found = _END.search(folded) if folded[-1:] in _END_LAST else None
    if found is None or "兼" in folded:
        return None
    word = found[0].partition("(")[0] if found[0].endswith(")") else found[0]
    if found.start() == 0 and word in _NEEDS_NAME:
        return None
    return _RANK_OF.get(word, 0)


def is_unit(text: str) -> bool:
    """Whether the text ends like the name of a department, organisation or company."""
    return unit_rank(text) is not None


@lru_cache(maxsize=4096)
def is_named_body(text: str) -> bool:
    """Whether the text ends with the word for a kind of body, not merely with 会 (市医師会, 東自治会; not 高野会).

    >>> is_named_body("市医師会"), is_named_body("東地区自治会"), is_named_body("高野会"), is_named_body("会")
    (True, True, False, False)
    """
    found = _END.search("".join(flat(text).split()))
    return found is not None and len(found[0]) >= 3


def is_kind_of_body(text: str) -> bool:
    """Whether the text is the word for a kind of body and names none (学校, 会, 課).

    >>> is_kind_of_body("学校"), is_kind_of_body("みどり学校")
    (True, False)
    """
    return flat(text) in _NEEDS_NAME


@lru_cache(maxsize=4096)
def is_same_unit(text: str) -> bool:
    """Whether the text points back (同部, 同課, 〃)."""
    folded = "".join(flat(text).split())
    return bool(_SAME.fullmatch(folded)) or folded in ("〃", "々", "”", "同上", "同")


@lru_cache(maxsize=4096)
def begins_like_unit(text: str, *, least: int = 1) -> bool:
    """Whether the text begins with a word of ``least`` letters or more that tells what departments do (総務, 下水道)."""
    folded = "".join(flat(text).split())
    found = _STEM.match(folded) if folded[:1] in _STEM_FIRST else None
    return found is not None and len(found[0]) >= least


def word_end(folded: str, start: int) -> int | None:
    """End of a word of two letters or more that names what departments do and begins at ``start``, or None."""
    found = _STEM.match(folded, start) if folded[start : start + 1] in _STEM_FIRST else None
    return found.end() if found is not None and found.end() - start >= 2 else None
