"""The plan's current step moved on, or to any other: two cells of its workbook, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xlcampaign.address import Address
from xlcampaign.campaign import Folder
from xlcampaign.commands.forms import no_forms
from xlcampaign.commands.history import earlier_seals
from xlcampaign.commands.plan_editing import Editing, read_to_edit, sheet_of, write_edited
from xlcampaign.findings.catalogue import editing_rules as e
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.layout.choices import STEPS, label_of
from xlcampaign.layout.forms import step_after, steps_in
from xlcampaign.layout.plan import BEFORE_CHANGE, CAMPAIGN_FIELDS, Rows
from xlcampaign.layout.planrows import plan_rows
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Plan
from xlcampaign.model.submission import Draft
from xlcampaign.package.parts import Package, sheet_parts
from xlcampaign.package.worksheet import NewCell

_EDITING = Editing("plan next", BEFORE_CHANGE)
_KINDS = {column.key: column.kind for column in CAMPAIGN_FIELDS}


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the plan stood and where it stands, each a stage and its step, and where it goes from there.

    `kept` is where the plan as it was lies, None where it stood there already.
    """

    before: tuple[int, StepKey]
    now: tuple[int, StepKey]
    after: tuple[int, StepKey] | None
    kept: Path | None
    findings: tuple[Finding, ...] = ()


def move_step(folder: Folder, stage: int | None, step: StepKey | None) -> Moved:
    """Make another step the plan's current one: the next that has forms, or the one that is asked for.

    Args:
        folder: the campaign's.
        stage: the stage to go to; by default the current one, or the next one after its last step.
        step: the step to go to; by default the next one, in another stage that is asked for its first.

    Raises:
        Stop: there is no such step, or the plan has errors or cannot be edited.
    """
    found = read_to_edit(folder)
    plan = found.plan
    before = plan.campaign.stage, plan.campaign.step
    now = _target(plan, stage, step)
    after = step_after(plan, *now)
    if now == before:
        return Moved(before, now, after, None)
    values: dict[str, Value] = {"stage": now[0], "step": now[1]}
    kept = write_edited(
        found,
        _EDITING,
        lambda package: _spliced(package, found.draft, plan, values),
        lambda _, written: plan_rows(written) == _restated(plan, values),
    )
    return Moved(before, now, after, kept, tuple(_say_unsealed(folder, plan, before[0], now[0])))


def _target(plan: Plan, stage: int | None, step: StepKey | None) -> tuple[int, StepKey]:
    """Return the step to go to, with its stage."""
    current = plan.campaign.stage, plan.campaign.step
    if stage is None and step is None:
        after = step_after(plan, *current)
        if after is None:
            label = label_of(STEPS, current[1])
            raise Stop(e.NO_NEXT_STEP.at(Place(), stage=current[0], step=label))
        return after
    number = current[0] if stage is None else stage
    if number not in {one.number for one in plan.stages}:
        raise Stop(o.NO_STAGE.at(Place(), stage=number))
    steps = steps_in(plan, number)
    wanted = step or steps[0]
    if wanted not in steps:
        raise Stop(no_forms(plan, number, wanted))
    return number, wanted


def _spliced(package: Package, draft: Draft, plan: Plan, values: Mapping[str, Value]) -> bytes:
    """Return the plan's bytes with other values of settings."""
    sheet, cells = draft.sheets["campaign"], dict[Address, NewCell]()
    for key, value in values.items():
        shown = _KINDS[key].show(value, plan.campaign.language)
        cells[sheet.columns[key]] = NewCell(shown if isinstance(shown, int) else str(shown))
    part, spliced = sheet_of(package, sheet_parts(package), sheet)
    return package.copied({part: spliced.with_cells(cells)})


def _restated(plan: Plan, values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Rows]]:
    settings, rows = plan_rows(plan)
    return {**settings, **values}, rows


def _say_unsealed(folder: Folder, plan: Plan, before: int, now: int) -> list[Finding]:
    """Return what is to be said of stages that were left behind and are not sealed."""
    seals, spoilt = earlier_seals(folder, plan, now)
    left = (one.number for one in plan.stages if before <= one.number < now and one.number not in seals)
    return spoilt or [e.LEFT_UNSEALED.at(Place(), stage=number, now=now) for number in left]
