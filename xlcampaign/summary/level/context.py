"""What the sheets of a level's workbook share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlcampaign.layout.outcomes import NOT_GRADED
from xlcampaign.model.dispatch import Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import Rollup, UnitLine
from xlcampaign.tally.rollup import ranked
from xlcampaign.words import Lang, T, bracketed

RULE_SET = T("规则组 {number}", "rule set {number}")
_SEVERAL = 2
_NOBODY = T("上级汇总", "Roll-up")
_SOURCES = T("来自哪些文件见“各单位情况”", "files: see “Units”")
_NONE_YET, _NONE_COUNTS = T("尚无上报本", "no reports yet"), T("没有可采用的上报本", "no report counts")


def level_shown(told: Told, lang: Lang) -> str:
    """Return the level that a unit tells of: what its rules call it; in one language what programs say where there is none."""
    return NOT_GRADED.say(lang) if told.level in {NOT_GRADED.zh, NOT_GRADED.en} else told.level


@dataclass(frozen=True)
class LevelContext:
    """A level and its workbook.

    Attributes:
        rollup: the level.
        titles: the sheets' names by key.
        links: where the files below lie, as seen from the workbook, by their names.
    """

    rollup: Rollup
    titles: Mapping[str, T]
    links: Mapping[str, str]

    @property
    def lang(self) -> Lang:
        """The workbook's language."""
        return self.rollup.language

    @property
    def organisation(self) -> str:
        """Whose workbook it is."""
        return self.rollup.level.own.name if self.rollup.level else self.say(_NOBODY)

    @property
    def stage_name(self) -> str:
        """The stage that it is about."""
        number, name = self.rollup.stage
        return name or self.say(T(f"第 {number} 阶段", f"Stage {number}"))

    @property
    def pending(self) -> T | None:
        """What is said instead of results while no report counts."""
        if self.rollup.counting:
            return None
        return _NONE_COUNTS if any(line.files for line in self.rollup.lines) else _NONE_YET

    @property
    def closing(self) -> T:
        """What stands at the right of a page's foot."""
        return _SOURCES

    def say(self, text: T) -> str:
        """Return a text in the workbook's language."""
        return text.say(self.lang)

    def title(self, key: str) -> str:
        """Return a sheet's name."""
        return self.say(self.titles[key])

    def told_by(self, line: UnitLine, kind: SubjectKind) -> tuple[Told, ...]:
        """Return the subjects of a kind that a unit told of; nothing where no report of it counts."""
        return line.dispatch.of(kind) if line.dispatch else ()

    @cached_property
    def ranks(self) -> Mapping[Told, int]:
        """The ranks of branches among all whose results go by the same rules."""
        return ranked(self.rollup, self.rollup.of(SubjectKind.BRANCH))

    @cached_property
    def namesakes(self) -> frozenset[Told]:
        """Whoever has a namesake in the same unit."""
        everybody = [one for counting in self.rollup.counting for one in counting.subjects]
        found = Counter((one.kind, one.unit, one.name) for one in everybody)
        return frozenset(one for one in everybody if found[one.kind, one.unit, one.name] > 1)

    @cached_property
    def groups(self) -> Mapping[str, int]:
        """The number of the set of rules that a unit's (path's) results go by, from 1 on."""
        return {unit: number for number, units in enumerate(self.rollup.rules.values(), 1) for unit in units}

    def groups_of(self, line: UnitLine) -> list[int]:
        """Return the numbers of the sets of rules that a unit's results go by."""
        return sorted({self.groups[told.unit] for told in (line.dispatch.subjects if line.dispatch else ())})

    def with_rules(self, name: str, groups: Sequence[int]) -> str:
        """Return a name, and by which sets of rules it went where there are several: figures by others are not compared."""
        if len(self.rollup.rules) < _SEVERAL or not groups:
            return name
        return self.say(bracketed(name, self.say(RULE_SET.filled(number=", ".join(map(str, groups))))))

    @cached_property
    def in_order(self) -> tuple[Told, ...]:
        """The branches as they stand on the board: rules by rules, the best first, the unrated last."""
        branches = self.rollup.of(SubjectKind.BRANCH)
        last = len(branches) + 1
        return tuple(sorted(branches, key=lambda one: (self.groups[one.unit], self.ranks.get(one, last))))
