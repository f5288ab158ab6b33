"""What is written to be posted: beside the page that it is, and after its time what came of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

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
_BETWEEN_DAYS = T("{first}至{last}", "{first} to {last}")
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
    begun = min(posting.first for posting in postings)
    facts = _facts(plan, stage, begun, last.last) | {
        "last": _until(postings).say(lang),
        "objections": said.say(lang),
        "corrections": (corrected or _NO_CORRECTIONS).say(lang),
        "list": "\n".join(text.say(lang) for text in _listed(last.lines)),
    }
    return _filled(plan, MessageKind.OUTCOME, facts)


def _until(postings: Iterable[Posting]) -> T:
    """Return until when the pages hung, told after the first day: a page that was not posted at once has its own period."""
    periods: list[tuple[date, date]] = []
    for posting in sorted(postings, key=lambda posting: posting.first):
        if periods and posting.first <= periods[-1][1] + timedelta(days=1):
            periods[-1] = periods[-1][0], max(periods[-1][1], posting.last)
        else:
            periods.append((posting.first, posting.last))
    (_, end), *others = periods
    said = [_day(end), *(_BETWEEN_DAYS.filled(first=_day(one), last=_day(other)) for one, other in others)]
    return T("、".join(text.zh for text in said), ", ".join(text.en for text in said))


def _listed(lines: Iterable[PostedLine]) -> Iterator[T]:
    """Yield who is recommended, then each honour with those who get it; branches come first, as on the page."""
    by_honour: dict[str, list[PostedLine]] = {}
    for line in sorted(lines, key=lambda line: (line.honour, line.name != line.branch, line.code)):
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
