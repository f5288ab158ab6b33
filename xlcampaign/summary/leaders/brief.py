"""The figures that the overview names, and the paragraph of 简报."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlcampaign.model.plan import StepKey, SubjectKind, WayKey
from xlcampaign.model.results import SubjectResult
from xlcampaign.model.rounding import half_up, shares
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.figures import percent
from xlcampaign.summary.work.submissions import Expected, State, expected_forms
from xlcampaign.words import T

_NAMED = 3


def way_mean(subjects: Sequence[SubjectResult], way: WayKey) -> int | None:
    """Return 10 × the mean of a way's means over all stars of some subjects, in hundredths; None of nothing."""
    means = [
        result.mean
        for subject in subjects
        for star in subject.stars
        if (result := star.ways[way]).mean is not None
    ]
    present = [mean for mean in means if mean is not None]
    return half_up(sum(present), 10 * len(present)) if present else None


@dataclass(frozen=True)
class Brief:
    """The figures that the overview names, each taken once."""

    atlas: Atlas

    @cached_property
    def forms(self) -> tuple[Expected, ...]:
        """The branches' 评议表 that were expected."""
        return tuple(form for form in self._all_forms if form.slot.step is StepKey.EVALUATION)

    @cached_property
    def _all_forms(self) -> tuple[Expected, ...]:
        return expected_forms(self.atlas.report)

    @property
    def committee_missing(self) -> bool:
        """Whether the committee's form did not come."""
        assessments = (form for form in self._all_forms if form.slot.step is StepKey.COMMENT)
        return any(form.state is State.MISSING for form in assessments)

    @property
    def missing(self) -> list[str]:
        """The branches that sent nothing."""
        missing = (form.slot.unit for form in self.forms if form.state is State.MISSING)
        return [self.atlas.plan.branch_of[unit].name for unit in missing]

    @property
    def ballots(self) -> tuple[int, int]:
        """Ballots returned and valid, over all ways of all units."""
        return sum(f.returned for f in self._all_forms), sum(f.valid for f in self._all_forms)

    def rated(self, kind: SubjectKind) -> list[SubjectResult]:
        """Return the subjects of a kind that have a composite."""
        return [s for s in self.atlas.report.results.of(kind) if s.composite is not None]

    def unrated(self, kind: SubjectKind) -> list[SubjectResult]:
        """Return the subjects of a kind that have none."""
        return [s for s in self.atlas.report.results.of(kind) if s.composite is None]

    @property
    def lit(self) -> tuple[int, int]:
        """Stars given to members, of all stars of rated members."""
        rated = self.rated(SubjectKind.MEMBER)
        return sum(s.lit or 0 for s in rated), sum(len(s.stars) for s in rated)

    @cached_property
    def errors(self) -> int:
        """Findings that took something out of the count."""
        return sum(finding.is_error for finding in self.atlas.report.findings)

    @property
    def rejected(self) -> int:
        """Input cells that were rejected, over all files."""
        return sum(cells.rejected for cells in self.atlas.report.ledger.cells.values())

    def some(self, names: Sequence[str]) -> str:
        """Return the first few names of a list and how many there are."""
        say = self.atlas.say
        listed = say(T("、", ", ")).join(names[:_NAMED])
        if len(names) <= _NAMED:
            return listed
        return say(T(f"{listed}等 {len(names)} 个", f"{listed} and {len(names) - _NAMED} more"))

    def few(self, lines: Mapping[str, str], what: T) -> Iterator[str]:
        """Yield lines by name, or where there are many of them one that says what they have in common."""
        if len(lines) <= _NAMED:
            yield from lines.values()
            return
        names = self.some(list(lines))
        yield self.atlas.say(T(f"{what.zh}：{names}", f"{what.en}: {names}"))


def _levels(brief: Brief) -> T:
    """Return how members are spread over the levels; the shares add up to 100."""
    plan = brief.atlas.plan
    graded = [s.level for s in brief.atlas.report.results.of(SubjectKind.MEMBER) if s.level]
    names = [level.name for level in plan.levels_of(SubjectKind.MEMBER)]
    counts = [graded.count(name) for name in names]
    if not graded:
        return T("没有党员定等次。", "No member has a level.")
    spread = [
        (name, count, f"{share // 100}.{share % 100:02d}%")
        for name, count, share in zip(names, counts, shares(counts), strict=True)
    ]
    zh = "、".join(f"{name} {count} 人（{share}）" for name, count, share in spread)
    en = ", ".join(f"{name} {count} ({share})" for name, count, share in spread)
    return T(f"定等次的党员 {len(graded)} 人：{zh}。", f"{len(graded)} members have a level: {en}.")


def _trend(brief: Brief) -> T | None:
    """Return how many stars more or fewer were given than in the previous stage, to those rated in both."""
    atlas = brief.atlas
    pairs = [
        (subject.lit or 0) - previous.lit
        for subject in brief.rated(SubjectKind.MEMBER)
        if (previous := atlas.previous.get(subject.code)) and previous.lit is not None
    ]
    if not pairs:
        return None
    before, more = atlas.plan.stage_of(atlas.report.stage - 1).name, sum(pairs)
    zh, en = f"与{before}（按现行规则重算）一样多", "as many stars as"
    if more:
        zh = f"比{before}（按现行规则重算）{'多' if more > 0 else '少'} {abs(more)} 颗"
        en = f"{abs(more)} {'more' if more > 0 else 'fewer'} stars than"
    return T(
        f"两个阶段都评星的党员 {len(pairs)} 人，授星{zh}。",
        f"Members rated in both stages ({len(pairs)}) were given {en} in {before}, counted by the present rules.",
    )


def paragraph(brief: Brief) -> str:
    """Return the text of 简报: the stage in a few sentences."""
    atlas = brief.atlas
    plan, members, branches = atlas.plan, brief.rated(SubjectKind.MEMBER), brief.rated(SubjectKind.BRANCH)
    lit, due = brief.lit
    few = plan.rectify_below(SubjectKind.MEMBER)
    full = sum(subject.lit == len(subject.stars) for subject in members)
    low = sum(subject.rectify for subject in members)
    share = percent(lit, due)
    zh = [
        f"本阶段 {len(branches)} 个支部、{len(members)} 名党员评星，共授党员星 {lit} 颗（应评 {due} 颗，{share}%）。",
        f"满星 {full} 人，少于 {few} 星 {low} 人。",
    ]
    en = [
        f"This stage rated {len(branches)} branches and {len(members)} members.",
        f"Members were given {lit} of {due} stars ({share}%).",
        f"All stars: {full}; fewer than {few}: {low}.",
    ]
    zh.append(_levels(brief).zh)
    en.append(_levels(brief).en)
    if branches:
        best, last = (pick(branches, key=lambda s: s.composite or 0) for pick in (max, min))
        high, lowest = (f"{(s.composite or 0) / 100:.2f}" for s in (best, last))
        zh.append(f"支部综合得分最高 {high}（{best.name}）、最低 {lowest}（{last.name}）。")
        en.append(f"Branches' composites range from {lowest} ({last.name}) to {high} ({best.name}).")
    if trend := _trend(brief):
        zh.append(trend.zh)
        en.append(trend.en)
    if brief.missing:
        names = brief.some(brief.missing)
        zh.append(f"{names}未报，未计入以上各数。")
        en.append(f"{names} sent nothing and are in none of these figures.")
    return atlas.say(T("".join(zh), " ".join(en)))
