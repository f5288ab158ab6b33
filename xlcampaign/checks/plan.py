"""What is wrong with a plan, all of it at once, each at its cell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from xlcampaign.checks.mailing import check_addresses, check_messages
from xlcampaign.checks.plan_days import check_dates, check_launch
from xlcampaign.checks.plan_names import check_branch_names, check_known
from xlcampaign.checks.plan_online import check_online
from xlcampaign.checks.plan_sheets import PlanSheets, title_of, title_of_sheet, twice
from xlcampaign.checks.roster import check_people
from xlcampaign.checks.roster_days import (
    check_counted,
    check_places,
    check_rows,
    check_successors,
    rows_of_stage,
)
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.catalogue.final_rules import MANY_IN_TOTAL
from xlcampaign.findings.finding import Fact, Finding
from xlcampaign.layout import choices
from xlcampaign.layout.forms import asked_forms
from xlcampaign.layout.kinds import show_hundredths
from xlcampaign.layout.lists import LISTS
from xlcampaign.layout.plan import CAMPAIGN_FIELDS
from xlcampaign.layout.references import goals_by_name, keys_by_name
from xlcampaign.layout.standard import PLEASE_CHANGE
from xlcampaign.layout.text import squeeze
from xlcampaign.layout.ways import BESIDE_MARKS
from xlcampaign.model.cell import Value
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.submission import ASIDE, OWN, WITHDRAWN, Draft, Record
from xlcampaign.words import T, listing_of

WHOLE = 100
MUCH_SELF = 20
MOST_CELLS, MOST_GRADES = 300, 20
"""How many cells of a row, and how many grades, the formulas of forms and summary can name in 8,192 characters."""


def _kind_label(kind: Value) -> T:
    return choices.label_of(choices.KINDS, str(kind))


def check_weights(plan: PlanSheets) -> Iterator[Finding]:
    """Weights of each kind sum to 100; self-rating above 20 is a warning."""
    for kind in SubjectKind:
        rows = [row for row in plan.rows("ways") if row.values.get("kind") == kind]
        weights = [row.values.get("weight") for row in rows]
        known = [weight for weight in weights if isinstance(weight, int)]
        if len(known) == len(weights) == len(WayKey) and sum(known) != WHOLE:
            place = plan.place("ways", rows[-1], "weight")
            yield p.WEIGHTS.at(place, kind=_kind_label(kind), total=sum(known), ways=LISTS["ways"])
        for row in rows:
            weight = row.values.get("weight")
            if row.values.get("key") == WayKey.SELF and isinstance(weight, int) and weight > MUCH_SELF:
                place = plan.place("ways", row, "weight")
                yield p.SELF_WEIGHT.at(place, kind=_kind_label(kind), found=weight)


def check_ways(plan: PlanSheets) -> Iterator[Finding]:
    """Each kind has each of the ways once; points are never tallied."""
    rows = plan.rows("ways")
    if any({"kind", "key"} & row.bad for row in rows):
        return
    found = Counter((row.values.get("kind"), row.values.get("key")) for row in rows)
    for kind in SubjectKind:
        for way in WayKey:
            if rows and found[kind, way] != 1:
                last = [row for row in rows if (row.values.get("kind"), row.values.get("key")) == (kind, way)]
                place = plan.place("ways", last[-1] if last else None, "key")
                label = choices.label_of(choices.WAYS, way)
                facts: dict[str, Fact] = {"way": label, "found": found[kind, way], "ways": LISTS["ways"]}
                yield p.WAYS.at(place, kind=_kind_label(kind), **facts)
    ranges = {row.values.get("scale") for row in plan.rows("scales") if row.values.get("high") is not None}
    for row in rows:
        if row.values.get("entry") == "tally" and row.values.get("scale") in ranges:
            name = str(row.values.get("name", ""))
            place = plan.place("ways", row, "entry")
            yield p.POINTS_TALLY.at(place, name=name, untallied=LISTS["untallied"])


def check_scales(plan: PlanSheets) -> Iterator[Finding]:
    """A scale has one sound range, or at least two grades that count."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in plan.rows("scales"):
        groups[str(row.values.get("scale", ""))].append(row)
    for scale, rows in groups.items():
        if any(row.bad or row.values.get("points") is None for row in rows):
            continue
        counted = [row for row in rows if row.values["points"] != "uncounted"]
        ranges = [row for row in rows if row.values.get("high") is not None]
        problem = None
        if ranges and (len(ranges) > 1 or len(counted) > 1):
            problem = p.RANGE_AND_GRADES
        elif ranges and not _is_range(ranges[0]):
            problem = p.BAD_RANGE
        elif not ranges and len(counted) < 2:  # noqa: PLR2004 -- a choice needs two
            problem = p.ONE_GRADE
        if problem:
            yield p.SCALE.at(plan.place("scales", rows[0], "scale"), scale=scale, problem=problem)


def _is_range(row: Record) -> bool:
    low, high, step = (row.values.get(key) for key in ("points", "high", "step"))
    if not isinstance(low, int) or not isinstance(high, int) or not isinstance(step, int):
        return False
    return high > low and (high - low) % step == 0


def check_levels(plan: PlanSheets) -> Iterator[Finding]:
    """The bands of each kind join from 0 to 100."""
    for kind in SubjectKind:
        rows = [row for row in plan.rows("levels") if row.values.get("kind") == kind]
        bands = [(row.values.get("low"), row.values.get("high"), row) for row in rows]
        sound = [
            (low, high, row) for low, high, row in bands if isinstance(low, int) and isinstance(high, int)
        ]
        if len(sound) != len(rows):
            continue
        if not sound:
            yield p.EMPTY_LIST.at(plan.place("levels", None, ""), sheet=title_of_sheet("levels"))
            continue
        expected = 0
        for low, high, row in sorted(sound, key=lambda band: band[0]):
            if low != expected or high <= low:
                yield _band(plan, kind, row, "low", low, expected)
            expected = high
        if expected != WHOLE * 100:
            yield _band(plan, kind, max(sound, key=lambda band: band[0])[2], "high", expected, WHOLE * 100)


def check_public(plan: PlanSheets) -> Iterator[Finding]:
    """The lowest level of a kind, which a veto gives, is not posted unawares."""
    for kind in SubjectKind:
        rows = [row for row in plan.rows("levels") if row.values.get("kind") == kind]
        low = next((row for row in rows if row.values.get("low") == 0), None)
        if low and low.values.get("public") == "yes":
            name = str(low.values.get("name", ""))
            place = plan.place("levels", low, "public")
            yield p.LOWEST_PUBLIC.at(place, kind=_kind_label(kind), name=name)


def _band(
    plan: PlanSheets, kind: SubjectKind, row: Record, column: str, found: int, expected: int
) -> Finding:
    low, wanted = show_hundredths(found), show_hundredths(expected)
    return p.BANDS.at(plan.place("levels", row, column), kind=_kind_label(kind), low=low, expected=wanted)


def check_lists(plan: PlanSheets) -> Iterator[Finding]:
    """Nothing essential is empty."""
    for sheet in ("stages", "steps", "goals", "stars", "ways", "scales", "branches", "members"):
        if sheet in plan.draft.sheets and not plan.rows(sheet):
            yield p.EMPTY_LIST.at(plan.place(sheet, None, ""), sheet=title_of_sheet(sheet))
    for kind in SubjectKind:
        stars = [row for row in plan.rows("stars") if row.values.get("kind") == kind]
        if plan.rows("stars") and not stars:
            yield p.EMPTY_LIST.at(plan.place("stars", None, ""), sheet=_kind_label(kind))


def check_recommended(plan: PlanSheets) -> Iterator[Finding]:
    """No more stars are asked for than are listed."""
    for kind, key in ((SubjectKind.BRANCH, "recommend_branch"), (SubjectKind.MEMBER, "recommend_member")):
        stars = sum(row.values.get("kind") == kind for row in plan.rows("stars"))
        asked = plan.setting(key)
        if isinstance(asked, int) and stars and asked > stars:
            column = title_of("campaign", key)
            yield p.MANY_STARS.at(plan.setting_place(key), column=column, found=asked, total=stars)


def check_totals(plan: PlanSheets) -> Iterator[Finding]:
    """No more stars are asked for in total than all stages have."""
    stages = len(plan.rows("stages"))
    for kind, key in ((SubjectKind.BRANCH, "total_branch"), (SubjectKind.MEMBER, "total_member")):
        total = stages * sum(row.values.get("kind") == kind for row in plan.rows("stars"))
        asked = plan.setting(key)
        if isinstance(asked, int) and total and asked > total:
            facts: dict[str, Fact] = {"found": asked, "stages": stages, "total": total}
            place = plan.setting_place(key)
            yield MANY_IN_TOTAL.at(place, column=title_of("campaign", key), **facts)


def check_references(plan: PlanSheets) -> Iterator[Finding]:
    """Every branch, goal, scale and stage that is named is listed on its own sheet."""
    yield from check_branch_names(plan, "members", "branch")
    yield from check_branch_names(plan, "branches", "takes_over", several=True)
    goals = goals_by_name(r.values for r in plan.rows("goals"))
    goal_names = [str(row.values.get("name", "")) for row in plan.rows("goals")]
    yield from check_known(
        plan, ("stars", "goal"), "goals", goal_names,
        lambda row, text: f"{row.values.get('kind')}:{text}" in goals,
    )  # fmt: skip
    scales = [str(row.values.get("scale", "")) for row in plan.rows("scales")]
    known = {squeeze(scale) for scale in scales}
    listed = list(dict.fromkeys(scales))
    yield from check_known(plan, ("ways", "scale"), "scales", listed, lambda _row, text: text in known)
    stages = [str(row.values.get("number", "")) for row in plan.rows("stages")]
    yield from check_known(plan, ("steps", "stage"), "stages", stages, lambda _row, text: text in stages)
    stage, step = plan.setting("stage"), plan.setting("step")
    if stage is not None and str(stage) not in stages:
        facts: dict[str, Fact] = {
            "found": str(stage),
            "sheet": title_of_sheet("stages"),
            "candidates": listing_of(stages),
            "alike": "",
        }
        yield p.UNKNOWN.at(plan.setting_place("stage"), column=title_of("campaign", "stage"), **facts)
    having = {(row.values.get("stage"), row.values.get("key")) for row in plan.rows("steps")}
    for number in stages:
        for needed in ("comment", "evaluation", step):
            if needed is not None and number.isdecimal() and (int(number), needed) not in having:
                step_name = choices.label_of(choices.STEPS, str(needed))
                place = plan.place("steps", None, "")
                sheet = title_of_sheet("steps")
                yield p.STEP_MISSING.at(place, sheet=sheet, stage=number, step=step_name)


_UNIQUE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("stages", ("number",), "number"),
    ("steps", ("stage", "key"), "key"),
    ("goals", ("kind", "key"), "key"),
    ("goals", ("kind", "name"), "name"),
    ("stars", ("kind", "key"), "key"),
    ("stars", ("kind", "name"), "name"),
    ("ways", ("name",), "name"),
    ("scales", ("scale", "key"), "key"),
    ("scales", ("scale", "name"), "name"),
    ("levels", ("kind", "name"), "name"),
    ("vetoes", ("key",), "key"),
    ("messages", ("kind",), "kind"),
)


def check_unique(plan: PlanSheets) -> Iterator[Finding]:
    """Keys and names that must be unique are; a member never has a branch's code."""
    for sheet, keys, column in _UNIQUE:
        seen: dict[tuple[str, ...], int] = {}
        for row in plan.rows(sheet):
            values = tuple(row.values.get(key) for key in keys)
            if None in values:
                continue
            text = tuple(squeeze(str(value)) for value in values)
            if text in seen:
                yield twice(plan, sheet, row, column, seen[text])
            seen.setdefault(text, row.row)
    branches = {squeeze(str(r.values["code"])): r.row for r in plan.rows("branches") if "code" in r.values}
    for row in plan.rows("members"):
        code = squeeze(str(row.values.get("code", "")))
        if code in branches:
            yield twice(plan, "members", row, "code", branches[code])


_RESERVED: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("branches", "code", frozenset({COMMITTEE})),
    ("members", "code", frozenset({COMMITTEE})),
    ("scales", "key", frozenset({OWN, ASIDE, WITHDRAWN})),
    ("stars", "key", BESIDE_MARKS),
)


def check_reserved(plan: PlanSheets) -> Iterator[Finding]:
    """No code or key is a word by which the program means something else."""
    for sheet, column, words in _RESERVED:
        for row in plan.rows(sheet):
            value = row.values.get(column)
            if value is not None and squeeze(str(value)) in words:
                place = plan.place(sheet, row, column)
                yield p.RESERVED.at(place, column=title_of(sheet, column), found=str(value))


def check_placeholders(plan: PlanSheets) -> Iterator[Finding]:
    """No setting is still what a new plan comes with to be changed."""
    for column in CAMPAIGN_FIELDS:
        found = plan.setting(column.key)
        if isinstance(found, str) and found.endswith((PLEASE_CHANGE.zh, PLEASE_CHANGE.en)):
            yield p.PLACEHOLDER.at(plan.setting_place(column.key), column=column.title, found=found)


def check_sizes(plan: PlanSheets) -> Iterator[Finding]:
    """No formula gets longer than Excel takes: few enough cells in a row, few enough grades in a scale."""
    stars = Counter(row.values.get("kind") for row in plan.rows("stars"))
    grades = Counter(row.values.get("scale") for row in plan.rows("scales"))
    for row in plan.rows("ways"):
        is_tally = row.values.get("entry") == Entry.TALLY
        cells = stars[row.values.get("kind")] * (grades[row.values.get("scale")] if is_tally else 1)
        if cells > MOST_CELLS:
            problem = p.MANY_CELLS.filled(found=str(cells), limit=str(MOST_CELLS))
            place = plan.place("ways", row, "entry")
            yield p.UNWRITABLE.at(place, name=str(row.values.get("name", "")), problem=problem)
    last = {row.values.get("scale"): row for row in plan.rows("scales")}
    for scale, number in grades.items():
        if number > MOST_GRADES:
            problem = p.MANY_GRADES.filled(found=str(number), limit=str(MOST_GRADES))
            yield p.UNWRITABLE.at(plan.place("scales", last[scale], "name"), name=str(scale), problem=problem)


def check_pledge_limits(plan: PlanSheets) -> Iterator[Finding]:
    """The fewest pledges of a member are not more than the most."""
    low, high = plan.setting("pledges_low"), plan.setting("pledges_high")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield p.PLEDGE_LIMITS.at(plan.setting_place("pledges_low"), found=low, limit=high)


def check_extensions(plan: PlanSheets) -> Iterator[Finding]:
    """Each extension is of a step and a branch that there are, later than the day it is about, and the only one."""
    yield from check_branch_names(plan, "extensions", "branch")
    branches = keys_by_name((r.values for r in plan.rows("branches")), "code", "name")
    due = {(r.values.get("stage"), r.values.get("key")): r.values.get("deadline") for r in plan.rows("steps")}
    asked = asked_forms(launch=plan.setting("launch_form") == "yes")
    sent = {form.step for form in asked if form.of_branch}
    seen: dict[tuple[Value, Value, str], int] = {}
    for row in plan.rows("extensions"):
        stage, step, found = (row.values.get(key) for key in ("stage", "key", "deadline"))
        branch = branches.get(squeeze(str(row.values.get("branch", ""))))
        if row.bad or None in (stage, step, branch):
            continue
        label = choices.label_of(choices.STEPS, str(step))
        if (stage, step) not in due or step not in sent:
            yield p.NO_SUCH_FORM.at(plan.place("extensions", row, "key"), stage=str(stage), step=label)
            continue
        if branch not in {one.values.get("code") for one in rows_of_stage(plan, "branches", stage)}:
            named: dict[str, Fact] = {"branch": str(row.values["branch"]), "stage": str(stage)}
            yield p.NOT_IN_STAGE.at(plan.place("extensions", row, "branch"), **named)
            continue
        limit = due[stage, step]
        if isinstance(found, date) and isinstance(limit, date) and found < limit:
            facts: dict[str, Fact] = {"found": str(found), "relation": p.BEFORE, "other": str(limit)}
            place = plan.place("extensions", row, "deadline")
            yield p.DATES.at(place, column=title_of("extensions", "deadline"), **facts)
        first = seen.setdefault((stage, step, str(branch)), row.row)
        if first != row.row:
            yield twice(plan, "extensions", row, "branch", first)


CHECKS = (
    check_lists,
    check_ways,
    check_weights,
    check_scales,
    check_levels,
    check_public,
    check_recommended,
    check_totals,
    check_placeholders,
    check_sizes,
    check_pledge_limits,
    check_references,
    check_unique,
    check_reserved,
    check_dates,
    check_launch,
    check_people,
    check_rows,
    check_places,
    check_counted,
    check_successors,
    check_extensions,
    check_messages,
    check_addresses,
    check_online,
)


def check_plan(draft: Draft, stage: int | None = None, retired: Collection[str] = ()) -> Iterator[Finding]:
    """Yield everything that is wrong with a plan beyond its single cells; of its people, with those of a stage.

    Args:
        draft: the plan as it was read.
        stage: the stage; by default the one that the plan says is the current one.
        retired: codes of those who are no longer in the plan.
    """
    for check in CHECKS:
        yield from check(PlanSheets(draft, stage, retired))
