"""The meeting's name, number, date, hours and venue, and what must not be taken for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.extract.meeting import extract_meeting
from minutes_pipeline.extract.meeting_name import clean_name, session_of
from minutes_pipeline.model.records import Meeting
from minutes_pipeline.pipeline import read_document, segment

Read = Callable[..., Meeting]


@pytest.fixture
def meeting(tmp_path: Path) -> Read:
    def read(text: str, name: str = "minutes.txt") -> Meeting:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return extract_meeting(segment(read_document(path)))

    return read


@pytest.mark.parametrize(
    ("printed", "name", "session"),
    [
        ("令和６年度第２回みどり市環境審議会　会議録", "みどり市環境審議会", 2),
        ("令和６年第８回みなと町教育委員会定例会会議録", "みなと町教育委員会定例会", 8),
        ("みどり市市民参画推進会議第8回会議　摘録", "みどり市市民参画推進会議", 8),
        ("第　５　回　総　会　議　事　録", "総会", 5),
        ("みどり会（第48期）令和３年度定期総会　議事録", "みどり会（第48期）定期総会", None),
        ("議会運営委員会記録（第9回）", "議会運営委員会", 9),
        ("総務委員会速記録第一号", "総務委員会", None),
        ("【第２回学校運営協議会の報告】", "学校運営協議会", 2),
        ("福祉常任委員会（環境部関係） 令和元年10月2日（水曜日）", "福祉常任委員会（環境部関係）", None),
        ("第61回　みどり土地改良区通常総代会議事録", "みどり土地改良区通常総代会", 61),
        ("令和６年度　第３回みどり中学校学校運営協議会を開きました", "みどり中学校学校運営協議会", 3),
        ("令和６年度　第１回みどり市防災会議会議録", "みどり市防災会議", 1),
        ("令和５年度第２回子ども・若者会議議事録", "子ども・若者会議", 2),
        ("みどり県教育委員会会議の記録", "みどり県教育委員会", None),
        ("第1205回　みどり県教育委員会会議録", "みどり県教育委員会", 1205),
        ("令和６年７月　みどり市部長会議　会議録", "みどり市部長会議", None),
        ("第３回みどり市庁議　会議結果", "みどり市庁議", 3),
        ("令和６年９月定例会会議録", "９月定例会", None),
        (
            "令和２年12月10日 第２回みどり市支援センター運営協議会（要約版）　午後７時１分開会",
            "みどり市支援センター運営協議会",
            2,
        ),
        ("令和６年度第６回議事録（みどり県総合支援協議会）", "みどり県総合支援協議会", 6),
        ("議会運営委員会－01号　議会運営委員会", "議会運営委員会", None),
        ("令和 ４年 2月16日議会運営委員会−02月16日-01号", "議会運営委員会", None),
        ("平成27年５月 みどり市：令和２年全員協議会 本文", "全員協議会", None),
        ("平成28年第4回みどり市議会定例会会議録（第4号）", "みどり市議会定例会", 4),
        ("本年度の第1回図書館協議会は次のとおり行われました", "図書館協議会", 1),
        ("平成30年度経営者協議会定期総会開かる", "経営者協議会定期総会", None),
        ("令和3年12月福祉健康委員会会議録", "福祉健康委員会", None),
        ("7月度運営委員会 議事録", "運営委員会", None),
    ],
)
def test_titles(printed: str, name: str, session: int | None) -> None:
    assert clean_name(printed) == name
    assert session_of("".join(printed.split())) == session


def test_labelled_header(meeting: Read) -> None:
    found = meeting(
        "第52回みどり市環境審議会　要点記録\n\n■日　時：令和５年10月27日（金）　10時00分～11時55分\n"
        "■場　所：市役所別館　３階　第２委員会室\n"
        "■出席委員：今田健、柏木幸一\n\n【１】開　会\n会長が開会を宣し、事務局が定足数を満たしていることを報告した。\n"
        "次回は、12月４日（月）午後２時から開催することとした。\n"
    )
    assert (found.name, found.session, found.date, found.start_time, found.end_time, found.venue) == (
        "みどり市環境審議会", 52, "2023-10-27", "10:00", "11:55", "市役所別館 ３階 第２委員会室",
    )  # fmt: skip
    assert set(found.sources) == {"name", "session", "date", "start_time", "end_time", "venue"}


def test_a_bracket_before_the_word_for_the_record(meeting: Read) -> None:
    found = meeting(
        "みどり市　庁議（政策会議）の概要\n\n１　期　日　　令和５年７月18日（火）　午前９時00分から午前10時10分まで\n"
        "２　会　場　　本庁舎　庁議室\n３　構成員　　市長、副市長\n４　案　件\n\n"
        "【審議事項】　計画の改訂について\n原案のとおり決定した。次回の庁議に経過を報告する。\n"
    )
    assert found.name == "みどり市 庁議（政策会議）"


def test_one_label_for_date_and_place(meeting: Read) -> None:
    found = meeting(
        "【日時・場所】令和６年10月12日（土）\n１９：３０～みどり公民館にて\n【出席者】理事（欠席２）\n次のことについて話し合いました。\n・秋祭りの収支報告\n"
    )
    assert (found.date, found.start_time, found.end_time, found.venue) == ("2024-10-12", "19:30", None, "みどり公民館")


def test_hours_of_the_body_and_unlabelled_head(meeting: Read) -> None:
    found = meeting(
        "議会運営委員会速記録第六号\n\n令和六年二月十五日（木曜日）\n議会運営委員会室\n　午前十一時三分開議\n出席委員　三名\n委員長野田　有信君\n"
        "理事新藤　義彦君\n秋田　一郎君\n\n"
        "○野田委員長　ただいまから議会運営委員会を開会いたします。\n　　　　午後零時五分散会\n"
    )
    assert (found.name, found.date, found.start_time, found.end_time, found.venue) == (
        "議会運営委員会", "2024-02-15", "11:03", "12:05", "議会運営委員会室",
    )  # fmt: skip


def test_month_and_day_take_the_fiscal_year(meeting: Read) -> None:
    found = meeting(
        "令和２年度　建設経済委員会\n\n第４回委員会　（２月１２日）\n出席委員　髙田和子委員長，桜田美咲副委員長\n"
        "\n髙田委員長）ただいまから，建設経済委員会を開きます。\n"
    )
    assert (found.name, found.session, found.date) == ("建設経済委員会", 4, "2021-02-12")


@pytest.mark.parametrize(("file", "date"), [("memo_20230904.txt", "2023-09-04"), ("memo.txt", None)])
def test_year_from_the_file_name(meeting: Read, file: str, date: str | None) -> None:
    found = meeting(
        "日時: 9/4(月)　10:30～12:00\n場所: オンライン\n参加者: 福田、大内\n\n1. 今後の進め方について\n- 資料を見直すのがよいという意見が出ました。\n",
        file,
    )
    assert (found.date, found.start_time) == (date, "10:30")


def test_damaged_date_is_none(meeting: Read) -> None:
    found = meeting(
        "みどり市審議会　議事録\n\n日時：平成27年1124日（）午後130分\n場所：市役所\n\n会長　ただいまから審議会を始めます。本日もよろしくお願いします。\n",
        "memo_20151124.txt",
    )
    assert (found.date, found.start_time, found.venue) == (None, None, "市役所")


def test_name_from_the_opening_speech(meeting: Read) -> None:
    found = meeting(
        "○事務局（榊原）　皆様おそろいになりましたので、"
        "ただいまから、令和４年度第３回みどり市立図書館協議会を始めさせていただきます。本日は欠席の連絡はございません。\n"
        ""
    )
    assert (found.name, found.session, found.date) == ("みどり市立図書館協議会", 3, None)


def test_era_and_western_year_that_disagree(meeting: Read) -> None:
    head = "みどり市環境審議会　会議録\n\n日時：{}\n場所：市役所\n\n会長　ただいまから審議会を始めます。本日もよろしくお願いします。\n"
    assert meeting(head.format("令和４年（2021年）６月１３日（月）")).date == "2022-06-13"
    assert meeting(head.format("令和４年（2021年）６月１３日")).date is None


@pytest.mark.parametrize(
    ("preface", "venue"),
    [
        ("令和５年６月５日第２回みどり町議会定例会は、みどり町議会議場に招集された。", "みどり町議会議場"),
        (
            "令和５年12月11日（月）午前９時30分より\n議事堂内第２会議室において標記会議を下記のとおり開催した。",
            "議事堂内第２会議室",
        ),
        ("令和５年12月11日　みどり会館にて、第２回みどり審議会を開いた。", "みどり会館"),
    ],
)
def test_venue_of_a_preface(meeting: Read, preface: str, venue: str) -> None:
    found = meeting(
        f"みどり町会議録\n\n{preface}\n１　出席議員は、２名で次のとおりである。\n　１番　山田太郎\n"
        "\n○議長（山田太郎君）　ただいまから会議を開きます。\n"
    )
    assert found.venue == venue
    assert found.date in ("2023-06-05", "2023-12-11")


def test_a_table_of_contents_is_no_header(meeting: Read) -> None:
    contents = "".join(f"○日程第{n}　第{n}の件……………………{n + 1}\n" for n in range(1, 5))
    found = meeting(
        f"令和５年第３回みどり町議会定例会会議録　目次\n{contents}\n令和５年第３回みどり町議会定例会会議録\n\n"
        "招集年月日　令和５年９月５日\n招集の場所　みどり町議場\n出席議員　山田太郎、川上花子\n\n○議長（山田太郎君）　開会します。\n"
    )
    assert (found.date, found.venue) == ("2023-09-05", "みどり町議場")


@pytest.mark.parametrize(
    ("head", "name", "session"),
    [
        (
            "令和４年度第３回みどり町子ども会議及び\n次世代育成対策協議会概要",
            "みどり町子ども会議及び次世代育成対策協議会",
            3,
        ),
        ("景観会議基本問題専門調査会", "景観会議基本問題専門調査会", None),
        ("昨日、会議室で\n第３回学校運営協議会が\n行われました", "学校運営協議会", 3),
        ("更新日：2021年8月1日", None, None),
    ],
)
def test_titles_of_other_shapes(meeting: Read, head: str, name: str | None, session: int | None) -> None:
    found = meeting(
        f"{head}\n日時；令和４年６月７日（火）午後３時\n場所；みどり会館\n（開催要旨）\n出席者\n会長　南　良夫　みどり協議会事務局長\n\n"
        "会議の内容\n・前回の会議録を確認した。\n"
    )
    assert (found.name, found.session, found.venue) == (name, session, "みどり会館")


def test_a_damaged_end_and_a_table_with_bars(meeting: Read) -> None:
    found = meeting(
        "第１回みどり市防災会議会議録\n開催日時 | 令和元年8月27日（火曜日） 午後2時～2時25 |\n開催場所 | みどり会館 第7・8会議室 |\n"
        "出席者 | 南会長、北川委員 |\n会議録\n（会長）ただいまから会議を開会します。\n"
    )
    assert (found.start_time, found.end_time, found.venue) == ("14:00", None, "みどり会館 第7・8会議室")


def test_the_clock_alone_at_both_ends_of_the_body(meeting: Read) -> None:
    found = meeting(
        "第１回みどり町農業委員会総会議事録\n令和元年7月22日第１回みどり町農業委員会総会は、みどり町役場議事堂文化ホ\nールに招集された。\n"
        "出席者\n　１番　南　良夫\n第１回総会\n（午前９時30分）\n南局長　第１回総会の開会を宣言した。\n（午前10時５分）\n"
    )
    assert (found.start_time, found.end_time, found.venue) == ("09:30", "10:05", "みどり町役場議事堂文化ホール")


HEAD_OF_COPY = """みどり市議会 > 2022-02-16 >
    令和 ４年 2月16日議会運営委員会−02月16日-01号令和 ４年 2月16日議会運営委員会                                  令和４年2月16日(水)                                         午前10時                                     第6・第7委員会室 [議題] 1.日程の変更 2.意見書の扱い 3.その他    ……………………………………………          9時57分開会 ○委員長佐原勝春) ただいまから、議会運営委員会を開会する。本日の日程を説明する。    ────────────────── △委員会の傍聴について  傍聴を望む者がいないことを委員長が伝えた。
"""  # noqa: E501


def test_a_web_copy_in_one_line_tells_all(meeting: Read) -> None:
    read = meeting(HEAD_OF_COPY)
    assert (read.name, read.date, read.start_time, read.venue) == (
        "議会運営委員会", "2022-02-16", "09:57", "第6・第7委員会室",
    )  # fmt: skip


def test_a_head_without_labels(meeting: Read) -> None:
    read = meeting(
        "ここから本文です。\nホーム > くらし > 会議開催結果\n令和６年度第２回みどり県国保運営連携会議\n"
        "令和６年８月８日（木曜日）午後２時15分から４時まで\n南庁舎４階特別会議室\n"
        "鈴原委員、山代委員、篠山委員、伊庭委員\n（１）開会\n（２）部長あいさつ\n"
        "（事務局）資料１により説明します。ご意見をお願いします。\n"
    )
    assert (read.name, read.session, read.date, read.start_time, read.end_time, read.venue) == (
        "みどり県国保運営連携会議", 2, "2024-08-08", "14:15", "16:00", "南庁舎４階特別会議室",
    )  # fmt: skip


def test_a_day_in_the_text_opens_no_head_without_labels(meeting: Read) -> None:
    read = meeting("みどりだより\n７月24日（水）は休館日です。\n本庁舎にお越しください。\n")
    assert read.date is None


def test_the_place_below_a_shared_label(meeting: Read) -> None:
    read = meeting(
        "みどり市図書館協議会会議録\n１ 日時及び場所\n\n令和６年９月７日（土曜日） 午前10時15分から午前11時45分まで\n"
        "みどり市立図書館 ２階ホール\n\n２ 出席者\n\n小川 敏子 委員\n千田 和江 委員\n\n３ 開会\n\n館長が開会を宣言した。\n"
    )
    assert read.venue == "みどり市立図書館 ２階ホール"


def test_hours_inside_the_place_are_no_part_of_it(meeting: Read) -> None:
    read = meeting(
        "みどり市立図書館協議会　定例会議事録\n日時：2017年11月30日（木）\n"
        "場所：みどり市立図書館　午後2時40分～午後3時50分　4階集会室\n出席者：山名洋、清原陽子\n１　利用の様子\n館長が利用の様子を述べた。\n"
    )
    assert (read.start_time, read.end_time, read.venue) == ("14:40", "15:50", "みどり市立図書館 4階集会室")
