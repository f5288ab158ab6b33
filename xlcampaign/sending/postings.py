"""What is written to be posted: beside the page that it is, and after its time what came of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from xlcampaign.layout.messages import fill_in, message_of
from xlcampaign.layout.posting import names_of, say_differences
from xlcampaign.model.message import MessageKind
from xlcampaign.model.plan import Plan
from xlcampaign.model.posting import PostedLine, Posting
from xlcampaign.sending.drafts import as_pasted
from xlcampaign.tally.posted import since_posted
from xlcampaign.words import T

_NO_OBJECTIONS = T("没有收到", "none")
_OBJECTIONS = T("收到 {number} 项，都已核查并有结论", "{number}, all of them looked into and concluded")
_NO_CORRECTIONS, _NOBODY = T("无", "none"), T("（无）", "(nobody)")
_CORRECTIONS = (
    T("补充列入 {names}", "added: {names}"),
    T("不再列入 {names}", "no longer listed: {names}"),
    T("更正 {names}", "corrected: {names}"),
)
_BLANK = "＿＿＿＿＿＿＿＿"
_RECOMMENDED = T("推荐对象", "Recommended")
_LISTED = T("{what}：{names}", "{what}: {names}")


def posting_text(plan: Plan, stage: int, posting: Posting) -> bytes:
    """Return the text that is posted beside a page; it names nobody, the page does."""
    return _filled(plan, MessageKind.POSTING, _facts(plan, stage, posting.first, posting.last))


def outcome_text(plan: Plan, stage: int, postings: tuple[Posting, ...], objections: int) -> bytes:
    """Return the text that says what came of what was posted: who was listed since the first page, and who is no more.

    Args:
        plan: the campaign's plan.
        stage: the stage.
        postings: all pages that were posted, the last one as it stands now.
        objections: how many objections were raised; all of them are settled.
    """
    lang, first, last = plan.campaign.language, postings[0], postings[-1]
    said = _OBJECTIONS.filled(number=str(objections)) if objections else _NO_OBJECTIONS
    ever = tuple(line for posting in postings for line in posting.lines)
    differs = since_posted(first.lines, last.lines)._replace(gone=since_posted(ever, last.lines).gone)
    corrected = say_differences(differs, _CORRECTIONS)
    facts = _facts(plan, stage, first.first, last.last) | {
        "objections": said.say(lang),
        "corrections": (corrected or _NO_CORRECTIONS).say(lang),
        "list": "\n".join(text.say(lang) for text in _listed(last.lines)),
    }
    return _filled(plan, MessageKind.OUTCOME, facts)


def _listed(lines: Iterable[PostedLine]) -> Iterator[T]:
    """Yield who is recommended, then each honour with those who get it."""
    by_honour: dict[str, list[PostedLine]] = {}
    for line in sorted(lines, key=lambda line: (line.honour, line.code)):
        by_honour.setdefault(line.honour, []).append(line._replace(honour=""))
    for honour, several in by_honour.items():
        yield _LISTED.filled(what=honour or _RECOMMENDED, names=names_of(several))
    if not by_honour:
        yield _NOBODY


def _facts(plan: Plan, stage: int, first: date, last: date) -> dict[str, str]:
    campaign = plan.campaign
    return {
        "campaign": campaign.name,
        "organisation": campaign.organisation,
        "stage": plan.stage_of(stage).name,
        "first": _day(first).say(campaign.language),
        "last": _day(last).say(campaign.language),
        "receiver": campaign.objections or _BLANK,
    }


def _day(day: date) -> T:
    return T(f"{day.year}年{day.month}月{day.day}日", str(day))


def _filled(plan: Plan, kind: MessageKind, facts: Mapping[str, str]) -> bytes:
    message = message_of(plan, kind)
    subject = " ".join(fill_in(message.subject, facts).split())
    return as_pasted(subject, "\n".join(fill_in(message.text, facts).splitlines()))
