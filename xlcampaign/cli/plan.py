"""The commands about the plan workbook itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import open_campaign
from xlcampaign.cli.help import SpeakingGroup
from xlcampaign.cli.members import import_
from xlcampaign.cli.options import campaign_argument, password_option, passwords_in
from xlcampaign.cli.screen import print_findings, put_file, say, stopping, talk
from xlcampaign.cli.usage import StepChoice
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang, T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlcampaign.commands.plan_next import Moved

_AT = T("第 {stage} 阶段“{step}”", "“{step}” of stage {stage}")
_MOVED = T("当前步骤：原来是{before}，现在是{now}。", "The current step was {before}; it is now {now}.")
_THERE = T("当前步骤已经是{now}，没有改动。", "The current step is {now} already; nothing was changed.")
_FORMS = T(
    "下一步：出“{step}”的表发给各单位（{command}），报来的放进 inbox；",
    "Next: write the forms of “{step}” and send them out ({command}), put what comes into inbox;",
)
_THEN = T(
    "这一步做完，再运行 plan next，转到{after}。", " when the step is done, plan next goes on to {after}."
)
_AT_LAST = T(
    "这一步后面没有别的步骤：公示（post）、定稿（seal）。",
    " no step comes after it: post and seal (post, seal).",
)
_SEAL_FIRST = T(
    "这一步做完，公示（post）、定稿（seal），再运行 plan next，转到{after}。",
    " when it is done, post and seal (post, seal); then plan next goes on to {after}.",
)


@click.group(cls=SpeakingGroup, help=say("方案（plan.xlsx）本身的事。", "What is about plan.xlsx itself."))
def plan() -> None:
    """Hold the commands about the plan."""


@plan.command(
    help=say(
        "把以前版本的方案补齐：写进新增的设置（按原来的算法）和没填的党员编号；您写的、排的格式都不动，原来的另存一份。\n\n"
        "例：xlcampaign plan upgrade 争先2023",
        "Bring an older plan up to date: writes the settings that are new, at their old meaning, and members' codes that"
        " were left blank. All that you wrote and formatted stays, and the old plan is kept.\n\n"
        "xlcampaign plan upgrade pioneers-2023",
    )
)
@campaign_argument
@password_option
@click.pass_obj
def upgrade(lang: Lang, *, campaign: Path, password_file: Path | None) -> None:
    """Write what an older plan lacks."""
    from xlcampaign.cli.upgrade import upgrade_lines  # noqa: PLC0415 -- imported where used
    from xlcampaign.commands.upgrade import upgrade_plan  # noqa: PLC0415 -- imported where used

    with stopping(lang):
        folder = open_campaign(campaign, passwords_in(password_file))
        done = upgrade_plan(folder)
    print_findings(done.warnings, lang, err=True)
    for line in upgrade_lines(done, lang):
        talk(line)
    put_file(folder.plan)


@plan.command(
    "next",
    help=say(
        "把方案的“当前步骤”转到下一个有表的步骤；一个阶段的最后一步做完，转到下一个阶段的第一步。"
        "--stage、--step 转到指定的一步，往回也行。方案里别的都不动，原来的另存一份。\n\n\b\n"
        "  xlcampaign plan next 争先2023\n"
        "  xlcampaign plan next 争先2023 --step 公开承诺\n",
        "Make the next step that has forms the plan's current one; after a stage's last step, the first of the next stage."
        " --stage and --step go to any other, also back. Nothing else in the plan changes, and the old plan is kept.\n\n\b\n"
        "  xlcampaign plan next pioneers-2023\n"
        "  xlcampaign plan next pioneers-2023 --step pledge\n",
    ),
)
@campaign_argument
@click.option(
    "--stage",
    type=int,
    default=None,
    help=say("转到第几阶段；不写 --step 就是它的第一步", "the stage to go to; its first step without --step"),
)
@click.option("--step", type=StepChoice(), default=None, help=say("转到哪一步", "the step to go to"))
@password_option
@click.pass_obj
def next_(
    lang: Lang, *, campaign: Path, stage: int | None, step: str | None, password_file: Path | None
) -> None:
    """Move the current step."""
    from xlcampaign.commands.plan_next import move_step  # noqa: PLC0415 -- imported where used

    with stopping(lang):
        folder = open_campaign(campaign, passwords_in(password_file))
        moved = move_step(folder, stage, StepKey(step) if step else None)
    print_findings(moved.findings, lang, err=True)
    for line in _moved_lines(moved, campaign, lang):
        talk(line)
    put_file(folder.plan)


plan.add_command(import_)


def _moved_lines(moved: Moved, campaign: Path, lang: Lang) -> Iterator[str]:
    """Yield where the plan stood, where it stands, and what comes next."""
    from xlcampaign.cli.screen import command_line  # noqa: PLC0415 -- imported where used
    from xlcampaign.cli.upgrade import KEPT  # noqa: PLC0415 -- the same
    from xlcampaign.layout.choices import STEPS, label_of  # noqa: PLC0415 -- the same

    def at(place: tuple[int, StepKey]) -> T:
        return _AT.filled(stage=str(place[0]), step=label_of(STEPS, place[1]))

    command = command_line(["forms", *([str(campaign)] if campaign != Path() else [])])
    following = _FORMS.filled(step=label_of(STEPS, moved.now[1]), command=command)
    if moved.after is None:
        then = _AT_LAST
    else:
        then = (_THEN if moved.after[0] == moved.now[0] else _SEAL_FIRST).filled(after=at(moved.after))
    said = _MOVED if moved.kept else _THERE
    yield said.filled(before=at(moved.before), now=at(moved.now)).say(lang)
    yield T(following.zh + then.zh, following.en + then.en).say(lang)
    if moved.kept:
        yield KEPT.fill(lang, {"file": moved.kept.name})
