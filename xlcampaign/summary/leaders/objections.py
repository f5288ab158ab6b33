"""Objections to what was posted, as 会议议决 says them: those to decide, and those that are settled."""

from collections.abc import Iterator

from xlcampaign.layout.choices import CONCLUSIONS, label_of
from xlcampaign.layout.objections import objections_table
from xlcampaign.model.objections import Objection
from xlcampaign.model.plan import Plan
from xlcampaign.words import T, enumerated, same

RESULT = T(
    "□ 成立　□ 部分成立　□ 不成立\n文号/纪要号＿＿＿＿＿＿＿",
    "□\N{NO-BREAK SPACE}upheld  □\N{NO-BREAK SPACE}partly  □\N{NO-BREAK SPACE}not upheld\nDocument/minutes no. ________",
)
_RAISED = T("异议：{text}", "objection: {text}")
_INQUIRY = T("核查情况：{text}", "looked into: {text}")
_CONCLUDED = T("结论：{text}", "conclusion: {text}")
_UNREAD = T("{column}：“{found}”看不懂", "{column}: “{found}” cannot be read")
_TIED = T(
    "几份表写的不一样，分不出新旧：{cells}",
    "forms say different things, and nobody can tell which is newest: {cells}",
)
_LACKING = T("缺{columns}", "lacking: {columns}")


def objection_words(objection: Objection, plan: Plan) -> Iterator[T]:
    """Yield what an objection says: what was raised, how it was looked into, what came of it, what is unread or lacking."""
    titles = {column.key: column.title for column in objections_table(plan).columns}
    unread = {key: objection.unread[key] for key in objection.lacking if key in objection.unread}
    if objection.raised:
        yield _RAISED.filled(text=objection.raised)
    if objection.rivals:
        cells = enumerated(same(place.say()) for place in (objection.place, *objection.rivals))
        yield _TIED.filled(cells=cells)
        return
    if objection.inquiry:
        yield _INQUIRY.filled(text=objection.inquiry)
    if objection.conclusion:
        yield _CONCLUDED.filled(text=label_of(CONCLUSIONS, objection.conclusion))
    for key, found in unread.items():
        if key == "subject":
            continue  # the agenda says it, with its cell
        yield _UNREAD.filled(column=titles[key], found=found)
    if lacking := [key for key in objection.lacking if key not in unread]:
        yield _LACKING.filled(columns=enumerated(titles[key] for key in lacking))
