"""What a check found, as a coordinator reads it: a line a unit in trouble, and one for all that went wrong alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xlcampaign.commands.check import Merging, Outlook
from xlcampaign.commands.since import Since
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Finding, Severity
from xlcampaign.layout.choices import FORM_STATES, STEPS, UNIT_STATES, label_of
from xlcampaign.layout.forms import form_title, step_after, unit_title
from xlcampaign.model.briefing import LACKING, TROUBLED, ExpectedForm, FormState
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Slot
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Report
from xlcampaign.model.rollup import Level, Rollup, UnitLine, UnitState
from xlcampaign.words import Lang, T, enumerated, number_of

_KINDS = 20
"""How many kinds of finding are shown; after that only how many more there are."""
_NAMED = 6
"""How many forms a line names."""

_GAP = T("  ", "  ")
_DUE, _CONTACT = T("截止 {day}", "due {day}"), T("联系 {contact}", "contact {contact}")
_SEMICOLON = T("；", "; ")
_FORM = T("{form}{state}", "{form}: {state}")
_ALIKE = T(
    "{severity}  {code}  {sheet}{title}：{number} 处{units}；如 {place}：{says} → {fix}",
    "{severity}  {code}  {sheet}{title}: {number:time}{units}; such as {place}: {says} → {fix}",
)
_SHEET = T("「{sheet}」", "{sheet}: ")
_MORE = T("{more}，见核查结果，或加 --all", "{more}: see the workbook, or use --all")
_SINCE = T("比上次核查（以 {as_of} 为准）：{changes}", "Since the last check (as of {as_of}): {changes}")
_CAME = T("新收到{forms}", "came: {forms}")
_AND_MORE = T("{forms}等 {number} 份", "{forms} and others, {number} in all")
_OF_UNIT = T("{unit}的{form}", "{form} of {unit}")
_SAME = T("没有变化", "no change")
_SEE = T("{counts}；逐条见 {file}（或加 --all）", "{counts}; one by one in {file} (or with --all)")


def digest_lines(report: Report, forms: Iterable[ExpectedForm], lang: Lang) -> Iterator[str]:
    """Yield a line a unit with trouble, then a line for every kind of error and warning on a sheet."""
    troubled: dict[str, list[ExpectedForm]] = defaultdict(list)
    for form in forms:
        if form.state in TROUBLED:
            troubled[form.slot.unit].append(form)
    loud = [f for f in report.findings if f.rule.severity is not Severity.NOTE]
    counts = Counter((finding.unit, finding.rule.severity) for finding in loud if finding.place.file)
    for unit in (COMMITTEE, *report.plan.branch_of):
        said = [form_with_state(form) for form in troubled[unit]]
        numbers = ((severity, counts[unit, severity]) for severity in (Severity.ERROR, Severity.WARNING))
        said += [count_of(severity, number) for severity, number in numbers if number]
        if said:
            code = "" if unit == COMMITTEE else f"{unit} "
            yield f"{code}{unit_title(report.plan, unit).say(lang)}{_GAP.say(lang)}{joined(said, lang)}"
    yield from kind_lines(loud, lang)
    yield from superseded_lines(report, lang)


def superseded_lines(report: Report, lang: Lang) -> Iterator[str]:
    """Yield a line that forms were replaced by newer ones, if any were: right as it may be, somebody should know."""
    yield from kind_lines([f for f in report.findings if f.rule == x.SUPERSEDED], lang)


def level_lines(rollup: Rollup, lang: Lang) -> Iterator[str]:
    """Yield a line a unit whose report is not simply accepted, then one for every kind of error and warning."""
    loud = [finding for finding in rollup.findings if finding.rule.severity is not Severity.NOTE]
    counts = Counter((finding.place.file, finding.rule.severity) for finding in loud)
    for line in rollup.lines:
        numbers = {
            severity: sum(counts[file, severity] for file in line.files)
            for severity in (Severity.ERROR, Severity.WARNING)
        }
        if line.state is not UnitState.ACCEPTED or any(numbers.values()):
            said = [UNIT_STATES[line.state], *_awaited(line, rollup.level)]
            said += [count_of(severity, number) for severity, number in numbers.items() if number]
            yield f"{line.unit.code} {line.unit.name}{_GAP.say(lang)}{joined(said, lang)}"
    yield from kind_lines([finding for finding in loud if finding.rule != u.UNIT_MISSING], lang)


def _awaited(line: UnitLine, level: Level | None) -> Iterator[T]:
    """Yield by when a report is awaited, and whom to ask for it."""
    if line.expected and not line.files:
        if due := level.due_of(line.expected) if level else None:
            yield _DUE.filled(day=str(due))
        if line.expected.contact:
            yield _CONTACT.filled(contact=line.expected.contact)


def form_with_state(form: ExpectedForm) -> T:
    """Return a form by its title, with its state."""
    return _FORM.filled(form=form_title(form.slot), state=FORM_STATES[form.state])


def count_of(severity: Severity, number: int) -> T:
    """Return how many findings of a kind there are, in words."""
    name = SEVERITIES[severity]
    return T(f"{name.zh} {number} 处", number_of(number, name.en))


def joined(texts: Iterable[T], lang: Lang) -> str:
    """Return texts as one line."""
    return _SEMICOLON.say(lang).join(text.say(lang) for text in texts)


def kind_lines(findings: Iterable[Finding], lang: Lang) -> Iterator[str]:
    """Yield a line for what is alike by kind and sheet, errors first; forms that did not come stand with their unit."""
    alike: dict[tuple[Severity, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.file or not finding.unit:
            alike[finding.rule.severity, finding.rule.code, finding.place.sheet].append(finding)
    kinds = [alike[key] for key in sorted(alike)]
    for several in kinds[:_KINDS]:
        yield _kind_line(several, lang)
    if kinds[_KINDS:]:
        more = len(kinds) - _KINDS
        said = T(f"还有 {more} 类问题", number_of(more, "more kind"))
        yield _MORE.fill(lang, {"more": said.say(lang)})


def _kind_line(several: Sequence[Finding], lang: Lang) -> str:
    first, *others = several
    severity = SEVERITIES[first.rule.severity].say(lang)
    if not others:
        return f"{severity}{_GAP.say(lang)}{first.line(lang).strip()}"
    units = len({finding.unit for finding in several if finding.unit})
    facts = {
        "severity": severity,
        "code": first.rule.code,
        "sheet": _SHEET.fill(lang, {"sheet": first.place.sheet}) if first.place.sheet else "",
        "title": first.rule.title.say(lang),
        "number": str(len(several)),
        "units": T(f"，{units} 个单位", f", {number_of(units, 'unit')}").say(lang) if units else "",
        "place": " › ".join(filter(None, (first.place.file, first.place.cell))),
        "says": first.says(lang),
        "fix": first.fix_beside(lang),
    }
    return _ALIKE.fill(lang, facts)


def since_line(since: Since, plan: Plan, lang: Lang) -> str:
    """Return what changed since the last check, as one line."""
    changes = [_CAME.filled(forms=_named(since.came, plan))] if since.came else []
    gone, found = since.gone, since.found
    changes += [T(f"少了 {gone} 处错误", f"{number_of(gone, 'error')} fewer")] if gone else []
    changes += [T(f"新有 {found} 处错误", number_of(found, "new error"))] if found else []
    return _SINCE.fill(lang, {"as_of": since.as_of, "changes": joined(changes or [_SAME], lang)})


def _named(slots: Sequence[Slot], plan: Plan) -> T:
    """Return forms by unit and title; of many the first."""
    known = [slot for slot in slots if slot.unit == COMMITTEE or slot.unit in plan.branch_of]
    forms = enumerated(
        _OF_UNIT.filled(unit=unit_title(plan, slot.unit), form=form_title(slot)) for slot in known[:_NAMED]
    )
    return _AND_MORE.filled(forms=forms, number=str(len(slots))) if len(slots) > _NAMED else forms


def total_line(counts: str, workbook: Path, lang: Lang) -> str:
    """Return how much was found, and where it stands one by one."""
    return _SEE.fill(lang, {"counts": counts, "file": str(Path(workbook.parent.name, workbook.name))})


_NEXT = T("下一步：{steps}", "Next: {steps}")
_RETURN = T(
    "标好的退回件发给报的单位（xlcampaign mail returns）",
    "send the marked forms back (xlcampaign mail returns)",
)
_MEND = T(
    "有错误的，照核查结果处理（xlcampaign check）",
    "see to the errors as the check says (xlcampaign check)",
)
_CHASE = T("没有报的，催报（xlcampaign status --text）", "chase what is missing (xlcampaign status --text)")
_MERGE = T("可以汇总（xlcampaign merge）", "merge (xlcampaign merge)")
_MERGE_ANYWAY = T(
    "现在也可以汇总（xlcampaign merge），有错的、没有报的不计入",
    "or merge now (xlcampaign merge); what is in error or missing does not count",
)
_AWAIT = T(
    "把收到的表放进 inbox 再核查；有了可用的表才能汇总",
    "put the forms that come into inbox and check again; there is nothing to be merged before",
)
_ISSUE = T(
    "先出表发给各单位（{command}），报来的放进 inbox 再核查",
    "write the forms and send them out ({command}); put what comes into inbox, and check again",
)
_EXCEPT = T(
    "结果和定稿不一样，以定稿为准；要改，凭文号作例外（xlcampaign merge --exception）",
    "results differ from the seal, which holds; changes need an exception with a document (xlcampaign merge --exception)",
)
_DECIDE = T(
    "看汇总的“总览”和“会议议决”，开会议定，填评选表彰表；公示了记一笔（xlcampaign post）",
    "see “Overview” and “Decisions” of the summary and decide, on the committee's forms; post, and say so (xlcampaign post)",
)
_POSTED = T(
    "公示到 {day}，有异议填在评选表彰表的“公示及异议”；期满写公示结果（xlcampaign post --outcome）",
    "results are posted until {day}, objections go on the committee's forms; then write the outcome (xlcampaign post --outcome)",
)
_SETTLE = T(
    "公示到 {day} 已期满：写公示结果（xlcampaign post --outcome），定稿（xlcampaign seal）",
    "posting ended on {day}: write the outcome (xlcampaign post --outcome), then seal (xlcampaign seal)",
)
_SEALED = T(
    "这一阶段已定稿，结果和定稿一致或者有例外；发结果（xlcampaign mail results）",
    "the stage is sealed, its results are as sealed or excepted from that; send them (xlcampaign mail results)",
)
BEFORE_RATING = {StepKey.LAUNCH, StepKey.PLEDGE, StepKey.COMMENT}
"""The steps after which nothing is merged for a meeting."""
_MOST = 3
"""How many things are said to come next at most, a merge among them; all that there is to do is in the menu."""

_ADVANCE = T(
    "“{step}”的表收齐了，方案转到“{next}”（xlcampaign plan next）",
    "the forms of “{step}” are all in: move the plan on to “{next}” (xlcampaign plan next)",
)
_ADVANCE_ANYWAY = T(
    "“{step}”到 {day} 为止，不再等就把方案转到“{next}”（xlcampaign plan next）",
    "“{step}” ended on {day}: move the plan on to “{next}” unless you wait for more (xlcampaign plan next)",
)
_ADVANCE_STAGE = T(
    "方案转到第 {stage} 阶段（xlcampaign plan next）",
    "move the plan on to stage {stage} (xlcampaign plan next)",
)
_IN_HAND = {FormState.ACCEPTED, FormState.LATE}
"""The states of forms that nobody has to send once more."""


_AFTER = {
    Merging.NOTHING_CAME: _AWAIT,
    Merging.SEALED_OTHERWISE: _EXCEPT,
}
"""What is to be done at last where nothing can be merged."""


def next_steps(
    report: Report, forms: Iterable[ExpectedForm], lang: Lang, outlook: Outlook, *, returned: bool = False
) -> str:
    """Return the next few things to do, of what can be done.

    Args:
        report: what was checked or merged.
        forms: the forms that are awaited.
        lang: the language.
        outlook: what a merge would come to.
        returned: whether forms lie marked to go back.
    """
    listed = list(forms)
    wrong = any(finding.is_error for finding in report.findings)
    steps = [_RETURN] if returned else [_MEND] if wrong else []
    if outlook.merging is Merging.NOT_ISSUED:
        steps.append(_ISSUE.filled(command=_issuing(report, listed)))
        return _NEXT.fill(lang, {"steps": joined(steps, lang)})
    if not outlook.sealed and any(form.state in LACKING for form in listed):
        steps.append(_CHASE)
    advancing = list(_advance(report, listed, sealed=outlook.sealed))
    is_over = bool(advancing) and report.plan.campaign.step in BEFORE_RATING and not outlook.sealed
    if is_over and outlook.merging in {Merging.POSSIBLE, Merging.DONE}:
        steps += advancing
    elif outlook.merging is Merging.POSSIBLE:
        steps.append(_MERGE_ANYWAY if steps else _MERGE)
    elif outlook.merging is not Merging.DONE:
        steps.append(_AFTER[outlook.merging])
    else:
        steps.append(_after_merge(report, outlook))
    is_posted = outlook.posted is not None and not outlook.sealed
    steps += advancing if len(steps) < _MOST and not is_over and not is_posted else []
    return _NEXT.fill(lang, {"steps": joined(steps, lang)})


def _after_merge(report: Report, outlook: Outlook) -> T:
    """Return what to do with a summary: as far as its page was posted, and the stage sealed."""
    if outlook.sealed:
        return _SEALED
    if outlook.posted is None:
        return _DECIDE
    return (_SETTLE if report.as_of > outlook.posted else _POSTED).filled(day=str(outlook.posted))


def is_in_hand(forms: Iterable[ExpectedForm], step: StepKey) -> bool:
    """Tell whether all forms of a step came, and nobody has to send one once more."""
    own = [form for form in forms if form.slot.step is step]
    return bool(own) and all(form.state in _IN_HAND for form in own)


def _advance(report: Report, forms: Iterable[ExpectedForm], *, sealed: bool) -> Iterator[T]:
    """Yield that the plan can move on, where its current step is done: to another stage once this one is sealed."""
    plan, campaign = report.plan, report.plan.campaign
    after = step_after(plan, campaign.stage, campaign.step)
    if after is None or report.stage != campaign.stage:
        return
    if after[0] != campaign.stage:
        if sealed:
            yield _ADVANCE_STAGE.filled(stage=str(after[0]))
        return
    step, following = (label_of(STEPS, key) for key in (campaign.step, after[1]))
    last = plan.step_of(campaign.stage, campaign.step).end
    if is_in_hand(forms, campaign.step):
        yield _ADVANCE.filled(step=step, next=following)
    elif report.as_of > last:
        yield _ADVANCE_ANYWAY.filled(step=step, next=following, day=str(last))


def _issuing(report: Report, forms: Iterable[ExpectedForm]) -> str:
    """Return the command that writes forms of the stage: of the plan's step or, where that has none, the first that has."""
    campaign, steps = report.plan.campaign, list(dict.fromkeys(form.slot.step for form in forms))
    stage = "" if report.stage == campaign.stage else f" --stage {report.stage}"
    step = "" if campaign.step in steps or not steps else f" --step {steps[0]}"
    return f"xlcampaign forms{stage}{step}"
