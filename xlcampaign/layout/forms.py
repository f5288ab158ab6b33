"""The forms of a campaign: which sheets each unit gets at which step."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from xlcampaign.layout import decisions, registers
from xlcampaign.layout.closings import closings_table
from xlcampaign.layout.form_book import form_book
from xlcampaign.layout.launch import group_table, launch_sheet, work_table
from xlcampaign.layout.objections import objections_table
from xlcampaign.layout.previous import with_previous
from xlcampaign.layout.recommending import commendations_table, recommendations_table
from xlcampaign.layout.sheet import Book, RowKind, Sheet, Table
from xlcampaign.layout.ways import CODE, NAME, branch_ballots, opinion_columns, star_table, subject_table
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Identity, Slot, collected_in
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way, WayKey
from xlcampaign.model.roster import Branch, Member, Post, RatedBy
from xlcampaign.words import T, listing_of, same

LAUNCHES = T("动员部署表", "Launch form")
PLEDGES = T("承诺表", "Pledge form")
EVALUATION = T("评议表", "Evaluation form")
ASSESSMENT = T("考核点评表", "Assessment form")
RECTIFICATION = T("整改表", "Rectification form")
COMMENDATION = T("评选表彰表", "Commendation form")
ONLY_BRANCH = T("（只发本支部）", " (this branch only)")
ONLY_COMMITTEE = T("（只发本单位）", " (this body only)")
"""What ends a file's name that holds what only its own unit may see."""
_SECRETARIES = T("书记总评", "Secretaries' rating")
_MEMBERS_ABOVE = T("组织总评", "Organisation's rating")
_BY_MEETING = T("本支部由党员大会作出组织总评。", "In this branch the members' meeting gives this rating.")
_ABOVE = T(
    "各支部书记，和由上级作出组织总评的支部（{names}）的全体党员，都在这里评。",
    "All secretaries are rated here, and all members of the branches that leave it to the superior: {names}.",
)
_OWN = T("第 {stage} 阶段", "stage {stage}")
_FOREIGN = T("活动“{campaign}”第 {stage} 阶段", "stage {stage} of the campaign “{campaign}”")


def _subjects(members: tuple[Member, ...]) -> list[tuple[str, str]]:
    return [(member.code, member.name) for member in members]


def _voters(plan: Plan, branch: Branch, way: Way) -> int:
    """Return how many ballots to prepare rows for."""
    known = plan.voters_of(branch.code, way)
    return 1 if known is None else known


def _way_of(plan: Plan, kind: SubjectKind, key: WayKey) -> Way:
    return next(way for way in plan.ways_of(kind) if way.key is key)


def _branch_sheets(plan: Plan, branch: Branch) -> list[Sheet]:
    kind = SubjectKind.BRANCH
    itself = _way_of(plan, kind, WayKey.SELF)
    public = tuple(way for way in plan.ways_of(kind) if way.key not in {WayKey.SELF, WayKey.ORGANISATION})
    sheets: list[Sheet] = []
    listed = tuple(way for way in public if way.entry is not Entry.BALLOTS)
    if itself.entry is Entry.BALLOTS:
        sheets.append(
            branch_ballots(
                plan, itself, "branch_self", same(itself.name), branch.code, _voters(plan, branch, itself)
            )
        )
    else:
        sheets.append(star_table(plan, (itself,), "branch_self", same(itself.name), branch.code))
    if listed:
        title = T("支部群众评议", "Branch rated by all")
        sheets.append(star_table(plan, listed, "branch_public", title, branch.code))
    sheets += [
        branch_ballots(
            plan, way, f"branch_{way.key}", same(way.name), branch.code, _voters(plan, branch, way)
        )
        for way in public
        if way.entry is Entry.BALLOTS
    ]
    return sheets


def _member_sheets(plan: Plan, branch: Branch) -> list[Sheet]:
    sheets: list[Sheet] = []
    for way in plan.ways_of(SubjectKind.MEMBER):
        overall = way.key is WayKey.ORGANISATION
        people = plan.rated_within(branch.code) if overall else plan.rated_members(branch.code)
        if not people:
            continue
        key, ballots = f"member_{way.key}", _voters(plan, branch, way)
        table = subject_table(plan, way, key, same(way.name), _subjects(people), ballots)
        said = overall and branch.rated_by is RatedBy.MEETING
        sheets.append(_with_note(table, _BY_MEETING) if said else table)
        if overall and way.entry is Entry.BALLOTS:
            columns = (CODE, NAME, *opinion_columns(plan))
            rows: tuple[Mapping[str, Value], ...] = tuple({"code": m.code, "name": m.name} for m in people)
            title = T("组织意见", "Organisation's opinion")
            sheets.append(Table("opinions", title, columns, rows, RowKind.SUBJECT, needed=False))
    return sheets


def _with_note(table: Table, first: T) -> Table:
    """Return a table with something said before what it says already."""
    note = table.note or same("")
    return replace(table, note=T(first.zh + note.zh, f"{first.en} {note.en}".strip()))


def _identity(plan: Plan, step: StepKey, unit: str) -> Identity:
    return Identity(plan.campaign.code, plan.campaign.stage, step, unit)


def _branch_form(plan: Plan, branch: Branch, step: StepKey, title: T, sheets: list[Sheet]) -> Book:
    identity = _identity(plan, step, branch.code)
    name = f"{branch.name}（{'、'.join(branch.school)}）" if len(branch.school) > 1 else branch.name
    record = [work_table(plan, branch)] if plan.campaign.launch_form else []
    return form_book(plan, title, same(name), identity, [*sheets, *record], plan.only(branch.code))


def launch_form(plan: Plan, branch: Branch) -> Book:
    """Return a branch's 动员部署表 for the plan's current stage."""
    sheets: list[Sheet] = [group_table(plan, branch), launch_sheet(plan)]
    return _branch_form(plan, branch, StepKey.LAUNCH, LAUNCHES, sheets)


def pledge_form(plan: Plan, branch: Branch, known: Known | None = None) -> Book:
    """Return a branch's 承诺表 for the plan's current stage, with what the last one came to if that is known."""
    sheets: list[Sheet] = [
        registers.baseline_table(plan, branch),
        registers.branch_pledges_table(plan, branch),
        registers.member_pledges_table(plan, branch),
        registers.announcement_sheet(plan),
    ]
    book = _branch_form(plan, branch, StepKey.PLEDGE, PLEDGES, sheets)
    return with_previous(book, plan, branch, known.history[-1] if known and known.history else None)


def evaluation_form(plan: Plan, branch: Branch, known: Known | None = None) -> Book:
    """Return a branch's 评议表 for the plan's current stage; pledges are those that are known and still open."""
    sheets = [
        *_branch_sheets(plan, branch),
        *_member_sheets(plan, branch),
        registers.fulfilment_table(plan, branch, known),
    ]
    return _branch_form(plan, branch, StepKey.EVALUATION, EVALUATION, sheets)


def rectification_form(plan: Plan, branch: Branch, known: Known | None = None) -> Book:
    """Return a branch's 整改表: whoever is known to be below the basic requirement, and what is still open."""
    sheets: list[Sheet] = [decisions.rectification_table(plan, branch, known)]
    return _branch_form(plan, branch, StepKey.COMMENDATION, RECTIFICATION, sheets)


def assessment_form(plan: Plan, known: Known | None = None) -> Book:
    """Return the committee's 考核点评表 for the plan's current stage: branches, members that it rates, comments."""
    superior = _way_of(plan, SubjectKind.BRANCH, WayKey.ORGANISATION)
    overall = _way_of(plan, SubjectKind.MEMBER, WayKey.ORGANISATION)
    branches = [(branch.code, branch.name) for branch in plan.branches]
    sheets: list[Sheet] = [
        subject_table(plan, superior, "branch_organisation", same(superior.name), branches, 1)
    ]
    members = plan.rated_above()
    if members:
        others = [member for member in members if member.post is not Post.SECRETARY]
        title = _MEMBERS_ABOVE if others else _SECRETARIES
        table = subject_table(plan, overall, "secretary_organisation", title, _subjects(members), 1)
        names = dict.fromkeys(plan.branch_of[member.branch].name for member in others)
        sheets.append(_with_note(table, _ABOVE.filled(names=listing_of(names))) if others else table)
    sheets.append(decisions.comments_table(plan, known))
    identity = _identity(plan, StepKey.COMMENT, COMMITTEE)
    return form_book(plan, ASSESSMENT, unit_title(plan, COMMITTEE), identity, sheets, plan)


def commendation_form(plan: Plan, known: Known | None = None) -> Book:
    """Return the committee's 评选表彰表: vetoes, overrides, recommendations, commendations, cases to close, objections."""
    sheets: list[Sheet] = [
        decisions.vetoes_table(plan, known),
        decisions.overrides_table(plan, known),
        recommendations_table(plan, known),
        commendations_table(plan, known),
        closings_table(plan, known),
        objections_table(plan),
    ]
    identity = _identity(plan, StepKey.COMMENDATION, COMMITTEE)
    return form_book(plan, COMMENDATION, unit_title(plan, COMMITTEE), identity, sheets, plan)


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form that is sent out: at which step, what it is called, and how it is made for a branch or the committee.

    Attributes:
        step: the step.
        title: its name.
        of_branch: makes it for a branch from what is known; None where branches get none.
        of_committee: makes it for the committee; None where that gets none.
        to_rectify: whether only branches get it that have somebody to rectify.
    """

    step: StepKey
    title: T
    of_branch: Callable[[Plan, Branch, Known | None], Book] | None = None
    of_committee: Callable[[Plan, Known | None], Book] | None = None
    to_rectify: bool = False


FORMS = (
    FormKind(StepKey.LAUNCH, LAUNCHES, lambda plan, branch, _: launch_form(plan, branch)),
    FormKind(StepKey.PLEDGE, PLEDGES, pledge_form),
    FormKind(StepKey.EVALUATION, EVALUATION, evaluation_form),
    FormKind(StepKey.COMMENT, ASSESSMENT, of_committee=assessment_form),
    FormKind(StepKey.COMMENDATION, RECTIFICATION, rectification_form, to_rectify=True),
    FormKind(StepKey.COMMENDATION, COMMENDATION, of_committee=commendation_form),
)
"""Every kind of form there is, in the order in which they are asked for."""


def asked_forms(*, launch: bool) -> tuple[FormKind, ...]:
    """Return the kinds of forms that a campaign has, by whether its plan asks for the launch form."""
    return FORMS if launch else tuple(form for form in FORMS if form.step is not StepKey.LAUNCH)


def forms_in(plan: Plan, stage: int) -> tuple[FormKind, ...]:
    """Return the kinds of forms that a stage has."""
    asked = asked_forms(launch=plan.campaign.launch_form)
    return tuple(form for form in asked if plan.has_step(stage, form.step))


def steps_in(plan: Plan, stage: int) -> tuple[StepKey, ...]:
    """Return the steps of a stage that have forms, in their order."""
    having = {form.step for form in forms_in(plan, stage)}
    return tuple(step for step in StepKey if step in having)


def step_after(plan: Plan, stage: int, step: StepKey) -> tuple[int, StepKey] | None:
    """Return the next step that has forms, with its stage: the stage's own, then the first of a later one; None for none."""
    order = list(StepKey)
    places = sorted(
        (one.number, order.index(key)) for one in plan.stages for key in steps_in(plan, one.number)
    )
    after = next((place for place in places if place > (stage, order.index(step))), None)
    return (after[0], order[after[1]]) if after else None


def forms_of(plan: Plan, step: StepKey, known: Known | None = None) -> tuple[Book, ...]:
    """Return the forms of a step for the plan's current stage; none where the step has no forms.

    Args:
        plan: the campaign's plan.
        step: the step.
        known: what came of earlier steps, with which forms are pre-filled.
    """
    books: list[Book] = []
    for form in forms_in(plan, plan.campaign.stage):
        if form.step is step and form.of_branch:
            made = (form.of_branch(plan, branch, known) for branch in plan.branches)
            books += (book for book in made if not form.to_rectify or book.table_of("rectification").rows)
        if form.step is step and form.of_committee:
            books.append(form.of_committee(plan, known))
    return tuple(books)


def needed_forms(plan: Plan, stage: int, rectifying: frozenset[str] = frozenset()) -> tuple[Slot, ...]:
    """Return the forms that are expected in a stage, step by step, the branches' in the plan's order.

    Args:
        plan: the campaign's plan.
        stage: the stage.
        rectifying: codes of the branches that are asked for a 整改表.
    """

    def units(form: FormKind) -> Iterator[str]:
        if form.of_committee:
            yield COMMITTEE
        for branch in plan.branches if form.of_branch else ():
            if not form.to_rectify or branch.code in rectifying:
                yield branch.code

    return tuple(Slot(stage, form.step, unit) for form in forms_in(plan, stage) for unit in units(form))


def form_title(slot: Slot) -> T:
    """Return how a slot's form is called."""
    committee = slot.unit == COMMITTEE
    return next(f.title for f in FORMS if f.step is slot.step and bool(f.of_committee) is committee)


def unit_title(plan: Plan, unit: str) -> T:
    """Return how a unit is called: a branch by its name, the committee by that of the organising body."""
    return same(plan.campaign.organisation if unit == COMMITTEE else plan.branch_of[unit].name)


def name_forms(identities: Iterable[Identity], plan: Plan | None) -> T:
    """Return how forms are called in full, be they of a plan or not."""
    named = [_name_form(identity, plan) for identity in identities]
    return T("、".join(one.zh for one in named), " and ".join(one.en for one in named))


def _name_form(identity: Identity, plan: Plan | None) -> T:
    of_committee = identity.unit == COMMITTEE
    known = of_committee or (plan is not None and identity.unit in plan.branch_of)
    unit = unit_title(plan, identity.unit) if plan and known else same(identity.unit)
    titles = [f.title for f in FORMS if f.step is identity.step and bool(f.of_committee) is of_committee]
    title = titles[0] if titles else same(identity.step)
    facts = {"campaign": identity.campaign, "stage": str(identity.stage)}
    which = (_OWN if plan and identity.campaign == plan.campaign.code else _FOREIGN).filled(**facts)
    return T(f"“{unit.zh}”的{title.zh}（{which.zh}）", f"“{unit.en}” ({title.en}, {which.en})")


def form_for(plan: Plan, identity: Identity, known: Known | None = None) -> Book | None:
    """Return the form that a returned workbook says it is; None where the plan has no such form.

    Args:
        plan: the campaign's plan.
        identity: whose form it is.
        known: what came of earlier steps, with which it is pre-filled.
    """
    return _blank_form(plan, identity.slot) if known is None else _make_form(plan, identity.slot, known)


@lru_cache(maxsize=16)  # what comes in, and what is said of it, is of the same few forms again and again
def _blank_form(plan: Plan, slot: Slot) -> Book | None:
    return _make_form(plan, slot, None)


def _make_form(plan: Plan, slot: Slot, known: Known | None) -> Book | None:
    if slot.stage not in {stage.number for stage in plan.stages}:
        return None
    current = plan
    if slot.stage != plan.campaign.stage:
        current = replace(plan, campaign=replace(plan.campaign, stage=slot.stage))
    of_committee = slot.unit == COMMITTEE
    branch = None if of_committee else plan.branch_of.get(slot.unit)
    for form in forms_in(current, slot.stage):
        if form.step is slot.step and of_committee and form.of_committee:
            return form.of_committee(current, known)
        if form.step is slot.step and branch and form.of_branch:
            return form.of_branch(current, branch, known)
    return None


def tells_results(plan: Plan, book: Book) -> bool:
    """Tell whether a form is issued with results or proposals in it; pledges are public, and no such thing."""
    identity = book.identity
    assert identity is not None
    if any(form.to_rectify for form in FORMS if form.step is identity.step) and identity.unit != COMMITTEE:
        return True
    blank = form_for(plan, identity)
    told = slice(None) if identity.unit == COMMITTEE else slice(1)  # the first sheet says what came before
    return blank is None or book.sheets[told] != blank.sheets[told]


def sheet_for(plan: Plan, slot: Slot, key: str) -> Sheet | None:
    """Return a sheet of a form by its key, be it of what was collected for it; None where the plan has no such form."""
    book = form_for(plan, Identity(plan.campaign.code, *slot))
    return book.sheet_of(collected_in(key)[0]) if book else None
