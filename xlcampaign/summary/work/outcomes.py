"""等次评定: how every subject came to its level, step by step, live: band → quota → veto → override."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.outcomes import NOT_GRADED, QUOTA_TIED, quota_words, situation_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import TIE_BREAKS, Quota, SubjectResult
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Highlight, Listing, Page, Row, empty_row
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import RED, Look

_NOTE = T(
    "次序：得分等次 → 名额 → 否决 → 改评。名额按支部正式参评人数计算，向下取整；得分相同依次比组织、教师、党员评均分；"
    "跨线并列的都不给，提请研究。改评不占也不腾名额，否决不因改评解除；否决的也不腾名额。",
    "Order: band → quota → veto → override. The quota is by branch, rounded down; equal composites are told apart by the"
    " means of organisation, teachers, peers; a tie across the line is granted to none. Overrides neither use nor free"
    " places and lift no veto; a veto frees no place.",
)


@dataclass(frozen=True)
class _Row:
    """The cells of one row, and of its branch, as formulas name them."""

    cells: Mapping[str, str]
    peers: Mapping[str, str]

    def stronger(self, *keys: str) -> str:
        """Return how many candidates of the branch are equal in all keys but the last and better in that."""
        *equal, last = keys
        own = self.cells[last]
        same = "".join(f",{self.peers[key]},{self.cells[key]}" for key in equal)
        bound = f'">"&IF(ISNUMBER({own}),{own},-1)'
        return f"COUNTIFS({self.peers['candidate']},1{same},{self.peers[last]},{bound})"

    def alike(self, *keys: str) -> str:
        """Return how many candidates of the branch are equal in all keys."""
        same = "".join(f",{self.peers[key]},{self.cells[key]}" for key in keys)
        return f"COUNTIFS({self.peers['candidate']},1{same})"


_ORDER = ("composite", "organisation", "teacher", "peer")


def _mean(area: str) -> str:
    """Return the formula of the mean of some means, half-up to four decimals."""
    mean = f"INT((2*ROUND(10000*SUM({area}),0)+COUNT({area}))/(2*COUNT({area})))/10000"
    return f'IF(COUNT({area})=0,"{DASH}",{mean})'


def _of_board(context: Context, subject: SubjectResult, key: str) -> str:
    board = context.boards[subject.kind]
    return f"{context.ref(board.key)}${board.letter_of(key)}${context.board_rows[subject.code]}"


def _quota_cells(context: Context, subject: SubjectResult, row: _Row) -> dict[str, Cell]:
    """Return the cells between band and veto."""
    plan, outcome, cells = context.plan, subject.outcome, row.cells
    levels = [level.name for level in plan.levels_of(subject.kind)]
    candidate = int(outcome.band == levels[0]) if outcome.band else 0
    found: dict[str, Cell] = {"candidate": 0, "after": Live(cells["band"], outcome.after_quota or DASH)}
    if subject.graded:
        best = f"INDEX({names.bounds(subject.kind)},{len(levels)})"
        live = f"IF(ISNUMBER({cells['composite']}),IF({cells['composite']}>={best},1,0),0)"
        found["candidate"] = Live(live, candidate)
    else:
        found["after"] = context.say(NOT_GRADED)
    if subject.kind is SubjectKind.BRANCH or len(levels) == 1:
        return found
    full = plan.graded_in(subject.branch)
    places = f'IF({names.QUOTA}>0,INT({cells["full"]}/{names.QUOTA}),"{DASH}")'
    quota = plan.quota_of(subject.branch)
    found |= {"full": full, "places": Live(places, DASH if quota is None else quota)}
    if not subject.graded:
        return found
    compared = "+".join(row.stronger(*_ORDER[: n + 1]) for n in range(len(_ORDER)))
    taking = f"AND({cells['candidate']}=1,ISNUMBER({cells['places']}))"
    within, tied, full_up = (
        quote(context.say(quota_words(q, levels[0], settled=outcome.settled or outcome.is_decided)))
        for q in (Quota.GRANTED, Quota.TIED, Quota.FULL)
    )
    line = f"{cells['position']}+{cells['tied']}-1<={cells['places']}"
    result = f"IF({line},{within},IF({cells['position']}<={cells['places']},{tied},{full_up}))"
    beyond = f"OR({cells['quota']}={tied},{cells['quota']}={full_up})"
    next_level = f"INDEX({names.levels(subject.kind)},{len(levels) - 1})"
    found |= {
        "position": Live(f'IF({taking},1+{compared},"{DASH}")', outcome.position or DASH),
        "tied": Live(
            f'IF(ISNUMBER({cells["position"]}),{row.alike(*_ORDER)},"{DASH}")', outcome.tied or DASH
        ),
        "quota": Live(
            f'IF(ISNUMBER({cells["position"]}),{result},"{DASH}")',
            context.say(quota_words(outcome.quota, levels[0], settled=outcome.settled)),
        ),
        "after": Live(f"IF({beyond},{next_level},{cells['band']})", outcome.after_quota or DASH),
    }
    return found


def _decided_cells(context: Context, subject: SubjectResult, row: _Row) -> dict[str, Cell]:
    """Return the cells from veto on."""
    kind, outcome, cells = subject.kind, subject.outcome, row.cells
    veto, override = outcome.veto, outcome.override
    level: Cell = Live(cells["after"], outcome.level or DASH)
    if not subject.graded:
        level = context.say(NOT_GRADED)
    elif veto:
        level = Live(f"INDEX({names.levels(kind)},1)", outcome.level or DASH)
    elif override:
        level = override.level
    lit = cells["lit"]
    fit: Cell = 0
    if subject.graded and not outcome.failed:
        fit = Live(f"IF(ISNUMBER({lit}),IF({lit}>={names.recommend(kind)},1,0),0)", int(subject.is_fit))
    rectify: Cell = 1
    if not outcome.failed:
        rectify = Live(f"IF(ISNUMBER({lit}),IF({lit}<{names.rectify(kind)},1,0),0)", int(subject.rectify))
    return {
        "veto": situation_of(subject, context.plan) or None,
        "override": override.level if override else None,
        "level": level,
        "lit": Live(_of_board(context, subject, "lit"), shown(subject.lit, 0)),
        "recommended": fit,
        "rectify": rectify,
    }


def _rows(context: Context) -> Iterator[Row]:
    table = context.outcomes
    letters = {column.key: table.letter_of(column.key) for column in table.columns}
    spans: dict[tuple[SubjectKind, str], list[int]] = {}
    for subject in context.report.results.subjects:
        spans.setdefault((subject.kind, subject.branch), []).append(context.outcome_rows[subject.code])
    for subject in context.report.results.subjects:
        number, span = context.outcome_rows[subject.code], spans[subject.kind, subject.branch]
        row = _Row(
            {key: f"{letter}{number}" for key, letter in letters.items()},
            {key: f"{letter}${span[0]}:{letter}${span[-1]}" for key, letter in letters.items()},
        )
        band: Cell = context.say(NOT_GRADED)
        if subject.graded:
            bounds, composite = names.bounds(subject.kind), row.cells["composite"]
            found = f"INDEX({names.levels(subject.kind)},MATCH({composite},{bounds},1))"
            band = Live(f'IF(ISNUMBER({composite}),{found},"{DASH}")', subject.outcome.band or DASH)
        cells: dict[str, Cell] = {
            **empty_row(table),
            "kind": context.say(label_of(KINDS, subject.kind)),
            "branch": context.plan.branch_of[subject.branch].name,
            "code": subject.code,
            "name": subject.name,
            "composite": Live(_of_board(context, subject, "composite"), shown(subject.composite)),
            "band": band,
            "opinion": context.report.ledger.texts.get((subject.code, "opinion")),
        }
        if previous := context.previous.get(subject.code):
            cells |= {
                "previous_lit": shown(previous.stars, 0),
                "previous_composite": shown(previous.composite),
            }
        for way, mean in zip(TIE_BREAKS, subject.outcome.tie_breaks, strict=True):
            cells[way] = Live(_mean(context.scores_of(subject, f"mean.{way}")), shown(mean, 4))
        yield cells | _quota_cells(context, subject, row) | _decided_cells(context, subject, row)


def outcomes_page(context: Context) -> Page:
    """Return 等次评定."""
    table = context.outcomes
    tied = f"=${table.letter_of('quota')}{table.first_row}={quote(context.say(QUOTA_TIED))}"
    return Page(
        note=context.say(_NOTE),
        note_height=34,
        across=len(table.columns) - 1,
        listing=Listing(
            table,
            _rows(context),
            wrap=("veto",),
            centred=("kind", "band", "quota", "after", "override", "level"),
            highlights=(Highlight(tied, Look(color=RED, bold=True), ("quota",)),),
        ),
        kept="name",
    )
