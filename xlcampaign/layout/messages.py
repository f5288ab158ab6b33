"""Messages to units and texts to post: what their placeholders are called, what they say unless the plan says otherwise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.layout.feedback import RESULTS_BRANCH
from xlcampaign.layout.returned import RETURNED_BRANCH, RETURNED_COMMITTEE
from xlcampaign.layout.text import squeeze
from xlcampaign.model.message import MAILS, POSTINGS, Message, MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.words import T, enumerated

BRACES = {"{", "}", "｛", "｝", "{}", "｛｝"}
"""What is no placeholder for want of a name or of a brace."""
_MARK = re.compile(r"[{｛]{2,}[^{}｛｝]*[}｝]{2,}|[{｛]([^{}｛｝]*)[}｝]|[{｛}｝]")
"""What stands in braces more than once; a placeholder, in braces of either width; a brace without its other half."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a message says by a name in braces, in the messages of which kinds."""

    key: str
    title: T
    kinds: tuple[MessageKind, ...] = tuple(MessageKind)

    @property
    def names(self) -> set[str]:
        """What it goes by in either language, squeezed."""
        return {squeeze(self.title.zh), squeeze(self.title.en)}


PLACEHOLDERS = (
    Placeholder("branch", T("支部", "branch"), MAILS),
    Placeholder("secretary", T("书记", "secretary"), MAILS),
    Placeholder("campaign", T("活动", "campaign")),
    Placeholder("organisation", T("单位", "organisation")),
    Placeholder("stage", T("阶段", "stage")),
    Placeholder("step", T("步骤", "step"), MAILS),
    Placeholder("deadline", T("截止日期", "deadline"), MAILS),
    Placeholder("attachments", T("附件", "attachments"), MAILS),
    Placeholder("missing", T("欠报", "missing"), (MessageKind.REMINDERS,)),
    Placeholder("first", T("公示开始", "posted from"), POSTINGS),
    Placeholder("last", T("公示结束", "posted to"), POSTINGS),
    Placeholder("receiver", T("受理处", "receiver"), POSTINGS),
    Placeholder("objections", T("异议", "objections"), (MessageKind.OUTCOME,)),
    Placeholder("corrections", T("更正", "corrections"), (MessageKind.OUTCOME,)),
    Placeholder("list", T("名单", "list"), (MessageKind.OUTCOME,)),
)


def _listed(placeholders: tuple[Placeholder, ...]) -> T:
    return enumerated(T(f"{{{p.title.zh}}}", f"{{{p.title.en}}}") for p in placeholders)


_IN_MAILS = tuple(p for p in PLACEHOLDERS if set(MAILS) <= set(p.kinds))
_IN_POSTINGS = tuple(p for p in PLACEHOLDERS if set(POSTINGS) & set(p.kinds))
MESSAGES_NOTE = T(
    f"发邮件、发微信、贴公示用的文字，可以改。发出时换成实际内容的：{_listed(_IN_MAILS).zh}；催报另有 {{欠报}}；"
    f"公示和公示结果里是 {_listed(_IN_POSTINGS).zh}（后三个只在公示结果里）。删掉一行就用标准文字。",
    f"What mails, chats and postings say; change it as you like. Filled in for each unit: {_listed(_IN_MAILS).en}; in"
    f" reminders {{missing}} as well; in what is posted {_listed(_IN_POSTINGS).en} (the last three in its outcome alone)."
    " Without its row a message says the standard text.",
)

STANDARD_MESSAGES = (
    (
        MessageKind.FORMS,
        T("{活动}：{步骤}的表（{支部}）", "{campaign}: forms for {step} ({branch})"),
        T(
            "{支部}：\n\n{活动}{阶段}“{步骤}”的表见附件：\n{附件}\n\n请下载后用 Excel 或 WPS 填写淡黄色的格子，"
            "不要在邮件里直接打开填写。"
            "第一张表写着“可以上报”后，于 {截止日期} 前把填报表原样发回本邮箱，不要转成 PDF 或图片。\n\n{单位}",
            "To {branch}\n\nAttached are the forms of {campaign}, {stage}, for {step}:\n{attachments}\n\nPlease save them,"
            " fill in the tinted cells in Excel or WPS, and send the form back to this address by {deadline}, once its"
            " first sheet says that it may be sent; as it is, not as a PDF or a picture.\n\n{organisation}",
        ),
    ),
    (
        MessageKind.RETURNS,
        T("{活动}：报送的表请改正（{支部}）", "{campaign}: please correct your form ({branch})"),
        T(
            "{支部}：\n\n报来的表有几处请改正或核对，见附件：\n{附件}\n\n第一张表“退回说明”逐条写明在哪里、怎么改：红色的是错误，"
            "请改好；黄色的请核对，没有错的不用动。照“退回说明”改好，存盘发回即可，没有问题的不用重填。\n\n{单位}",
            "To {branch}\n\nPlease correct, or look at, some of what you sent; see the attachment:\n{attachments}\n\n"
            "Its first sheet lists each place and what to do: red is wrong and needs correcting, yellow wants looking at and"
            " stays if it is right. Mend it as the list says, save, and send it back; nothing else need be filled in"
            " again.\n\n{organisation}",
        ),
    ),
    (
        MessageKind.REMINDERS,
        T("{活动}：请尽快报表（{支部}）", "{campaign}: your form is due ({branch})"),
        T(
            "{支部}：\n\n{活动}{阶段}，以下的表还没有收到：\n{欠报}\n\n请填好后尽快发回；已经发出的，请告知发到了哪个邮箱。"
            "填以前发给你们的表就行。附件：\n{附件}\n\n{单位}",
            "To {branch}\n\nOf {campaign}, {stage}, these forms have not arrived yet:\n{missing}\n\nPlease send them"
            " soon; if you did, tell us to which address. The forms that you have will do. Attached:\n"
            "{attachments}\n\n{organisation}",
        ),
    ),
    (
        MessageKind.RESULTS,
        T("{活动}：{阶段}评议结果（{支部}）", "{campaign}: results of {stage} ({branch})"),
        T(
            "{支部}：\n\n{活动}{阶段}的结果见附件：\n{附件}\n\n只发本支部，请勿转发。有疑问请与我们联系。\n\n{单位}",
            "To {branch}\n\nAttached are your results of {campaign}, {stage}:\n{attachments}\n\nThey are for your branch"
            " alone; please do not pass them on. Ask us where anything is unclear.\n\n{organisation}",
        ),
    ),
    (
        MessageKind.POSTING,
        T("{活动}{阶段}公示", "{campaign}, {stage}: posted"),
        T(
            "{活动}{阶段}的推荐、表彰对象，见旁边的公示表，现予公示。\n\n公示期：{公示开始}至{公示结束}。"
            "如有异议，请在公示期内向{受理处}反映。反映人不公开。\n\n{单位}\n{公示开始}",
            "Who is recommended or commended in {campaign}, {stage}, stands on the page beside this.\n\nIt is posted from"
            " {posted from} to {posted to}. Objections within that time go to {receiver}; who raises one is not made"
            " public.\n\n{organisation}\n{posted from}",
        ),
    ),
    (
        MessageKind.OUTCOME,
        T("{活动}{阶段}公示结果", "{campaign}, {stage}: outcome of the posting"),
        T(
            "{活动}{阶段}的推荐、表彰对象自{公示开始}至{公示结束}公示，已经期满。\n\n异议：{异议}。\n更正：{更正}。\n\n"
            "最后名单：\n{名单}\n\n{单位}",
            "Who is recommended or commended in {campaign}, {stage}, was posted from {posted from} to {posted to}.\n\n"
            "Objections: {objections}.\nCorrections: {corrections}.\n\nFinal list:\n{list}\n\n{organisation}",
        ),
    ),
)
"""What is written, each with its subject, where the plan does not say it."""

MARKS = {
    MessageKind.RETURNS: (RETURNED_BRANCH, RETURNED_COMMITTEE),
    MessageKind.RESULTS: (RESULTS_BRANCH,),
}
"""What ends the names of the files that go with a message, where it is not the forms of a step."""
OWED = T("{form}（截止 {deadline}，{state}）", "{form} (due {deadline}, {state})")
"""How a form is called that is still to come."""
RECIPIENTS = T("收件人（{kind}）.xlsx", "recipients ({kind}).xlsx")
"""The list of those to whom messages of a kind go."""


def message_of(plan: Plan, kind: MessageKind) -> Message:
    """Return the message of a kind: the plan's, or the standard one in the plan's language."""
    lang = plan.campaign.language
    standard = (Message(one, subject.say(lang), text.say(lang)) for one, subject, text in STANDARD_MESSAGES)
    return next(message for message in (*plan.messages, *standard) if message.kind is kind)


def placeholders_of(kind: MessageKind | None) -> tuple[Placeholder, ...]:
    """Return what messages of a kind may say by placeholders; of an unknown kind, all there are."""
    return tuple(p for p in PLACEHOLDERS if kind is None or kind in p.kinds)


def listed(kind: MessageKind | None) -> T:
    """Return what the placeholders of a kind of message are called."""
    return enumerated(p.title for p in placeholders_of(kind))


def unknown_in(text: str, kind: MessageKind | None) -> Iterator[str]:
    """Yield what stands in braces and messages of a kind do not have; of a lone brace or several, these as well."""
    known = set().union(*(p.names for p in placeholders_of(kind)))
    for match in _MARK.finditer(text):
        if match[1] is None or squeeze(match[1]) not in known:
            yield match[1] or match[0]


def fill_in(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled, by their keys.

    Raises:
        KeyError: it has one for which there is no fact.
    """
    keys = {name: p.key for p in PLACEHOLDERS for name in p.names}
    return _MARK.sub(lambda match: facts[keys[squeeze(match[1] or "")]], text)
