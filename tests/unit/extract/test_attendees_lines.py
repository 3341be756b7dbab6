"""Roster lines of every kind: who is listed, with which unit, title, function and presence."""

from __future__ import annotations

import pytest

from minutes_pipeline.extract.roster_chunks import cut_line
from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_habits import Habits, habits_of
from minutes_pipeline.extract.roster_people import Reader
from minutes_pipeline.extract.roster_reading import read_parts
from minutes_pipeline.extract.roster_splitting import presplit

# (line, ["name|affiliation|title|role|status" with trailing bars left out])
LINES: list[tuple[str, list[str]]] = [
    (
        "会長\u3000森岡 道夫、副会長\u3000飯田 ふみ",
        ["森岡道夫|||chair", "飯田ふみ|||vice_chair"],
    ),
    (
        "委員\u3000古沢 稔、滝本 京子",
        ["古沢稔", "滝本京子"],
    ),
    (
        "委\u3000員\u3000長\u3000\u3000琴\u3000田\u3000みさと\u3000\u3000\u3000委\u3000\u3000員\u3000\u3000新\u3000井\u3000加\u3000奈",
        ["琴田みさと|||chair", "新井加奈"],
    ),
    (
        "１番\u3000後\u3000藤\u3000さちこ\u3000\u3000２番\u3000小山田\u3000\u3000隆",
        ["後藤さちこ", "小山田隆"],
    ),
    (
        "三 浦   修   野々村 康 子   早乙女 光 代",
        ["三浦修", "野々村康子", "早乙女光代"],
    ),
    (
        "大 坪 正 幸 関 三 郎",
        ["大坪正幸", "関三郎"],
    ),
    (
        "総務部\t小川次長\t環境部\t内田次長",
        ["小川|総務部|次長", "内田|環境部|次長"],
    ),
    (
        "健康福祉部\u3000福祉総務課\u3000山岡主事",
        ["山岡|健康福祉部福祉総務課|主事"],
    ),
    (
        "比嘉まちづくり部次長兼都市計画課長",
        ["比嘉|まちづくり部|次長兼都市計画課長"],
    ),
    (
        "瀬尾文恵総務部長\u3000東山修副市長",
        ["瀬尾文恵|総務部|部長", "東山修||副市長"],
    ),
    (
        "稲葉上下水道局長、大谷浄水課長",
        ["稲葉|上下水道局|局長", "大谷|浄水課|課長"],
    ),
    (
        "庶務課主任（塚本志津）",
        ["塚本志津|庶務課|主任"],
    ),
    (
        "高齢政策課長（古川\u3000洋）",
        ["古川洋|高齢政策課|課長"],
    ),
    (
        "書\u3000記（次長）\u3000小坂\u3000充",
        ["小坂充||書記（次長）"],
    ),
    (
        "健康課\u3000課長\u3000坂本 典子、課長補佐\u3000黒田 勉",
        ["坂本典子|健康課|課長", "黒田勉|健康課|課長補佐"],
    ),
    (
        "福祉部\u3000大山部長、地域福祉課\u3000榎本課長、同課\u3000千葉主査",
        ["大山|福祉部|部長", "榎本|福祉部地域福祉課|課長", "千葉|福祉部地域福祉課|主査"],
    ),
    (
        "消費生活センター所長米田、同相談員都築",
        ["米田|消費生活センター|所長", "都築|消費生活センター|相談員"],
    ),
    (
        "藤井\u3000文恵 委員長（みどり大学社会福祉学部 教授）",
        ["藤井文恵|みどり大学社会福祉学部|教授|chair"],
    ),
    (
        "今泉豊（会長・海洋大学）、峯岸進（公募）",
        ["今泉豊|海洋大学||chair", "峯岸進|公募"],
    ),
    (
        "佐藤進（欠席）、田中明（途中退席）、森本優※オンライン",
        ["佐藤進||||absent", "田中明||||left_early", "森本優||||online"],
    ),
    (
        "吉本\u3000茂\u3000欠席",
        ["吉本茂||||absent"],
    ),
    (
        "（Web参加）ダニエル・ひろゆき（浜のネットワーク）、桐生明文恵（気象台）",
        ["ダニエル・ひろゆき|浜のネットワーク|||online", "桐生明文恵|気象台|||online"],
    ),
    (
        "鈴木次郎（代理：山田太郎）",
        ["鈴木次郎||||absent", "山田太郎||||proxy"],
    ),
    (
        "林英豊委員代理（緑署交通課課長 筒井史登）",
        ["林英豊||||absent", "筒井史登|緑署交通課|課長||proxy"],
    ),
    (
        "高木委員長、保田副委員長、みやた、小野寺の各委員",
        ["高木|||chair", "保田|||vice_chair", "みやた", "小野寺"],
    ),
    (
        "高野委員長、中里、保坂の各委員（後藤副委員長は欠席）",
        ["高野|||chair", "中里", "保坂", "後藤|||vice_chair|absent"],
    ),
    (
        "坂口（基）土地利用政策課長",
        ["坂口（基）|土地利用政策課|課長"],
    ),
    (
        "秋元（１），一条（１），岩楯（６）．内藤（５）",
        ["秋元|1", "一条|1", "岩楯|6", "内藤|5"],
    ),
    (
        "委員長増田ひろき君",
        ["増田ひろき|||chair"],
    ),
    (
        "会計村瀬幸一",
        ["村瀬幸一||会計"],
    ),
    (
        "財務局長谷川健次君",
        ["谷川健次|財務局|局長"],
    ),
    (
        "- 椎本 遼 - みずほ情報株式会社 (座長)",
        ["椎本遼|みずほ情報株式会社||chair"],
    ),
    (
        "Jane Doe",
        ["Jane Doe"],
    ),
    (
        "環境部長、環境政策課長、ごみ減量課長ほか",
        ["|環境部|部長", "|環境政策課|課長", "|ごみ減量課|課長"],
    ),
    (
        "森市教育委員会教育長（会長）、森警察署生活安全課長（代理）",
        ["|森市教育委員会|教育長|chair", "|森警察署生活安全課|課長||proxy"],
    ),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[x[0][:20] for x in LINES])
def test_lines(line: str, expected: list[str]) -> None:
    reader = Reader()
    reader.read_line(line, 100)
    read = [
        "|".join(x or "" for x in (p.name, p.affiliation, p.title, p.role, p.status)).rstrip("|") for p in reader.people
    ]
    assert read == expected
    assert all(100 <= p.start < p.end <= 100 + len(line) for p in reader.people)


NOBODY = [
    "なし",
    "（敬称略）",
    "１０名",
    "次のとおり",
    "別紙のとおり",
    "各部局長",
    "委員１２名",
    "町内会理事（12名）",
    "以上26名",
    "記：安田",
    "（10名）",
    "",
]


@pytest.mark.parametrize("line", NOBODY)
def test_nobody(line: str) -> None:
    reader = Reader()
    reader.read_line(line, 0)
    assert reader.people == []


def test_company_before_each_surname() -> None:
    lines = ["富士通信 大内、日立川 岩田、ソニア 福地、港電機 出口 小泉"]
    assert habits_of(lines).unit_first
    reader = Reader(habits=Habits(unit_first=True))
    reader.read_line(lines[0], 0)
    assert [(p.affiliation, p.name) for p in reader.people][:2] == [("富士通信", "大内"), ("日立川", "岩田")]
    assert [p.name for p in reader.people][-2:] == ["出口", "小泉"]


def test_surname_and_given_name_are_no_company() -> None:
    assert not habits_of(["佐藤 健一、鈴木 花子、高橋 次郎"]).unit_first


def test_heading_is_carried_until_the_next() -> None:
    reader = Reader()
    for line in ("【都市建設部】", "次長　鈴木　豊、道路課長　栗原英樹", "【教育部】", "次長　小林　幸"):
        reader.read_line(line, 0)
    assert [(p.affiliation, p.title) for p in reader.people] == [
        ("都市建設部", "次長"),
        ("都市建設部道路課", "課長"),
        ("教育部", "次長"),
    ]


def test_title_on_a_line_of_its_own() -> None:
    reader = Reader()
    for line in ("会 計 管 理 者 兼 高 橋 弥 一", "会 計 課 長", "教育委員会 事務局 星 野 隆", "教 育 総 務 課 長"):
        reader.read_line(line, 0)
    assert [(p.name, p.affiliation, p.title) for p in reader.people] == [
        ("高橋弥一", None, "会計管理者兼会計課長"),
        ("星野隆", "教育委員会事務局教育総務課", "課長"),
    ]


def test_label_before_a_colon() -> None:
    reader = Reader()
    for line in ("委員長：蓮田　孝", "委員：白川　正和、北川　智恵", "水道課：佐藤、鹿島"):
        reader.read_line(line, 0)
    assert [(p.name, p.role, p.affiliation) for p in reader.people] == [
        ("蓮田孝", "chair", None), ("白川正和", None, None), ("北川智恵", None, None), ("佐藤", None, "水道課"), ("鹿島", None, "水道課"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("辻奉仕係長", 1),
        ("蔦福祉部長", 1),
        ("林総務課長", 1),
        ("原教育長", 1),
        ("小川次長", 2),
        ("総務課長", None),
        ("原子力課長", None),
    ],
)
def test_surname_fused_to_its_post(text: str, at: int | None) -> None:
    found = split_fused(text)
    assert (None if found is None else found[0]) == at


def test_what_is_longer_than_any_person_is_looked_at_no_further() -> None:
    text = "会長ー" + "ー" * 200
    (stretch,) = cut_line(text, 0)
    assert [c.text for c in presplit(stretch.chunks)] == [text]
    assert read_parts(stretch.chunks)[0].reading == "skip"
