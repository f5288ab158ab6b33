"""What lies in the inbox of an invented campaign, step by step: forms as they were sent back, and what is no form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, islice, repeat

from xlcampaign.layout.decisions import rectifying
from xlcampaign.layout.form_book import COVER
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    launch_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.sheet import Answers, Book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch
from xlcampaign.sample.answers import fill_form
from xlcampaign.sample.author import Author
from xlcampaign.sample.judgements import Made, decisions, objection, settlements
from xlcampaign.sample.mistakes import (
    Mistake,
    overridden,
    renamed,
    swapped,
    typed_oddly,
    unexplained,
    with_mistakes,
    wrong_cells,
    wrong_pledges,
)
from xlcampaign.sample.opinions import Opinions, rng_of
from xlcampaign.words import Lang, T

_LATER = timedelta(days=3)
_POSTED = timedelta(days=4)
"""How long after the last step an objection is raised, while the page hangs."""
_NOTICE = T(
    "各支部书记：\n评议会请在本月中旬召开，会后三日内把评议表发回。\n联校党办\n",
    "To all secretaries:\nPlease hold the meetings by the middle of the month and send the forms back.\n",
)
_NOTICE_NAME = T("会议通知.xlsx", "Notice.xlsx")
_MONTHS = {
    2: T("二月收到", "February"),
    3: T("三月收到", "March"),
    5: T("五月收到", "May"),
    6: T("六月收到", "June"),
    8: T("八月收到", "August"),
    9: T("九月收到", "September"),
    11: T("十一月收到", "November"),
    12: T("十二月收到", "December"),
}
"""The months in which the forms of steps are due that branches take part in."""
_AGAIN = T("（重报）", " (again)")
_SMALL, _FEW = 10, (3, 6)
"""Of how few members most keep a result, and which of the wrong cells are in the form of so small a branch."""
_LOCK = b"\x06Office" + b" " * 48
_PLEDGES_WRONG, _REASON_MISSING = 1, 3
"""Which branches made the mistakes in the registers, counted from 0."""


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


@dataclass(frozen=True, slots=True)
class Sample:
    """What all phases of an invented inbox share.

    Attributes:
        plan: the standard plan with branches and members.
        opinions: what everybody thinks of everybody.
        name_of: the name under which a form was sent out; people rename some of them.
        tidy: every form is there and complete, and nothing else; otherwise the last branch did not send its
            评议表, and the first ones made the mistakes that people make.
        settles: the committee decides on all that is proposed, so that the stage can be sealed.
    """

    plan: Plan
    opinions: Opinions
    name_of: Callable[[Book], str]
    tidy: bool
    settles: bool = False

    @property
    def lang(self) -> Lang:
        """The language of the campaign."""
        return self.plan.campaign.language

    def filled(self, book: Book, step: StepKey) -> SampleForm:
        """Return a form, filled and last saved in the last days before a step's forms were due."""
        assert book.identity is not None
        unit = "" if book.identity.unit == COMMITTEE else book.identity.unit
        period = self.plan.step_of(self.plan.campaign.stage, step)
        days = rng_of(self.opinions.seed, "made", unit).randrange(6)
        made = max(period.start, period.deadline - timedelta(days=days))
        return SampleForm(self.name_of(book), book, fill_form(self.plan, book, self.opinions), made)

    def in_month(self, form: SampleForm, step: StepKey) -> SampleForm:
        """Return a form in the folder of the month in which a step's forms came; a tidy inbox has none."""
        return form if self.tidy else replace(form, name=self.month_of(step) + form.name)

    def month_of(self, step: StepKey) -> str:
        """Return the folder of the month in which a step's forms came."""
        due = self.plan.step_of(self.plan.campaign.stage, step).deadline
        return f"{_MONTHS[due.month].say(self.lang)}/"


def launched(sample: Sample, known: Known) -> Iterator[SampleFile]:  # noqa: ARG001 -- phases share one shape
    """Yield the 动员部署表 of all branches, where the plan asks for it."""
    for branch in sample.plan.branches if sample.plan.campaign.launch_form else ():
        form = sample.filled(launch_form(sample.plan, branch), StepKey.LAUNCH)
        yield sample.in_month(form, StepKey.LAUNCH)


def pledged(sample: Sample, known: Known) -> Iterator[SampleFile]:
    """Yield the 承诺表 of all branches."""
    for place, branch in enumerate(sample.plan.branches):
        form = sample.filled(pledge_form(sample.plan, branch, known), StepKey.PLEDGE)
        if place == _PLEDGES_WRONG and not sample.tidy:
            form = _mistaken(form, wrong_pledges(form.book, form.answers, sample.lang))
        yield sample.in_month(form, StepKey.PLEDGE)


def evaluated(sample: Sample, known: Known) -> Iterator[SampleFile]:
    """Yield the 考核点评表 and the 评议表, with all that happens to them on the way."""
    plan, lang = sample.plan, sample.lang
    yield sample.filled(assessment_form(plan, known), StepKey.COMMENT)
    sent = plan.branches if sample.tidy else plan.branches[:-1] or plan.branches
    habits = repeat(_as_sent) if sample.tidy else chain(_HABITS, repeat(_by_month))
    for place, (branch, habit) in enumerate(zip(sent, habits, strict=False)):
        form = sample.filled(evaluation_form(plan, branch, known), StepKey.EVALUATION)
        if place == _REASON_MISSING and not sample.tidy:
            form = _mistaken(form, unexplained(form.book, lang))
        # who is alone cannot be exchanged with anybody, nor miss a row
        is_alone = len(plan.rated_members(branch.code)) < _SEVERAL
        yield from (_as_sent if is_alone else habit)(form, branch, sample)
    if not sample.tidy:
        name = sample.month_of(StepKey.EVALUATION) + _NOTICE_NAME.say(lang)
        yield SampleBytes(name, _NOTICE.say(lang).encode())


def decided(sample: Sample, known: Known) -> Iterator[SampleFile]:
    """Yield the 评选表彰表, on which the committee decided some of what was proposed."""
    form = sample.filled(commendation_form(sample.plan, known), StepKey.COMMENDATION)
    author = Author(sample.plan, sample.opinions, None)
    made = decisions(author, form.book, known)
    if sample.settles:
        made = settlements(author, form.book, form.answers, known, made)
    form = replace(form, answers={**form.answers, **_shown(made, form.book, sample.lang)})
    if not sample.tidy:
        form = _mistaken(form, overridden(sample.plan, form.book))
    yield sample.in_month(form, StepKey.COMMENDATION)


def concluded(sample: Sample, known: Known) -> Iterator[SampleFile]:
    """Yield the 整改表, and a second 考核点评表: only comments, on those too whose results are known by now."""
    asked = rectifying(sample.plan, sample.plan.campaign.stage, known)
    for branch in sample.plan.branches:
        if branch.code in asked:
            book = rectification_form(sample.plan, branch, known)
            yield sample.in_month(sample.filled(book, StepKey.COMMENDATION), StepKey.COMMENDATION)
    again = sample.filled(assessment_form(sample.plan, known), StepKey.COMMENDATION)
    typed = {cell: raw for cell, raw in again.answers.items() if cell[0] in {COVER, "comments"}}
    name = again.name.removesuffix(".xlsx") + _AGAIN.say(sample.lang) + ".xlsx"
    again = replace(again, name=name, answers={**typed, (COVER, 0, "version"): 2})
    yield sample.in_month(again, StepKey.COMMENDATION)


def objected(sample: Sample, known: Known) -> SampleForm:
    """Return the 评选表彰表 once more, on which an objection to what was posted stands, and what came of it."""
    (first,) = decided(sample, known)
    assert isinstance(first, SampleForm)
    author = Author(sample.plan, sample.opinions, None)
    made = objection(author, first.book, first.answers, known)
    answers = {**first.answers, **_shown(made, first.book, sample.lang), (COVER, 0, "version"): 2}
    name = first.name.removesuffix(".xlsx") + _AGAIN.say(sample.lang) + ".xlsx"
    posted = sample.plan.step_of(sample.plan.campaign.stage, StepKey.COMMENDATION).deadline + _POSTED
    return replace(first, name=name, answers=answers, made=posted)


PHASES = (launched, pledged, evaluated, decided, concluded)
"""What comes in one after the other; the forms of each are pre-filled with what came of those before."""


def _shown(made: Made, book: Book, lang: Lang) -> Answers:
    """Return what is written, as it is typed."""
    return {
        (sheet, row, key): book.table_of(sheet).column_of(key).kind.show(value, lang)
        for (sheet, row), values in made.items()
        for key, value in values.items()
    }


def _mistaken(form: SampleForm, mistakes: Iterator[Mistake]) -> SampleForm:
    return replace(form, answers=with_mistakes(form.answers, mistakes))


def _place_of(branch: Branch) -> str:
    """Return how people call where a branch is: its first school."""
    return branch.school[0] if branch.school else branch.name


def _as_sent(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:  # noqa: ARG001 -- one habit of several
    yield form


def _by_month(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:  # noqa: ARG001 -- one habit of several
    yield replace(form, name=sample.month_of(StepKey.EVALUATION) + form.name)


def _sent_twice(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:
    """Two rows of one sheet were swapped; the form came again, corrected."""
    stem = f"{_place_of(branch)}/{form.name.removesuffix('.xlsx')}"
    yield replace(form, name=f"{stem}.xlsx", answers=swapped(form.answers, "member_teacher"))
    answers = {**form.answers, (COVER, 0, "version"): 2}
    yield replace(
        form, name=f"{stem}{_AGAIN.say(sample.lang)}.xlsx", answers=answers, made=form.made + _LATER
    )


def _with_mistakes(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:
    """Ten cells are wrong, each in its own way, in a small branch three; the mail program added a number to the name."""
    mistakes = wrong_cells(form.book, form.answers, sample.lang)
    if len(sample.plan.rated_members(branch.code)) < _SMALL:
        mistakes = islice(mistakes, *_FEW)
    form = _mistaken(form, mistakes)
    yield replace(form, name=f"{form.name.removesuffix('.xlsx')} (1).xlsx")


def _renamed(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:
    """A copy with a renamed sheet, still open somewhere when the folder was copied."""
    school, lang = _place_of(branch), sample.lang
    name = T(f"副本{school}评议表.xlsx", f"Copy of {school}.xlsx").say(lang)
    title = form.book.table_of("member_peer").title.say(lang) + T(" （改）", " (mended)").say(lang)
    yield replace(form, name=name, book=renamed(form.book, "member_peer", title))
    yield SampleBytes(f"~${name}", _LOCK)


def _typed_oddly(form: SampleForm, branch: Branch, sample: Sample) -> Iterator[SampleFile]:
    """Full-width digits, units and spaces."""
    school, lang = _place_of(branch), sample.lang
    name = T(f"{school} 最终版.xlsx", f"{school} final.xlsx").say(lang)
    answers = typed_oddly(form.book, form.answers, lang)
    yield replace(form, name=sample.month_of(StepKey.EVALUATION) + name, answers=answers)


_SEVERAL = 2
_HABITS = (_as_sent, _sent_twice, _with_mistakes, _renamed, _typed_oddly)
"""What the first branches do, in order, so that each mistake is found in one known form."""
