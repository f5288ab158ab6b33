"""Reports made from seeded counts, without any form: what the summary is tested on."""

import hashlib
import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime

from plans import plan_of

from xlcampaign.findings.catalogue import cell_rules, submission_rules
from xlcampaign.findings.finding import Finding, Place, sort_findings
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE, Identity, Slot
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.registers import Registers
from xlcampaign.model.results import Ledger, Receipt, Report
from xlcampaign.model.submission import BLANK, OWN, Cells, Marks, Meeting, SheetPart, Submission
from xlcampaign.model.versions import Ruling, Selection, Source, Why
from xlcampaign.summary.contents import SHEETS, context_of
from xlcampaign.summary.frame import write_sheets
from xlcampaign.tally.cases import with_cases
from xlcampaign.tally.quality import assess
from xlcampaign.tally.score import score
from xlcampaign.tally.sums import tally_marks
from xlcampaign.words import Lang
from xlcampaign.workbook.book import write_workbook

FAMILIES = "赵钱孙李周吴郑王冯陈褚卫"
ORDINALS = "甲乙丙丁戊己庚辛壬癸"
NUMBERS = "一二三四五六七八九十"


def branch_name(number):
    first, second = divmod(number, len(NUMBERS))
    return f"{ORDINALS[first % 10]}{ORDINALS[first // 10] if first >= 10 else ''}{NUMBERS[second]}完小党支部"


def member_name(number):
    family, ordinal = divmod(number, len(ORDINALS))
    return f"{FAMILIES[family % len(FAMILIES)]}某{ORDINALS[ordinal]}"


def standard(branches=8, size=15, lang=Lang.ZH, **changes):
    """Return the standard plan with invented branches and members; `changes` are settings of the campaign."""
    settings, rows = standard_plan(lang, "XF-2023", 2023)
    rows["branches"] = [
        {"code": f"B{n + 1:02d}", "name": branch_name(n), "teachers": 20} for n in range(branches)
    ]
    rows["members"] = [
        {
            "code": f"B{b + 1:02d}-{m + 1:02d}",
            "name": member_name(m),
            "branch": branch_name(b),
            "category": "probationary" if m == size - 1 else "full",
            "post": "none" if m else "secretary",
            "participation": "yes",
        }
        for b in range(branches)
        for m in range(size + (b % 3 if size > 3 else 0))
    ]
    return plan_of(({**settings, **changes}, rows))


def with_ways(plan, **changes):
    """Return a plan whose ways are changed by key: with_ways(plan, peer={"weight": 0})."""
    ways = tuple(replace(way, **changes.get(way.key, {})) for way in plan.ways)
    return replace(plan, ways=ways)


def with_stars(plan, count):
    """Return a plan with only the first stars of each kind."""
    stars = tuple(star for kind in SubjectKind for star in plan.stars_of(kind)[:count])
    return replace(plan, stars=stars)


def _points_counts(chance, scale, ability, raters):
    counts = defaultdict(int)
    for _ in range(raters):
        value = min(max(round((ability * 1000 + chance.gauss(20, 60)) / 50) * 50, scale.low), scale.high)
        counts[value] += 1
    return dict(counts)


def _grade_counts(chance, way, scale, ability, raters):
    counts = dict.fromkeys([grade.key for grade in scale.counted], 0)
    best, *others = [grade.key for grade in scale.counted]
    for _ in range(raters):
        dice = chance.random()
        if dice < 0.03:
            key = scale.uncounted[0].key
        elif dice < 0.05 and way.entry is Entry.BALLOTS:
            key = OWN if way.by_peers and chance.random() < 0.5 else BLANK
        else:
            key = best if chance.random() < ability else chance.choice(others)
        counts[key] = counts.get(key, 0) + 1
    return counts


def file_of(plan, branch):
    number = [b.code for b in plan.branches].index(branch) + 1
    return f"{number:02d}-{plan.branch_of[branch].name}-评议表-第一阶段.xlsx"


SAVED = datetime(2023, 5, 22, 20, 30, tzinfo=UTC)
"""When every form was saved; in Beijing it was the next day."""
COMMITTEE_FILE = "00-某某联校党组织-考核点评表-第一阶段.xlsx"


BIAS = {WayKey.SELF: 0.06, WayKey.PEER: 0.02, WayKey.TEACHER: -0.02, WayKey.ORGANISATION: 0.0}
"""How much kinder a way is than what a subject deserves."""


class _Maker:
    def __init__(self, plan, seed, absent, lacking, raters):
        self.estranged = plan.branches[6].code if len(plan.branches) > 6 else ""
        self.plan, self.chance, self.raters = plan, random.Random(seed), raters  # noqa: S311 -- a seeded sample
        self.absent, self.lacking = absent, lacking
        self.counts, self.sources, self.marks = {}, {}, defaultdict(Marks)

    def file(self, way, subject, branch):
        by_committee = way.key is WayKey.ORGANISATION and (subject == branch or subject.endswith("-01"))
        return COMMITTEE_FILE if by_committee else file_of(self.plan, branch)

    def rate(self, subject, branch, kind, ability):
        for row, star in enumerate(self.plan.stars_of(kind), 5):
            skill = min(max(ability + self.chance.gauss(0, 0.05), 0), 1)
            for way in self.plan.ways_of(kind):
                unsent = branch in self.absent and self.file(way, subject, branch) != COMMITTEE_FILE
                if unsent or (subject, way.key) in self.lacking:
                    continue
                scale = self.plan.scale_of[way.scale]
                seen = min(
                    max(
                        skill
                        + BIAS[way.key]
                        - (0.3 if branch == self.estranged and way.key is WayKey.TEACHER else 0),
                        0,
                    ),
                    1,
                )
                many = way.entry is not Entry.MARKS
                raters = self.raters if many else 1
                if scale.is_points:
                    counts = _points_counts(self.chance, scale, seen, raters)
                else:
                    counts = _grade_counts(self.chance, way, scale, seen, raters)
                key = (subject, star.key, way.key)
                self.counts[key] = counts
                file = self.file(way, subject, branch)
                self.sources[key] = Place(file, way.name).cell_at(row, 4)
                self.marks[file] += tally_marks(counts, scale)

    def run(self):
        for n, branch in enumerate(self.plan.branches):
            level = 0.92 - 0.025 * (n % 9) + (0.02 if n % 2 else 0)
            self.rate(branch.code, branch.code, SubjectKind.BRANCH, level)
            for member in self.plan.rated_members(branch.code):
                self.rate(
                    member.code, branch.code, SubjectKind.MEMBER, level + self.chance.gauss(-0.01, 0.05)
                )


def _meetings(plan, absent, raters):
    meetings = {}
    for branch in plan.branches:
        for way in plan.ways:
            if way.entry is not Entry.MARKS and branch.code not in absent:
                meetings[branch.code, f"{way.kind}.{way.key}"] = Meeting(
                    date(2023, 5, 20), raters + 1, raters + 1, raters + 1, raters + 1, raters
                )
    return meetings


def _receipt(plan, file, step, unit, version=None):
    identity = Identity(plan.campaign.code, 1, step, unit, "0a1b2c3d")
    return Receipt(
        file,
        hashlib.sha256(file.encode()).hexdigest(),
        20_000 + len(file),
        identity,
        version,
        SAVED,
    )


def _selection(plan, receipts):
    chosen = {}
    for receipt in receipts:
        part = SheetPart("党员自评", digest=receipt.sha256, filled=True, cells=Cells(accepted=10))
        if receipt.identity:
            submission = Submission(
                receipt.file,
                receipt.sha256,
                receipt.identity,
                receipt.version,
                {"member_self": part},
                saved=receipt.saved,
            )
            chosen[receipt.identity.slot, "member_self"] = (Source(submission, part),)
    slot = Slot(1, StepKey.EVALUATION, plan.branches[0].code)
    old = Ruling(slot, "member_self", Place("副本 旧的.xlsx"), receipts[0].file, Why.OLDER)
    copies = ((receipts[0].file, "重复 (1).xlsx"),)
    return Selection(chosen, (old,), (), copies)


def _findings(plan, files, absent):
    found: list[Finding] = [
        submission_rules.NOT_SENT.at(
            Place(), unit=plan.branch_of[code].name, form="评议表", deadline="2023-05-25", closed=""
        )
        for code in absent
    ]
    place = Place(files[-1], "党员互评").cell_at(9, 4)
    found.append(cell_rules.EMPTY.at(place, column="政治忠诚星", expects="票数"))
    found.append(submission_rules.COPIES.at(Place("重复 (1).xlsx"), kept=files[0]))
    return sort_findings(found)


def report_of(plan, *, seed=7, absent=(), lacking=(), raters=14, texts=None, registers=None):
    """Return a report over seeded counts.

    Args:
        plan: the plan.
        seed: of the chances.
        absent: codes of branches that sent nothing.
        lacking: pairs of a subject's code and a way without any count.
        raters: how many ballots each way with many raters has.
        texts: what was written beside marks.
        registers: what was written down elsewhere: pledges, comments, decisions.
    """
    maker = _Maker(plan, seed, set(absent), set(lacking), raters)
    maker.run()
    files = [COMMITTEE_FILE, *(file_of(plan, b.code) for b in plan.branches if b.code not in absent)]
    receipts = [_receipt(plan, COMMITTEE_FILE, StepKey.COMMENT, COMMITTEE)]
    receipts += [
        _receipt(plan, file_of(plan, b.code), StepKey.EVALUATION, b.code, n % 3 or None)
        for n, b in enumerate(plan.branches)
        if b.code not in absent
    ]
    selection = _selection(plan, receipts)
    receipts.append(Receipt("通知.docx", "f" * 64, 12_345, None))
    cells = {
        file: Cells(marks.total, 6, n % 3) for n, (file, marks) in enumerate(sorted(maker.marks.items()))
    }
    ledger = Ledger(
        maker.counts,
        frozenset(),
        maker.sources,
        _meetings(plan, absent, raters),
        texts or {},
        cells,
        dict(maker.marks),
        {file: marks.total for file, marks in maker.marks.items()},
        (),
        registers or Registers(),
    )
    results = score(ledger, plan)
    ledger = with_cases(ledger, results, plan, 1)
    return Report(
        plan,
        hashlib.sha256(b"plan").hexdigest(),
        1,
        date(2023, 6, 26),
        tuple(receipts),
        selection,
        ledger,
        results,
        _findings(plan, files, absent),
    )


def rescored(report, **changes):
    """Return the report with counts or registers of its ledger changed, and what follows from them anew."""
    ledger = replace(report.ledger, **changes)
    results = score(ledger, report.plan)
    ledger = with_cases(ledger, results, report.plan, report.stage)
    return replace(report, ledger=ledger, results=results)


def quality_of(report):
    """Return how branches were rated."""
    return assess(report.ledger, report.plan, report.results)


def write_some(target, report, keys):
    """Write some sheets of a report's summary alone."""
    context, sheets = context_of(report), [sheet for sheet in SHEETS if sheet.key in keys]
    write_workbook(target, "some", report.as_of, lambda book: write_sheets(book, context, sheets))


def example():
    """Return the report that the pages are looked at with: 8 branches, about 130 members."""
    plan = standard()
    texts = {("B03-04", "veto"): "safety", ("B05-02", "override"): "合格"}
    lacking = [("B02-03", WayKey.TEACHER), ("B04-05", WayKey.PEER)]
    return report_of(plan, absent=("B08",), lacking=lacking, texts=texts)
