"""上报本: what a unit tells the level above, as values: results, lists, rules, what is open; no votes on anybody."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from xlcampaign.layout import dispatch
from xlcampaign.layout.form_book import IDENTITY_SHEET
from xlcampaign.layout.outcomes import (
    NOT_GRADED,
    UNRATED,
    override_words,
    quota_words,
    rectify_reasons,
    unrated_cause,
)
from xlcampaign.layout.rule_rows import packed_rules, rule_rows
from xlcampaign.model.dispatch import Lit, Origin
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Quota, Report, SubjectResult
from xlcampaign.model.seal import since_seal
from xlcampaign.summary.contents import TITLES, context_of
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import SummarySheet, write_sheets
from xlcampaign.summary.leaders.boards import standing_remarks
from xlcampaign.summary.leaders.matters import Pointer, pointers
from xlcampaign.summary.lists import BETWEEN
from xlcampaign.summary.told_sheets import YES_NO, Values, people_told, told_sheets
from xlcampaign.summary.work.reconciliation import differences_live
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, write_workbook

_CAUSE = T("{unrated}：{cause}", "{unrated}: {cause}")
_NOTE = T(
    "报上级用：由程序写成，不要改动，改过的上级不收。结果、名单、规则都在里面，没有任何人的票数；要看算法，到本单位的汇总。",
    "For the level above, written by the program: leave it as it is, one that was changed is not accepted there. It holds"
    " results, lists and rules, and nobody's votes; how results came about is in the unit's own summary.",
)


def write_dispatch(target: Path, report: Report) -> str:
    """Write what a unit tells the level above on a stage, in the plan's language; equal reports give equal bytes.

    Returns:
        The digest of what it states (layout.statement).

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    context = context_of(report, live=False)
    told = _told(context)
    sheets = tuple(_sheets(context, told))
    titles = {**TITLES, **{sheet.key: sheet.title for sheet in sheets}}
    context = Context(report, titles, context.boards, context.briefing, context.tables, live=False)
    unit, stage = report.plan.campaign.organisation, report.plan.stage_of(report.stage).name
    title = T(f"{unit}　{stage}{dispatch.TITLE.zh}", f"{unit}: {stage}, {dispatch.TITLE.en}")

    def fill(book: Workbook) -> None:
        write_sheets(book, context, sheets)
        facts = _hidden(context, Origin.UNIT, {dispatch.ROWS_IN: dispatch.rows_noted(told)})
        book.hide(IDENTITY_SHEET, facts)

    return write_workbook(target, context.say(title), report.as_of, fill, live=False)


def told_inside(context: Context, noted: Mapping[str, str], stated: Mapping[str, str]) -> dict[str, str]:
    """Return what a summary itself tells the level above, for its hidden sheet.

    Args:
        context: the summary.
        noted: what its sheets left to be noted.
        stated: the digests of what they state, by their names.
    """
    told = {key: rows for key, rows in _told(context).items() if key != dispatch.RULES}
    stars = {kind: _star_names(context, kind) for kind in SubjectKind}
    tabs = {key: context.title(key) for key in _HELD_AGAINST}
    own = {
        dispatch.TOLD_IN: dispatch.packed_told(told, dispatch.dispatch_book(stars)),
        dispatch.TABS_IN: json.dumps(tabs, ensure_ascii=False),
        dispatch.SHEETS_IN: json.dumps(stated, ensure_ascii=False),
    }
    return _hidden(context, Origin.SUMMARY, {**own, **noted})


_HELD_AGAINST = (
    *(f"{kind}_{sheet}" for sheet in ("counts", "board") for kind in SubjectKind),
    *("scores", "outcomes", "rules"),
)
"""The sheets of a summary that the level above looks at."""


def _hidden(context: Context, origin: Origin, noted: Mapping[str, str]) -> dict[str, str]:
    stars = {kind: _star_names(context, kind) for kind in SubjectKind}
    rules = {packed_rules(context.plan): (context.plan.campaign.unit_code,)}
    return dispatch.identity_facts(origin, context.lang, rules, stars, noted)


def _told(context: Context) -> dict[str, list[Values]]:
    """Return what stands on the sheets, row by row, by their keys."""
    subjects = context.report.results.subjects
    return {
        dispatch.FACTS: [_facts(context)],
        **{
            dispatch.subjects_key(kind): [_subject(context, one) for one in subjects if one.kind is kind]
            for kind in SubjectKind
        },
        dispatch.MATTERS: [
            {"order": order, "matter": pointer.text} for order, pointer in enumerate(_open(context), 1)
        ],
        dispatch.RULES: [row._asdict() for row in rule_rows(context.plan, context.lang)],
    }


def _star_names(context: Context, kind: SubjectKind) -> list[str]:
    return [star.name for star in context.plan.stars_of(kind)]


def _open(context: Context) -> Iterator[Pointer]:
    """Yield what is to be decided or looked into; what comes next is the unit's own business."""
    *matters, _ = pointers(context)
    yield from matters


def _facts(context: Context) -> Values:
    report, campaign, briefing = context.report, context.plan.campaign, context.briefing
    seal = since_seal(report.sealed)[0] if report.sealed else None
    rated = {kind: [one.is_rated for one in report.results.of(kind)] for kind in SubjectKind}
    difference = differences_live(context).value
    return {
        "unit_code": campaign.unit_code,
        "unit": campaign.organisation,
        "above": campaign.unit_above or None,
        "campaign": campaign.code,
        "campaign_name": campaign.name,
        "stage": report.stage,
        "stage_name": context.plan.stage_of(report.stage).name,
        "as_of": report.as_of,
        **people_told(rated),
        "forms": len(briefing.forms),
        "forms_in": sum(form.has_come for form in briefing.forms),
        "cells": briefing.cells.total,
        "rejected": briefing.cells.rejected,
        "errors": briefing.errors,
        "difference": difference if isinstance(difference, int) else None,
        "seal": seal.grounds.number if seal else None,
        "sealed_on": seal.day if seal else None,
        "checksum": report.sealed[-1].checksum if seal else None,
    }


def _subject(context: Context, subject: SubjectResult) -> Values:
    lit = {True: Lit.LIT, False: Lit.UNLIT, None: Lit.UNRATED}
    is_member = subject.kind is SubjectKind.MEMBER
    who = {"code": subject.code, "name": subject.name} if is_member else {}
    stars = {f"{dispatch.STAR}{n}": lit[star.lit] for n, star in enumerate(subject.stars, 1)}
    level = subject.level if subject.graded else context.say(NOT_GRADED)
    return {
        "branch": subject.branch,
        "branch_name": context.plan.branch_of[subject.branch].name,
        **who,
        **stars,
        "lit": subject.lit,
        "composite": subject.composite,
        "rank": subject.rank,
        "level": level,
        "fit": YES_NO[subject.is_fit],
        "rectify": YES_NO[subject.rectify],
        "note": context.say(BETWEEN).join(_remarks(context, subject)) or None,
    }


def _remarks(context: Context, subject: SubjectResult) -> Iterator[str]:
    """Yield why a subject is unrated, to rectify or not at the level of its band, and what is open about it."""
    say, plan, outcome = context.say, context.plan, subject.outcome
    if not subject.is_rated:
        cause = unrated_cause(subject, plan, context.unsent.get(subject.branch))
        yield say(_CAUSE.filled(unrated=UNRATED, cause=cause))
    yield from map(say, rectify_reasons(subject, plan))
    if outcome.override and not outcome.failed:
        yield say(override_words(outcome.override))
    if outcome.quota in {Quota.TIED, Quota.FULL}:
        yield say(quota_words(outcome.quota, plan.levels_of(subject.kind)[0].name, settled=outcome.settled))
    yield from standing_remarks(subject, context)


def _sheets(context: Context, told: Mapping[str, list[Values]]) -> Iterator[SummarySheet]:
    """Yield the sheets, each with what is told on it."""
    stars = {kind: _star_names(context, kind) for kind in SubjectKind}
    yield from told_sheets(told, dispatch.dispatch_book(stars), _NOTE)
