"""Attendees of whole documents: groups, presence, tables, end rosters, the same person once, functions from speakers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.extract.attendees import extract_attendees
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.pipeline import read_document, segment

Read = Callable[[str], tuple[Attendee, ...]]


@pytest.fixture
def attendees(tmp_path: Path) -> Read:
    def read(text: str) -> tuple[Attendee, ...]:
        path = tmp_path / "minutes.txt"
        path.write_text(text, encoding="utf-8")
        document = read_document(path)
        people = extract_attendees(segment(document))
        assert all(document.text[p.span.start : p.span.end] == p.quote for p in people)
        return people

    return read


BODY = "\n\n１　開会\n会長　ただいまから、みどり市環境審議会を開会いたします。本日はお集まりいただきありがとうございます。\n"


def test_groups_and_presence(attendees: Read) -> None:
    people = attendees(
        "みどり市環境審議会　会議録\n\n日　時：令和６年５月17日（金）午後２時\n場　所：市役所３階会議室\n"
        "出席委員：今田健（会長）、柏木幸一（副会長）、小田学\n欠席委員：古川修\n"
        "説明員：環境部長　石田正行\n事務局：環境政策課　山田課長、同課　佐藤主査\n傍聴者：３名" + BODY
    )
    assert [(p.name, p.affiliation, p.job_title, p.role, p.group, p.status) for p in people] == [
        ("今田健", None, None, "chair", "member", "present"),
        ("柏木幸一", None, None, "vice_chair", "member", "present"),
        ("小田学", None, None, None, "member", "present"),
        ("古川修", None, None, None, "member", "absent"),
        ("石田正行", "環境部", "部長", None, "explainer", "present"),
        ("山田", "環境政策課", "課長", None, "secretariat", "present"),
        ("佐藤", "環境政策課", "主査", None, "secretariat", "present"),
    ]


def test_marks_of_chair_and_vice_chair(attendees: Read) -> None:
    people = attendees(
        "みどり市議会　総務委員会記録\n\n１．日　時　　令和６年５月17日（金）午前10時\n１．場　所　　第２委員会室\n"
        "１．出席委員　　◎北田みゆき　　　○栗田宗一　　　佐々木貴子　　　小久保真司\n"
        "１．事務局員　　榎本雅人局長　　　南田和宏次長\n１．議　題　　1.所管事務調査について\n"
        "午前10時３分開会\n◎北田委員長　　ただいまから、総務委員会を開会いたします。\n"
    )
    assert [(p.name, p.role) for p in people if p.group == "member"] == [
        ("北田みゆき", "chair"), ("栗田宗一", "vice_chair"), ("佐々木貴子", None), ("小久保真司", None),
    ]  # fmt: skip
    assert [(p.name, p.job_title) for p in people if p.group == "secretariat"] == [
        ("榎本雅人", "局長"),
        ("南田和宏", "次長"),
    ]


def test_a_mark_before_everyone_is_a_bullet(attendees: Read) -> None:
    people = attendees(
        "みどり市環境審議会　会議録\n\n日　時：令和６年５月17日\n場　所：市役所\n出席委員：\n　○今田健\n　○柏木幸一\n　○小田学"
        + BODY
    )
    assert {p.role for p in people} == {None}


def test_staff_without_seat_are_the_secretariat(attendees: Read) -> None:
    people = attendees(
        "第10回みどり市農業委員会議事録\n\n開会時間　　午後３時６分\n\n出席委員\n"
        "　　１番委員　吉井美華子　　　　２番委員　野口達也\n　　３番委員　関口博昭\n欠席委員\n　　６番委員　鳩山隆史\n"
        "　　局長　元木勇治　　次長　今村好一\n\n○元木局長　　では、ただいまから第10回みどり市農業委員会総会を開催いたします。\n"
    )
    assert [(p.name, p.group, p.status) for p in people] == [
        ("吉井美華子", "member", "present"), ("野口達也", "member", "present"), ("関口博昭", "member", "present"),
        ("鳩山隆史", "member", "absent"), ("元木勇治", "secretariat", "present"), ("今村好一", "secretariat", "present"),
    ]  # fmt: skip


def test_function_from_a_speaker_label(attendees: Read) -> None:
    people = attendees(
        "令和６年第３回みどり町議会定例会会議録\n\n招集年月日　　令和６年６月５日（水）\n招集場所　　みどり町議会議場\n"
        "出席議員\n　　１番　鈴田　基之　　　２番　相田　力\n　　３番　小泉　二文恵\n欠席議員　　なし\n\n"
        "〇議長（小泉二文恵君）　ただいまから、令和６年第３回みどり町議会定例会を開会いたします。\n"
    )
    assert [(p.name, p.role) for p in people] == [("鈴田基之", None), ("相田力", None), ("小泉二文恵", "chair")]


def test_principal_listed_in_full_stays_once(attendees: Read) -> None:
    people = attendees(
        "みどり市環境審議会　会議録\n\n日　時：令和６年５月17日（金）午後２時\n場　所：市役所\n"
        "出席委員：今田健（会長）、小田学（商工会議所）\n　（代理出席）佐原豊（電力会社、古川委員代理）\n欠席委員：古川修（電力会社）"
        + BODY
    )
    assert [(p.name, p.status) for p in people] == [
        ("今田健", "present"),
        ("小田学", "present"),
        ("佐原豊", "proxy"),
        ("古川修", "absent"),
    ]


def test_roster_at_the_end(attendees: Read) -> None:
    people = attendees(
        "みどり研究会　議事録\n\n日時：2024年10月31日 14:00\n場所：みどり会館\n出席者：末尾に記載\n\n"
        "(1) 活動の報告\n今年度の活動について事務局から報告があり、質疑を行いました。\n以上で閉会しました。\n\n"
        "出席者：\nみどり電機\n　　前田　幸一\n　　橋本　進\n港精工\n　　淡路　康子\n"
    )
    assert [(p.name, p.affiliation) for p in people] == [
        ("前田幸一", "みどり電機"),
        ("橋本進", "みどり電機"),
        ("淡路康子", "港精工"),
    ]


def test_nobody_of_the_body_is_listed(attendees: Read) -> None:
    people = attendees(
        "みどり町会総会議事録\n\n日時：令和６年５月17日（金）午後２時\n場所：会館\n出席人数：３８名\n\n"
        "１．開会\n会則により議長に大西忠氏を選出した。監事の高田氏から報告があった。\n"
    )
    assert people == ()
