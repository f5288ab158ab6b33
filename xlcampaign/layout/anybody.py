"""Whom a cell means that names a branch or a member, as people write names: with branch, code or post beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from xlcampaign.layout.kinds import Choice, OneOf
from xlcampaign.layout.text import show_raw, squeeze
from xlcampaign.model.cell import Raw, Value
from xlcampaign.words import T

_BESIDE = re.compile(
    r"(党?支部|支委会?)?副?书记|((组织|宣传|纪检|青年|统战|群工|生活)?委员)|副?(校长|主任|组长)|教导|总务"
    r"|正式党员|预备党员|党员|同志|老师|教师|编号|secretary|comrade|member|teacher"
)
"""What people are called beside their names."""
_MARKS = re.compile(r"[()\[\]【】〔〕<>,，、·:：;；/_.-]+")
_UNIT = re.compile(r"(党总支|党支部|支部|总支)$")
_MOST = 8
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Anybody(OneOf):
    """A branch or a member; a member also by a name with its branch, code or post beside it, if only one person fits.

    `homes` are the codes of members, each with its branch's name.
    """

    homes: tuple[tuple[str, str], ...] = ()
    _people: tuple[tuple[str, Choice, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what members are called, and where they are at home: every cell asks for it."""
        OneOf.__post_init__(self)
        homes = dict(self.homes)
        people = (
            (name_of(choice), choice, homes[choice.key]) for choice in self.choices if choice.key in homes
        )
        object.__setattr__(self, "_people", tuple(people))

    def parse(self, raw: Raw) -> Value:
        """Return the key."""
        try:
            return OneOf.parse(self, raw)
        except ValueError:
            key = self._told_by(squeeze(show_raw(raw)))
            if key is None:
                raise
            return key

    def is_sign(self, raw: Raw) -> bool:
        """Tell whether a cell names none of the choices, but holds what means one."""
        said = squeeze(show_raw(raw))
        return said in self._signs or (said not in self._keys and self._told_by(said) is not None)

    def meant_by(self, raw: Raw) -> T | None:
        """Return the choices that a cell may mean, those with names near to what stands there first; None without any."""
        said = squeeze(show_raw(raw))
        names = self._names()
        near = [choice for name, own in names.items() if name in said for choice in own]
        near += [c for name in get_close_matches(said, list(names), n=_NEAR, cutoff=0.4) for c in names[name]]
        listed = tuple(dict.fromkeys((*near, *self.choices)))
        return OneOf(listed[: _MOST + 1]).expects() if near else None

    def _names(self) -> Mapping[str, list[Choice]]:
        names: dict[str, list[Choice]] = {}
        for choice in self.choices:
            names.setdefault(name_of(choice), []).append(choice)
        return names

    def _told_by(self, said: str) -> str | None:
        """Return the member whose name stands in a text, beside nothing but what is true of that one alone."""
        fitting = [
            choice.key for name, choice, home in self._people if name in said and _is_told(said, choice, home)
        ]
        return fitting[0] if len(fitting) == 1 else None


def name_of(choice: Choice) -> str:
    """Return the name of a branch or member, squeezed, without the code behind it."""
    return squeeze(choice.label.zh.partition("（")[0])


def _is_told(said: str, choice: Choice, home: str) -> bool:
    """Tell whether a text says a member's name, and nothing beside it but its branch, code and post."""
    rest = said.replace(name_of(choice), " ", 1)
    for branch in _calls(squeeze(home)):
        rest = rest.replace(branch, " ", 1)
    code = re.compile(rf"(?<![0-9a-z])0*{re.escape(squeeze(choice.key).lstrip('0'))}(?![0-9a-z])")
    return not _MARKS.sub("", _BESIDE.sub("", code.sub("", rest, count=1))).strip()


def _calls(home: str) -> Iterator[str]:
    """Yield what a branch is called, in full and for short."""
    yield home
    short = _UNIT.sub("", home)
    if short and short != home:
        yield short
