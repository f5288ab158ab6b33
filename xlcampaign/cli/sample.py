"""`sample`: an invented campaign to practise on."""

from pathlib import Path

import click

from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.screen import command_line, progress_shown, say, stopping, talk
from xlcampaign.words import Lang, T

_PLAYING = T("写表、读表", "writing and reading")


@click.command(
    cls=SpeakingCommand,
    help=say(
        "写出一个完整的虚构活动，用来练习。\n\n\b\n例：\n"
        "  xlcampaign sample 试一试\n"
        "  xlcampaign sample 两个阶段 --stages 2\n",
        "Write a complete invented campaign to practise on.\n\n\b\n"
        "  xlcampaign sample try-it\n"
        "  xlcampaign sample two-stages --stages 2\n",
    ),
)
@click.argument("campaign", type=click.Path(path_type=Path))
@click.option(
    "--branches", type=click.IntRange(1, 5000), default=8, show_default=True, help=say("支部数", "branches")
)
@click.option(
    "--members",
    type=click.IntRange(1, 100_000),
    default=130,
    show_default=True,
    help=say("党员总数", "members in all"),
)
@click.option(
    "--stages",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help=say("演到第几阶段；两个的，第一阶段已定稿", "stages played; of two the first is sealed"),
)
@click.option("--seed", type=int, default=1, show_default=True, help=say("随机种子", "seed"))
@click.option(
    "--unit",
    default=None,
    help=say("另一个联校的单位代码（做上级汇总用）", "code of another union, to roll up"),
)
@click.option("--tidy", is_flag=True, help=say("不带错误", "without mistakes"))
@click.pass_obj
def sample(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    campaign: Path,
    branches: int,
    members: int,
    stages: int,
    seed: int,
    unit: str | None,
    tidy: bool,
) -> None:
    """Write an invented campaign."""
    from xlcampaign.commands.sample import make_sample  # noqa: PLC0415 -- imported where used
    from xlcampaign.sample.people import MOST_MEMBERS_EACH  # noqa: PLC0415 -- imported where used
    from xlcampaign.sample.summer import LEAST_BRANCHES, LEAST_EACH  # noqa: PLC0415 -- imported where used

    if not branches <= members <= branches * MOST_MEMBERS_EACH:
        text = T(
            "{branches} 个支部的党员总数要在 {branches}–{most} 之间",
            "{branches} branches need {branches} to {most} members",
        )
        facts = {"branches": str(branches), "most": str(branches * MOST_MEMBERS_EACH)}
        raise click.UsageError(text.fill(lang, facts))
    if stages > 1 and not (branches >= LEAST_BRANCHES and members >= LEAST_EACH * branches):
        text = T(
            "演两个阶段要至少 {branches} 个支部、平均每个支部 {each} 名党员",
            "two stages need at least {branches} branches, and {each} members for each on average",
        )
        raise click.UsageError(text.fill(lang, {"branches": str(LEAST_BRANCHES), "each": str(LEAST_EACH)}))
    code = _code_of(unit, lang)
    with stopping(lang), progress_shown(lang, _PLAYING) as progress:
        make_sample(
            campaign,
            branches,
            members,
            seed,
            tidy=tidy,
            lang=lang,
            stages=stages,
            unit=code,
            progress=progress,
        )
    talk(T("虚构的活动写好了，接下来汇总它：", "The invented campaign is ready; now merge it:").say(lang))
    talk(command_line(["merge", str(campaign)]))


def _code_of(unit: str | None, lang: Lang) -> str:
    """Return the code of the union that was asked for, or the usual one."""
    from xlcampaign.layout.kinds import Code  # noqa: PLC0415 -- imported where used: --help stays instant
    from xlcampaign.sample.plan import UNIT  # noqa: PLC0415 -- the same

    if unit is None:
        return UNIT
    try:
        return str(Code().parse(unit))
    except ValueError as error:
        raise click.UsageError(Code().expects().say(lang)) from error
