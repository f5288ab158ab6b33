"""Where things stand in the summary: what the formulas of one sheet say about the cells of another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlcampaign.layout.choices import STANDINGS
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import outcomes_table, scores_table
from xlcampaign.layout.summary_counts import Block, blocks_of, counts_table
from xlcampaign.model.briefing import Briefing, FormState
from xlcampaign.model.final import Final
from xlcampaign.model.history import PastResult
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.quality import Quality, Shift
from xlcampaign.model.results import Report, Results, SubjectResult
from xlcampaign.model.roster import Branch
from xlcampaign.model.whatif import WhatIf
from xlcampaign.tally.feedback import undecided_among
from xlcampaign.tally.final import final_of, for_recommending
from xlcampaign.tally.quality import assess
from xlcampaign.tally.shifts import shifts
from xlcampaign.tally.whatif import trials
from xlcampaign.words import Lang, T
from xlcampaign.workbook.book import quoted

NONE = T("无", "none")
_RECONCILED = T("数据核对见“数据核对”表", "accounts: see “Reconciliation”")
MOST_TOGETHER = 24
"""So many members of a branch have room on a page of a board, below the line with its name."""


@dataclass(frozen=True)
class Group:
    """Subjects that stand together on a board, best first; `branch` where a line above names it.

    Those of a branch that no page holds stand in parts, the line with its name above each.
    """

    branch: Branch | None
    first_row: int
    subjects: tuple[SubjectResult, ...]

    @cached_property
    def parts(self) -> tuple[range, ...]:
        """The rows of the subjects, part by part."""
        if self.branch is None:
            return (range(self.first_row, self.first_row + len(self.subjects)),)
        parts, row = [], self.first_row
        for count in together(len(self.subjects)):
            parts.append(range(row, row + count))
            row += count + 1
        return tuple(parts)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The row of each subject."""
        return tuple(row for part in self.parts for row in part)

    @property
    def last_row(self) -> int:
        """The row of the last subject."""
        return self.parts[-1][-1] if self.subjects else self.first_row - 1


def together(count: int) -> list[int]:
    """Return in how many rows each so many members of a branch stand on a board: as alike as may be, each on a page."""
    parts = -(-count // MOST_TOGETHER)
    return [count // parts + (n < count % parts) for n in range(parts)]


@dataclass(frozen=True)
class Context:
    """A report and the places of its parts in the workbook.

    Attributes:
        report: what the workbook says.
        titles: the sheets' names by key.
        boards: the columns of the two star boards, to which other sheets refer.
        briefing: what the report comes to in a few facts.
        tables: every table that the summary has, or would have if there were anything to list.
        live: whether it is written with formulas.
    """

    report: Report
    titles: Mapping[str, T]
    boards: Mapping[SubjectKind, Table]
    briefing: Briefing
    tables: Sequence[Table] = ()
    live: bool = True

    @cached_property
    def plan(self) -> Plan:
        """The report's plan."""
        return self.report.plan

    @cached_property
    def lang(self) -> Lang:
        """The workbook's language: the plan's."""
        return self.report.plan.campaign.language

    @property
    def organisation(self) -> str:
        """Whose workbook it is."""
        return self.plan.campaign.organisation

    @property
    def stage_name(self) -> str:
        """The stage that it is about."""
        return self.plan.stage_of(self.report.stage).name

    @property
    def closing(self) -> T:
        """What stands at the right of a page's foot."""
        return _RECONCILED

    def say(self, text: T) -> str:
        """Return a text in the workbook's language."""
        return text.say(self.lang)

    def title(self, key: str) -> str:
        """Return a sheet's name."""
        return self.say(self.titles[key])

    def ref(self, key: str) -> str:
        """Return a sheet's name as it stands in front of an address."""
        return quoted(self.title(key)) + "!"

    @property
    def is_compared(self) -> bool:
        """Whether there is a previous stage to compare with."""
        return self.report.before is not None

    @property
    def pending(self) -> T | None:
        """What is said instead of results while nobody has any; None once somebody has."""
        return STANDINGS.get(self.report.results.standing_of(*SubjectKind))

    def nobody(self, *kinds: SubjectKind) -> T:
        """Return what is said where a list of some kinds of subject is empty: none, or why that is not known yet."""
        return STANDINGS.get(self.report.results.standing_of(*kinds), NONE)

    @cached_property
    def previous(self) -> Mapping[str, PastResult]:
        """The results of the previous stage by code: who moved to another branch is found all the same."""
        return self.report.before.results if self.report.before else {}

    @cached_property
    def final(self) -> Final | None:
        """The final selection, where there is one."""
        return final_of(self.report)

    @cached_property
    def for_recommending(self) -> Results:
        """The results as they stand for recommending: by the final selection, where there is one."""
        return for_recommending(self.report)

    @cached_property
    def trials(self) -> WhatIf:
        """What other weights would change."""
        return trials(self.report.ledger, self.plan, self.report.results)

    @cached_property
    def quality(self) -> Quality:
        """What the votes tell of the voting."""
        return assess(self.report.ledger, self.plan, self.report.results)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """What differs much in the voting from the last rated stage; nothing where there is none."""
        past = self.report.before
        return shifts(self.report.results, self.plan, past) if past else ()

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The codes of those whose level a meeting has to settle before anybody is told it."""
        return undecided_among(self.report.results.subjects, self.report)

    @cached_property
    def withholds_levels(self) -> bool:
        """Whether levels that may be posted are not: while any is undecided, its absence alone would tell whose."""
        return bool(self.undecided)

    def posted_levels(self, kind: SubjectKind) -> tuple[str, ...]:
        """Return the levels of a kind of subject that are posted, highest first: as the plan says, or none yet."""
        return () if self.withholds_levels else self.plan.public_levels(kind)

    @cached_property
    def unsent(self) -> Mapping[str, FormState]:
        """The branches (codes) of whose 评议表 nothing is known, and why."""
        return {form.slot.unit: form.state for form in self.briefing.evaluations if not form.has_come}

    @cached_property
    def namesakes(self) -> frozenset[tuple[str, str]]:
        """The branches' codes and names that two of their members share."""
        counts = Counter((member.branch, member.name) for member in self.plan.members)
        return frozenset(key for key, count in counts.items() if count > 1)

    @cached_property
    def scores(self) -> Table:
        """The table 评分明细."""
        return scores_table()

    @cached_property
    def counts(self) -> Mapping[SubjectKind, Table]:
        """The tables 票数统计."""
        return {kind: counts_table(self.plan, kind) for kind in SubjectKind}

    @cached_property
    def blocks(self) -> Mapping[SubjectKind, tuple[Block, ...]]:
        """The ways' blocks of 票数统计."""
        return {kind: blocks_of(self.plan, kind) for kind in SubjectKind}

    @cached_property
    def score_rows(self) -> Mapping[str, int]:
        """The row in 评分明细 of each subject's first star, by code."""
        rows, row = {}, self.scores.first_row
        for subject in self.report.results.subjects:
            rows[subject.code] = row
            row += len(subject.stars)
        return rows

    def scores_of(self, subject: SubjectResult, column: str) -> str:
        """Return the cells of one column of 评分明细 for all stars of a subject."""
        first, letter = self.score_rows[subject.code], self.scores.letter_of(column)
        return f"{self.ref('scores')}${letter}${first}:${letter}${first + len(subject.stars) - 1}"

    def score_of(self, subject: SubjectResult, star: int, column: str) -> str:
        """Return a cell of 评分明细 for a subject's star, counted from 0."""
        return f"{self._score_columns[column]}{self.score_rows[subject.code] + star}"

    @cached_property
    def _score_columns(self) -> Mapping[str, str]:
        return self._columns_of("scores", self.scores)

    def _columns_of(self, sheet: str, table: Table) -> Mapping[str, str]:
        """Return cells of a sheet's table as formulas have them, without the row, by the column's key."""
        ref = self.ref(sheet)
        return {column.key: f"{ref}${table.letter_of(column.key)}$" for column in table.columns}

    @cached_property
    def outcomes(self) -> Table:
        """The table 等次评定."""
        return outcomes_table(compared=self.is_compared)

    @cached_property
    def outcome_rows(self) -> Mapping[str, int]:
        """The row in 等次评定 of each subject, by code."""
        subjects = self.report.results.subjects
        return {subject.code: row for row, subject in enumerate(subjects, self.outcomes.first_row)}

    def outcome_of(self, subject: SubjectResult, column: str) -> str:
        """Return a cell of 等次评定."""
        return f"{self._outcome_columns[column]}{self.outcome_rows[subject.code]}"

    @cached_property
    def _outcome_columns(self) -> Mapping[str, str]:
        return self._columns_of("outcomes", self.outcomes)

    def outcomes_of(self, kind: SubjectKind, column: str) -> str:
        """Return the cells of one column of 等次评定 for all subjects of a kind; the header's where there are none."""
        rows = [self.outcome_rows[subject.code] for subject in self.report.results.of(kind)]
        letter, header = self.outcomes.letter_of(column), self.outcomes.header_row
        top, bottom = (rows[0], rows[-1]) if rows else (header, header)
        return f"{self.ref('outcomes')}${letter}${top}:${letter}${bottom}"

    @cached_property
    def groups(self) -> Mapping[SubjectKind, tuple[Group, ...]]:
        """The boards' subjects in the order in which they stand: by composite, the unrated last."""
        results = self.report.results
        first = self.boards[SubjectKind.BRANCH].first_row
        branches = tuple(sorted(results.of(SubjectKind.BRANCH), key=_place))
        groups, row = [], self.boards[SubjectKind.MEMBER].first_row
        for branch in self.plan.branches:
            people = tuple(sorted(self.members_of.get(branch.code, ()), key=_place))
            if people:
                groups.append(Group(branch, row + 1, people))
                row = groups[-1].last_row + 1
        return {SubjectKind.BRANCH: (Group(None, first, branches),), SubjectKind.MEMBER: tuple(groups)}

    @cached_property
    def members_of(self) -> Mapping[str, tuple[SubjectResult, ...]]:
        """The members' results by branch, in the plan's order."""
        return self.report.results.members_of

    def board_column(self, kind: SubjectKind, key: str) -> str:
        """Return a board's column, from its first row to its last."""
        board, groups = self.boards[kind], self.groups[kind]
        letter = board.letter_of(key)
        last = groups[-1].last_row if groups else board.first_row
        return f"{self.ref(board.key)}${letter}${board.first_row}:${letter}${last}"

    @cached_property
    def board_rows(self) -> Mapping[str, int]:
        """The row on its board of each subject, by code."""
        return {
            subject.code: row
            for groups in self.groups.values()
            for group in groups
            for row, subject in zip(group.rows, group.subjects, strict=True)
        }


def _place(subject: SubjectResult) -> tuple[bool, int]:
    return not subject.is_rated, -(subject.composite or 0)
