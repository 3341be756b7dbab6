"""Programs in plans without numbered goals: every layout in which a heading, a bullet or a speech names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_pipeline.pipeline import read_document, segment

HEAD = """令和６年度　第１回　美晴市健康づくり推進会議　会議録

日時　令和６年10月８日（火）午後２時から
場所　市役所　会議室
出席者　片岡委員長、三隅委員、唐木委員
事務局　健康課　石動課長

１　開会
"""
MEAL, GYM = ("配食サービス", ("高齢福祉課",)), ("体操教室", ("健康課",))
BARE = [("配食サービス", ()), ("体操教室", ())]
LAYOUTS = {
    "department beneath": (
        "２　議事\n■配食サービス\n所管：高齢福祉課\n・利用者は152人である。\n■体操教室\n所管：健康課\n・参加者は621人である。",
        [MEAL, GYM],
    ),
    "department beneath other lines": (
        "２　取組の進捗\n①配食サービス\n　指標：利用者数　152人\n　担当：高齢福祉課\n②体操教室\n　指標：参加者数　621人\n　担当：健康課",
        [MEAL, GYM],
    ),
    "row of keys and values": (
        "２　各事業の実績\n事業名\t配食サービス\t担当課\t高齢福祉課\n・利用者は152人である。\n事業名\t体操教室\t担当課\t健康課\n・参加者は621人である。",
        [MEAL, GYM],
    ),
    "bracket behind an item of the agenda": (
        "２　議事\n（１）配食サービス（高齢福祉課）\n利用者は152人である。\n（２）体操教室（健康課）\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "quoted in an item of the agenda": (
        "２　議題\n(1)　「配食サービス」の実施状況について（高齢福祉課）\n152人である。\n(2)　「体操教室」の実施状況について（健康課）\n621人である。",
        [MEAL, GYM],
    ),
    "column beside the title": (
        "２　議事\n（１）配食サービス　　所管課　高齢福祉課\n利用者は152人である。\n（２）体操教室　　所管課　健康課\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "department before the name": (
        "２　取組報告\n〔高齢福祉課〕配食サービス\n・利用者は152人である。\n〔健康課〕体操教室\n・参加者は621人である。",
        [MEAL, GYM],
    ),
    "name behind the department": (
        "２　各課の取組について\n○高齢福祉課（配食サービス）\n・利用者は152人である。\n○健康課（体操教室）\n・参加者は621人である。",
        [MEAL, GYM],
    ),
    "number of the program": (
        "２　議事\nNo.1　配食サービス（高齢福祉課）\n利用者は152人である。\nNo.12　体操教室（健康課）\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "letters": (
        "２　議事\nＡ　配食サービス　〔高齢福祉課〕\n利用者は152人である。\nＢ　体操教室　〔健康課〕\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "rating behind": (
        "２　評価結果\n配食サービス【高齢福祉課】　評価Ａ\n利用者は152人である。\n体操教室【健康課】　評価Ｂ\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "bullet that runs on": (
        "２　主な報告\n・配食サービス（高齢福祉課）：利用者は152人である。\n・体操教室（健康課）：参加者は621人である。",
        [MEAL, GYM],
    ),
    "former name behind": (
        "２　議事\n◇配食サービス（旧　お弁当の宅配）\n担当：高齢福祉課\n利用者は152人である。\n◇体操教室（新規）\n担当：健康課\n参加者は621人である。",
        [MEAL, GYM],
    ),
    "label with a circled number": (
        "２　議事\n重点取組①「配食サービス」\n　利用者は152人である。\n重点取組②「体操教室」\n　参加者は621人である。",
        BARE,
    ),
    "compound number of a measure": (
        "２　議事\n施策１－（２）　配食サービス\n利用者は152人である。\n施策１－（３）　体操教室\n参加者は621人である。",
        BARE,
    ),
    "under a plan's progress": (
        "２　議事\n（１）健康づくり計画の進捗状況について\nア　配食サービス\n　利用者は152人である。\nイ　体操教室\n　参加者は621人である。\n（２）その他",
        BARE,
    ),
    "decimals": (
        "２　施策の進捗\n２－１　配食サービス\n利用者は152人である。\n２－２　体操教室\n参加者は621人である。",
        BARE,
    ),
    "boxes that run on": (
        "２　各事業の報告\n【配食サービス】利用者は152人である。\n【体操教室】参加者は621人である。会場が足りない。",
        BARE,
    ),
    "labels beneath": (
        "２　議事\n▼配食サービス\n（実績）利用者は152人である。\n（課題）配達員が足りない。\n▼体操教室\n（実績）参加者は621人である。\n（課題）会場が狭い。",
        BARE,
    ),
    "labels beneath bare lines": (
        "２　議事\n配食サービス\n［実績］利用者は152人である。\n［課題］配達員が足りない。\n体操教室\n［実績］参加者は621人である。\n［課題］会場が狭い。",
        BARE,
    ),
    "quoted in a speech": (
        "２　議事\n○石動課長　初めに、「配食サービス」でございます。152人が利用しました。\n　続きまして、「体操教室」でございます。621人です。",
        BARE,
    ),
    "three in a speech": (
        "２　議事\n○石動課長　まず、配食サービスです。152人です。\n　次に、体操教室についてです。621人です。\n　最後に、健康ポイントです。903人です。",
        [*BARE, ("健康ポイント", ())],
    ),
}
NONE = {
    "who explained an item": "２　議題\n（１）令和５年度決算について（財政課）\n説明があった。\n（２）条例の一部改正について（総務課）\n説明があった。",
    "one bracket alone": "２　議題\n（１）配食サービス（高齢福祉課）\n説明があった。\n（２）その他",
    "bodies under a report": "２　各機関の取組報告\n（１）児童相談所\n相談は増えている。\n（２）警察署\n見守りを続けている。",
    "what members utter": "２　議事\n・質問（２班）：参加者は増えたか。\n・要望（８班）：会場を増やしてほしい。",
    "labels of what is told": "２　議事\n（１）計画の進捗状況について\n＜事務局説明＞\n資料１により説明した。\n＜主な意見＞\n会場が足りない。",
    "who speaks": "２　議事\n○石動課長\n説明する。\n○三隅委員\n増やしてほしい。",
    "the order of a speech": "２　議事\n○石動課長　まず、資料の確認です。次に、計画の背景についてです。最後に、今後の日程についてです。",
    "one program in a speech": "２　議事\n○石動課長　「配食サービス」でございますが、利用者は152人です。",
}


def _programs(tmp_path: Path, body: str) -> list[tuple[str, tuple[str, ...]]]:
    path = tmp_path / "minutes.txt"
    path.write_text(f"{HEAD}{body}\n３　閉会\n", "utf-8")
    return [(heading.title, heading.departments) for heading in segment(read_document(path)).programs]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_programs_of_every_layout(tmp_path: Path, layout: str) -> None:
    body, expected = LAYOUTS[layout]
    assert _programs(tmp_path, body) == expected


@pytest.mark.parametrize("layout", NONE)
def test_what_is_no_program(tmp_path: Path, layout: str) -> None:
    assert _programs(tmp_path, NONE[layout]) == []
