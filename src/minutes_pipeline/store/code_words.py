"""Japanese words for the codes that records hold (コードの言葉). Imports nothing, so that ``minutes search`` starts at once."""

from __future__ import annotations

RESULTS = {"approved": "承認", "decided": "決定", "deferred": "継続", "rejected": "否決", "noted": "報告・共有"}
QUALIFIERS = {"about": "約", "nearly": "ほぼ", "over": "以上", "under": "未満", "at_most": "最大"}
GROUPS = {"member": "委員", "secretariat": "事務局", "explainer": "説明員", "observer": "オブザーバー"}
STATUSES = {
    "present": "出席", "absent": "欠席", "online": "オンライン", "proxy": "代理出席", "late": "遅刻",
    "left_early": "早退",
}  # fmt: skip
ROLES = {"chair": "会長・議長", "vice_chair": "副会長"}
SIDES = {"chair": "議長", "member": "委員", "secretariat": "事務局", "explainer": "説明員", "other": "その他"}
SEVERITIES = {"info": "参考", "warning": "注意", "error": "誤り"}
REVIEWS = {"accepted": "確認済み", "edited": "訂正", "added": "追加"}
STANDINGS = {"current": "いまの版", "superseded": "前の版", "rendition": "別形式"}
ACTIONS = {"edit": "訂正", "accept": "確認", "reject": "除外", "add": "追加"}
STATES = {"active": "有効", "conflict": "食い違い", "withdrawn": "取り消し"}
CHANGES = {
    **ACTIONS, "withdraw": "取り消し", "replace": "訂正し直し", "resolve": "食い違いの決着", "status": "状態",
    "version": "版", "conflict": "食い違い", "settle": "食い違いの解消", "link": "つながりの決定",
}  # fmt: skip
CONFIRMATIONS = {"draft": "案", "confirmed": "確定"}
PUBLICATIONS = {"not_public": "非公開", "partly": "一部公開", "public": "公開"}
GENRES = {"summary": "要点筆記", "discussion": "質疑形式", "verbatim": "逐語"}
KINDS = {
    "decision": "決定事項", "action": "宿題", "issue": "課題", "metric": "数値", "agenda_item": "議題", "goal": "目標",
    "program": "事業・取組", "attendee": "出席者", "remark": "発言", "text": "本文",
}  # fmt: skip
