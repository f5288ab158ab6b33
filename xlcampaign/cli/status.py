"""Where a stage stands, unit by unit; as JSON for programs, and as a text to paste into a group chat."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator

from xlcampaign.campaign import Folder
from xlcampaign.cli.digest import form_with_state
from xlcampaign.cli.screen import print_findings, print_json, put, talk
from xlcampaign.commands.issued import never_issued, say_never_issued
from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.layout.forms import form_title, unit_title
from xlcampaign.model.briefing import WAITING, ExpectedForm, FormState
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Report
from xlcampaign.model.submission import local_day
from xlcampaign.tally.expected import expected_forms
from xlcampaign.words import Lang, T, enumerated, listing_of

_UNIT = T("{unit}  {forms}", "{unit}  {forms}")
_UNTIL = T("（{deadline} 截止）", " (by {deadline})")
_FORM = T("{form}：{states}", "{form}: {states}")
_COUNT = T("{state} {number}", "{number} {state}")
_OVERDUE = T("{form}（{deadline} 已截止）：{units}", "{form} (was due {deadline}): {units}")
_BLANK = T("{form}（发来的还没有填）：{units}", "{form} (what came is not filled in): {units}")
_UNREAD = T(
    "{form}（发来的文件读不了，请重发）：{units}",
    "{form} (what came cannot be read, please send it again): {units}",
)
_OPEN = T("{form}（请在 {deadline} 前报）：{units}", "{form} (please send it by {deadline}): {units}")
_CHASED = {
    FormState.MISSING: _OVERDUE,
    FormState.BLANK: _BLANK,
    FormState.UNREAD: _UNREAD,
    FormState.DUE: _OPEN,
    FormState.EXTENDED: _OPEN,
}
"""What is said of forms by their state where somebody is to send them."""
_HINT = T("催报的话：xlcampaign status --text", "A reminder to paste: xlcampaign status --text")
_PLEASE = T(
    "各支部：截至 {as_of}，{stage}还有下面的表没有收到，请尽快报来；已经报了的，请告诉我一声。",
    "To all branches: as of {as_of} these forms of {stage} have not come. Please send them soon, or tell me if you did.",
)
_ALL_CAME = T(
    "各支部：截至 {as_of}，{stage}该报的表都收到了，谢谢。",
    "To all branches: as of {as_of} all forms of {stage} that are due have come. Thank you.",
)

_NONE_ASKED = T(
    "各支部：截至 {as_of}，{stage}还没有要报的表。",
    "To all branches: as of {as_of} no form of {stage} is asked for yet.",
)
_NOTHING_YET = T(
    "各支部：截至 {as_of}，{stage}还没有要报的表。接下来要报的是{form}，请在 {deadline} 前报来。",
    "To all branches: as of {as_of} no form of {stage} is asked for yet. The next is: {form}, by {deadline}.",
)


def show_status(folder: Folder, report: Report, lang: Lang, *, as_text: bool, as_json: bool) -> None:
    """Show where a stage stands: as a table, as JSON, or as the text of a reminder."""
    forms = expected_forms(report)
    if as_json:
        print_json([status_object(report.plan, form, lang) for form in forms])
        return
    if as_text:
        unissued = never_issued(folder, report.plan, forms)
        for line in reminder_lines(report, forms, unissued):
            put(line)
        print_findings(say_never_issued(report.plan, forms, unissued), lang, err=True)
        return
    for line in status_lines(report, forms, lang):
        put(line)
    if any(form.state in _CHASED for form in forms):
        talk(_HINT.say(lang))


def status_lines(report: Report, forms: Iterable[ExpectedForm], lang: Lang) -> Iterator[str]:
    """Yield the state of every form, a line a unit, and then how many there are of each."""
    listed, plan = list(forms), report.plan
    of_unit: dict[str, list[ExpectedForm]] = defaultdict(list)
    for form in listed:
        of_unit[form.slot.unit].append(form)
    for unit in (COMMITTEE, *plan.branch_of):
        states = enumerated(map(_state, of_unit[unit]))
        if of_unit[unit]:
            code = "" if unit == COMMITTEE else f"{unit} "
            yield _UNIT.fill(lang, {"unit": f"{code}{_name(plan, unit)}", "forms": states.say(lang)})
    yield from state_lines(listed, lang)


def state_lines(forms: Iterable[ExpectedForm], lang: Lang) -> Iterator[str]:
    """Yield how many forms there are of each kind in each state."""
    numbers: dict[T, Counter[FormState]] = defaultdict(Counter)
    for form in forms:
        numbers[form_title(form.slot)][form.state] += 1
    for title, counted in numbers.items():
        states = enumerated(
            _COUNT.filled(state=FORM_STATES[state], number=str(counted[state]))
            for state in FormState
            if counted[state]
        )
        yield _FORM.filled(form=title, states=states).say(lang)


def _state(form: ExpectedForm) -> T:
    """Return a form with its state, and until when somebody may still send it."""
    said = form_with_state(form)
    if form.state not in WAITING:
        return said
    until = _UNTIL.filled(deadline=str(form.deadline))
    return T(said.zh + until.zh, said.en + until.en)


def _name(plan: Plan, unit: str) -> str:
    return unit_title(plan, unit).say(plan.campaign.language)


def status_object(plan: Plan, form: ExpectedForm, lang: Lang) -> dict[str, object]:
    """Return the state of a form for programs."""
    sent = [local_day(submission.sent) for submission in form.counting if submission.sent]
    return {
        "branch": form.slot.unit,
        "name": _name(plan, form.slot.unit),
        "step": form.slot.step.value,
        "form": form_title(form.slot).say(lang),
        "state": form.state.value,
        "deadline": str(form.deadline),
        "extended": form.extension is not None,
        "sent": str(max(sent)) if sent else None,
        "files": list(form.files),
        "counting": [submission.file for submission in form.counting],
    }


def reminder_lines(report: Report, forms: Iterable[ExpectedForm], unissued: Container[Slot]) -> Iterator[str]:
    """Yield a text for the branches' group chat, in the campaign's language: who still has to send which form.

    It names branches and forms and nothing else: what was wrong with a form is nobody's business but its branch's. Forms
    that never went out are not asked for.
    """
    plan, lang = report.plan, report.plan.campaign.language
    branches = [form for form in forms if form.slot.unit != COMMITTEE]
    asked = [form for form in branches if form.slot not in unissued]
    names: dict[T, list[str]] = defaultdict(list)
    for form in asked:
        if form.state in _CHASED:
            said = _CHASED[form.state].filled(
                form=form_title(form.slot), deadline=str(form.deadline), units="{units}"
            )
            names[said].append(_name(plan, form.slot.unit))
    facts = {"as_of": str(report.as_of), "stage": plan.stage_of(report.stage).name}
    if branches and not any(form.begun or form.due for form in branches):
        first = min(branches, key=lambda form: form.deadline)
        facts |= {"form": form_title(first.slot).say(lang), "deadline": str(first.deadline)}
        yield _NOTHING_YET.fill(lang, facts)
        return
    if not asked:
        yield _NONE_ASKED.fill(lang, facts)
        return
    yield (_PLEASE if names else _ALL_CAME).fill(lang, facts)
    for number, (said, units) in enumerate(names.items(), 1):
        yield f"{number}. {said.filled(units=listing_of(units)).say(lang)}"
