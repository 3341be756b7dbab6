"""Issues: problems asserted in the words of many offices, and what only sounds like one."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract.issue_counters import COUNTERSIGNS
from minutes_pipeline.extract.issue_rules import SIGNS, Sign
from minutes_pipeline.extract.issue_signs import unmasked
from minutes_pipeline.extract.issues import extract_issues
from minutes_pipeline.model.section import Outline

pytestmark = pytest.mark.usefixtures("rules_alone")

Build = Callable[..., Outline]


@pytest.mark.parametrize(("sign", "text"), [(s, t) for s in SIGNS for t in s.accepts])
def test_the_table_accepts(sign: Sign, text: str) -> None:
    assert sign.pattern.search(text)


@pytest.mark.parametrize(("sign", "text"), [(s, t) for s in SIGNS for t in s.rejects])
def test_the_table_rejects(sign: Sign, text: str) -> None:
    assert not sign.pattern.search(text)


def test_every_weight_points_its_way() -> None:
    assert all(0 < s.weight <= 1 for s in SIGNS)
    assert all(s.weight < 0 for s in COUNTERSIGNS)
    assert len({s.id for s in (*SIGNS, *COUNTERSIGNS)}) == len(SIGNS) + len(COUNTERSIGNS)


PROBLEMS = [
    "若い世代の参加が減ってきている。",
    "予算の確保の見通しが立っていない。",
    "回覧板を読んでもらえない。",
    "参加者が固定化している。",
    "名簿の更新が三年間止まったままになっている。",
    "不登校の児童は五年前の二倍に増えています。",
    "講師の確保が追いついていないのではないか。",
    "閉所により、送る家庭の負担が増します。",
    "バスが一日三本しかなく、通院に一日がかりとなる。",
    "団体間の情報共有が図られていない。",
    "訪問介護では夜間に動ける職員が足りない。",
    "保育所の空きがなく、復職をあきらめた保護者がいる。",
    "教員の時間外勤務が減らず、授業の準備に手が回っていません。",
    "通学路の歩道が狭く、自転車と接触する危険があります。",
    "橋の老朽化が進み、大型車の通行を止めざるを得ない。",
    "ごみの分別が転入者に伝わっていない。",
    "移動図書館の利用は年々落ち込んでおり、周知が課題である。",
    "後継ぎのいない農家が七割を占め、耕作放棄地が増えている。",
    "消防団員は定数の七割にとどまる。",
    "常勤の医師は一人しかおらず、夜間の救急を断っている。",
    "水道管の更新が追いつかず、漏水が相次いでいる。",
    "観光案内の看板は文字が小さく読みにくい。",
    "文化祭の実行委員のなり手がいない。",
    "PTAの役員の負担が重いという声がある。",
    "回収率は目標に達していません。",
    "学校によって備品に差が広がっている。",
    "職員への研修が必要である。",
    "このままでは事業を続けられない。",
]
NOT_PROBLEMS = [
    "不足している備品を購入しました。",
    "困ったときに相談できる窓口を紹介した。",
    "前回、出席できなかった委員を紹介する。",
    "前例にとらわれず、自由な意見交換も行えるようにする。",
    "他市では待ち時間が半減したという。",
    "会議録の修正の申出はございませんでした。",
    "オンラインで出席できれば、引き受ける方も増えると思います。",
    "行き場を失う人が出ないよう願うと述べた。",
    "各部長は、滞っている案件を七月末までに洗い出し、報告すること。",
    "将来の夢に男女の差はほとんど見られない。",
    "訪問介護の利用者は前年より36人増えた。",
    "待機児童は分園の開設により解消した。",
    "老朽化していた遊具の更新を終えた。",
    "特に問題は生じておりません。",
    "苦情は寄せられていない。",
    "課題の洗い出しをグループに分かれて行った。",
    "孤立を防ぐためのサロンを月二回開いている。",
    "減免の対象となるのは住民税非課税の世帯です。",
    "対象を広げるべきではないでしょうか。",
    "費用はどのくらいかかるのですか。",
    "もう少し早く資料を送っていただけませんか。",
    "本日の会議は公開とする。",
    "事故は前年同期の9件から4件に減った。",
    "老朽化した庁舎の建替えについて",
    "不登校の児童を支える教室を二か所に設けている。",
    "火災の発生件数は14件である。",
]


@pytest.mark.parametrize("text", PROBLEMS)
def test_a_problem_asserted_is_found(text: str, outline_of: Build) -> None:
    (record,) = extract_issues(outline_of(("委員", text)))
    assert record.quote == text
    assert record.rule_id.startswith("issue.")


@pytest.mark.parametrize("text", NOT_PROBLEMS)
def test_what_asserts_no_problem_is_left(text: str, outline_of: Build) -> None:
    assert extract_issues(outline_of(("委員", text))) == ()


def test_a_label_lends_weight_and_a_heading_none(outline_of: Build) -> None:
    text = "人材の確保"
    assert extract_issues(outline_of(("", text), label="課題"))
    assert extract_issues(outline_of(("", text), label="取組")) == ()
    assert extract_issues(outline_of(("#", "当面の課題について"))) == ()


def test_a_leading_bracket_is_no_part_of_the_quote(outline_of: Build) -> None:
    (record,) = extract_issues(outline_of(("", "（開館を延ばせないかという質問に対して）夜間を担う職員が足りない。")))
    assert record.quote == "夜間を担う職員が足りない。"


def test_a_condition_is_no_sign() -> None:
    assert "ない" not in unmasked("届かない場合は再送する")
    assert unmasked("届かない") == "届かない"


def test_more_signs_more_confidence(outline_of: Build) -> None:
    plain = extract_issues(outline_of(("", "公園の木が枯れている。")))[0]
    heavy = extract_issues(outline_of(("", "職員が足りず、負担が大きくなっていることが課題である。")))[0]
    assert heavy.confidence > plain.confidence


def test_what_is_denied_in_a_clause_before_denies_nothing_behind_it(outline_of: Build) -> None:
    text = "火災の件数は減っているが、空き家での不審火が問題となっている。"
    assert [r.quote for r in extract_issues(outline_of(("", text)))] == [text]
    assert extract_issues(outline_of(("", "不審火が心配されたが、火災の件数は年々減っている。"))) == ()
