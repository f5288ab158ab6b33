"""What lies in the inbox of an invented campaign: forms as they were sent back, and what is no form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, repeat

from xlcampaign.layout.forms import COVER, assessment_form, evaluation_form
from xlcampaign.layout.sheet import Book
from xlcampaign.model.plan import Branch, Plan, StepKey
from xlcampaign.sample.answers import Answers, fill_form
from xlcampaign.sample.mistakes import renamed, swapped, typed_oddly, with_mistakes, wrong_cells
from xlcampaign.sample.views import Views, rng_of, views_of
from xlcampaign.words import Lang, T

NameOf = Callable[[Book], str]
"""The file name under which a form was sent out."""

_LATER = timedelta(days=3)
_NOTICE = T(
    "各支部书记：\n评议会请在本月中旬召开，会后三日内把评议表发回。\n联校党办\n",
    "To all secretaries:\nPlease hold the meetings by the middle of the month and send the forms back.\n",
)
_NOTICE_NAME = T("会议通知.xlsx", "Notice.xlsx")
_MONTH = T("五月收到", "May")
_LOCK = b"\x06Office" + b" " * 48


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A form in the inbox: its name there, the book and what is typed into it, the day it was saved."""

    name: str
    book: Book
    answers: Answers
    made: date


@dataclass(frozen=True, slots=True)
class SampleBytes:
    """A file in the inbox that is no form."""

    name: str
    data: bytes


SampleFile = SampleForm | SampleBytes


def _made(plan: Plan, unit: str, step: StepKey, seed: int) -> date:
    """Return the day on which a form was last saved: in the last days before it was due."""
    period = plan.step_of(plan.campaign.stage, step)
    return max(period.start, period.deadline - timedelta(days=rng_of(seed, "made", unit).randrange(6)))


def _assessment(plan: Plan, views: Views, name_of: NameOf) -> SampleForm:
    book = assessment_form(plan)
    made = _made(plan, "", StepKey.COMMENT, views.seed)
    return SampleForm(name_of(book), book, fill_form(plan, book, views), made)


def _evaluation(plan: Plan, branch: Branch, views: Views, name_of: NameOf) -> SampleForm:
    book = evaluation_form(plan, branch)
    made = _made(plan, branch.code, StepKey.EVALUATION, views.seed)
    return SampleForm(name_of(book), book, fill_form(plan, book, views), made)


def sample_inbox(plan: Plan, seed: int, name_of: NameOf, *, tidy: bool) -> Iterator[SampleFile]:
    """Yield the files of an invented inbox; equal seeds give equal files.

    Args:
        plan: the standard plan with branches and members.
        seed: what chance depends on.
        name_of: the name under which a form was sent; people rename some of them.
        tidy: every form is there once and complete, and nothing else; otherwise the last branch sent nothing,
            and the first ones made the mistakes that people make.
    """
    views = views_of(plan, seed)
    yield _assessment(plan, views, name_of)
    if tidy:
        for branch in plan.branches:
            yield _evaluation(plan, branch, views, name_of)
        return
    lang = plan.campaign.language
    sent = plan.branches[:-1] or plan.branches
    for branch, habit in zip(sent, chain(_HABITS, repeat(_by_month)), strict=False):
        yield from habit(_evaluation(plan, branch, views, name_of), branch, lang)
    yield SampleBytes(_in_month(_NOTICE_NAME.say(lang), lang), _NOTICE.say(lang).encode())


def _in_month(name: str, lang: Lang) -> str:
    return f"{_MONTH.say(lang)}/{name}"


def _as_sent(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:  # noqa: ARG001 -- one habit of several
    yield form


def _by_month(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:  # noqa: ARG001 -- one habit of several
    yield replace(form, name=_in_month(form.name, lang))


def _sent_twice(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:
    """Two rows of one sheet were swapped; the form came again, corrected."""
    stem = f"{branch.school or branch.name}/{form.name.removesuffix('.xlsx')}"
    again = stem + T("（重报）", " (again)").say(lang) + ".xlsx"
    yield replace(form, name=f"{stem}.xlsx", answers=swapped(form.answers, "member_teacher"))
    answers = {**form.answers, (COVER, 0, "version"): 2}
    yield replace(form, name=again, answers=answers, made=form.made + _LATER)


def _with_mistakes(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:  # noqa: ARG001 -- one habit of several
    """Ten cells are wrong, each in its own way; the mail program added a number to the name."""
    answers = with_mistakes(form.answers, wrong_cells(form.book, form.answers, lang))
    yield replace(form, name=f"{form.name.removesuffix('.xlsx')} (1).xlsx", answers=answers)


def _renamed(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:
    """A copy with a renamed sheet, still open somewhere when the folder was copied."""
    school = branch.school or branch.name
    name = T(f"副本{school}评议表.xlsx", f"Copy of {school}.xlsx").say(lang)
    title = form.book.table_of("member_peer").title.say(lang) + T(" （改）", " (mended)").say(lang)
    yield replace(form, name=name, book=renamed(form.book, "member_peer", title))
    yield SampleBytes(f"~${name}", _LOCK)


def _typed_oddly(form: SampleForm, branch: Branch, lang: Lang) -> Iterator[SampleFile]:
    """Full-width digits, units and spaces."""
    school = branch.school or branch.name
    name = T(f"{school} 最终版.xlsx", f"{school} final.xlsx").say(lang)
    answers = typed_oddly(form.book, form.answers, lang)
    yield replace(form, name=_in_month(name, lang), answers=answers)


_HABITS = (_as_sent, _sent_twice, _with_mistakes, _renamed, _typed_oddly)
"""What the first branches do, in order, so that each mistake is found in one known form."""
