"""Objections to what was posted, as 会议议决 says them: those to decide, and those that are settled."""

from collections.abc import Iterator

from xlcampaign.layout.choices import CONCLUSIONS, label_of
from xlcampaign.layout.objections import objections_table
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Objection
from xlcampaign.words import T, enumerated

RESULT = T(
    "□ 成立　□ 部分成立　□ 不成立\n文号/纪要号＿＿＿＿＿＿＿",
    "□\N{NO-BREAK SPACE}upheld  □\N{NO-BREAK SPACE}partly  □\N{NO-BREAK SPACE}not upheld\nDocument/minutes no. ________",
)
_RAISED = T("异议：{text}", "objection: {text}")
_INQUIRY = T("核查情况：{text}", "looked into: {text}")
_CONCLUDED = T("结论：{text}", "conclusion: {text}")
_LACKING = T("缺{columns}", "lacking: {columns}")


def objection_words(objection: Objection, plan: Plan) -> Iterator[T]:
    """Yield what an objection says: what was raised, how it was looked into, what came of it, what is still lacking."""
    titles = {column.key: column.title for column in objections_table(plan).columns}
    yield _RAISED.filled(text=objection.raised)
    if objection.inquiry:
        yield _INQUIRY.filled(text=objection.inquiry)
    if objection.conclusion:
        yield _CONCLUDED.filled(text=label_of(CONCLUSIONS, objection.conclusion))
    if objection.lacking:
        yield _LACKING.filled(columns=enumerated(titles[key] for key in objection.lacking))
