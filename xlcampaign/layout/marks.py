"""Single marks on a scale: the words and signs in which people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xlcampaign.layout.kinds import (
    CROSSES,
    NO_SIGNS,
    TICKED_BOX,
    TICKS,
    YES_NO,
    YES_SIGNS,
    Choice,
    Kind,
    Number,
    OneOf,
)
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.cell import Raw
from xlcampaign.model.scale import Grade, Scale
from xlcampaign.words import T, same

_AGREED, _OPPOSED = ("赞成", "赞同", "支持", "v"), ("反对", "不赞成", "不赞同", "不支持")
_ABSTAINED = ("弃", "弃权票", "abstained", "abstention")
_CALLED_ABSTENTION = ("弃权", "abstain", *_ABSTAINED)
_YES = (
    "是",
    "yes",
    "y",
    "是的",
    "对",
    "agree",
    "agreed",
    "approve",
    "approved",
    "in favour",
    "in favor",
    "for",
)
_NO = ("否", "no", "n", "不", "不对", "disagree", "disagreed", "oppose", "opposed", "against")
"""Answers to the question whether one agrees, where the grades are called neither yes nor no themselves."""
_CIRCLES, _X = ("○", "〇", "◯", "⭕", "o"), "x"


_DRAWN = {*TICKS, *CROSSES}
_APART = re.compile(r"[/\\、,;|+&()\[\]和或及与又]")


class Sign(NamedTuple):
    """What a sign means: a grade; and whether it is the typist's, the same on the whole sheet, or the voter's."""

    grade: str
    by_typist: bool


@dataclass(frozen=True, slots=True)
class Grades(OneOf):
    """The grades of a scale; what is none of them may be a box without a tick, which tells none.

    Attributes:
        yes: the grade of those who agree, where people agree or do not.
        loose: signs that mean a grade where somebody agrees beside them, with what they mean.
        boxes: whether a box without a tick means a grade.
    """

    yes: str = ""
    loose: tuple[tuple[str, "Sign"], ...] = ()
    boxes: bool = False

    def meant_by(self, raw: Raw) -> T | None:
        """Return the grades, and that a box is none."""
        if self.boxes:
            return OneOf.meant_by(self, raw)
        expects = self.expects()
        return T(f"{expects.zh}（没有打勾的框看不出是哪一个）", f"{expects.en} (an empty box tells none)")

    def loosely(self, raw: Raw) -> Sign | None:
        """Return what a cell means if it is certain which signs are used; None for any other cell."""
        return dict(self.loose).get(squeeze(show_raw(raw)))

    def in_run(self, text: str) -> set[str]:
        """Return the grades of which a squeezed text is nothing but a row of names and signs."""
        keys = {name: choice.key for choice in self.choices for name in choice.names}
        keys |= {sign: choice.key for choice in self.choices for sign in choice.signs if sign in _DRAWN}
        keys |= {sign: means.grade for sign, means in self.loose}
        if text in self._keys:
            return {self._keys[text]}
        names = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
        return (
            {keys[name] for name in re.findall(names, text)} if re.fullmatch(f"({names})+", text) else set()
        )


def shows_two(kind: Kind, raw: Raw) -> bool:
    """Tell whether a cell holds several marks of a kind that are not the same: √×, 同意/不同意, 3/4."""
    if not isinstance(raw, str):
        return False
    parts = list(filter(None, _APART.split(squeeze(raw))))
    if isinstance(kind, Grades):
        found = [kind.in_run(part) for part in parts]
        return all(found) and len(set().union(*found)) > 1
    try:
        return len({kind.parse(part) for part in parts}) > 1
    except ValueError:
        return False


def mark_kind(scale: Scale) -> Kind:
    """Return the kind of one mark on a scale."""
    signs = _signs_of(scale)
    words = tuple(Choice(grade.key, same(grade.name), signs=signs.get(grade, ())) for grade in scale.grades)
    if scale.low is not None and scale.high is not None and scale.step is not None:
        return Number(scale.low, scale.high, scale.step, words, T("分值", "points"), out_of=True)
    if scale.derived is None:
        return Grades(words)
    loose = [(_X, Sign(scale.derived.key, by_typist=True))]
    loose += [(sign, Sign(grade.key, by_typist=False)) for grade in scale.uncounted[:1] for sign in _CIRCLES]
    return Grades(words, scale.tallied[0].key, tuple(loose), _called(scale) == ["yes", "no"])


def _signs_of(scale: Scale) -> Mapping[Grade, tuple[str, ...]]:
    """Return what is no grade's name and certainly means it: where people agree or do not, what the ballot asks for.

    Whoever types 弃 abstains, on every scale that has an abstention. A circle means nothing for certain: it stands for
    an abstention on our ballots, for agreement on those of others; nor does an x, which may be a cross or the choice
    itself. Nor does an empty box, unless the two are called yes and no.
    """
    if scale.derived is None:
        return {grade: _ABSTAINED for grade in scale.uncounted if squeeze(grade.name) in _CALLED_ABSTENTION}
    called = _called(scale)
    if called == ["yes", "no"]:
        return {scale.tallied[0]: YES_SIGNS, scale.derived: NO_SIGNS}
    yes, no = ((), ()) if any(called) else (_YES, _NO)
    signs = dict.fromkeys(scale.uncounted[:1], _ABSTAINED)
    signs |= {scale.tallied[0]: (*TICKS, TICKED_BOX, *_AGREED, *yes)}
    return signs | {scale.derived: (*CROSSES, *_OPPOSED, *no)}


def _called(scale: Scale) -> list[str]:
    """Return of the two grades of a scale which is called yes, and which no; nothing of one with another name."""
    assert scale.derived
    said = {name: choice.key for choice in YES_NO.choices for name in choice.names}
    said |= {squeeze(sign): choice.key for choice in YES_NO.choices for sign in choice.signs}
    return [said.get(squeeze(grade.name), "") for grade in (scale.tallied[0], scale.derived)]
