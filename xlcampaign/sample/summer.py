"""What changes between the stages of an invented campaign: people and branches come, go, and become others.

Every kind of change happens once, each to the first branches and members that it can happen to.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from xlcampaign.layout.plan import Rows
from xlcampaign.model.cell import Value
from xlcampaign.model.roster import Category, Participation, Post
from xlcampaign.sample.opinions import rng_of
from xlcampaign.sample.people import names, school_names
from xlcampaign.words import Lang, T, listing_of

LEAST_BRANCHES, LEAST_EACH = 5, 7
"""How many branches, and members for each on average, there have to be."""
_HAPPENS, _LISTED = timedelta(days=55), timedelta(days=62)
"""How long after the second stage's first day."""
_LEAVE = 3
"""How many members the new branch has that another one splits into."""
_RENAMED = T("（中心校）", " (Central)")


class _Rows:
    """The rows of a sheet of the roster, of which some end and others begin."""

    def __init__(self, rows: Rows, day: date) -> None:
        self.rows = [dict(row) for row in rows]
        self._day = day

    def ends(self, code: Value) -> dict[str, Value]:
        """Somebody is there no more from the day on; return the row as it was."""
        row = next(row for row in self.rows if row["code"] == code)
        was = dict(row)
        row["end"] = self._day - timedelta(days=1)
        return was

    def changes(self, code: Value, **values: Value) -> None:
        """Somebody is otherwise from the day on; what is new stands below what was."""
        was = self.ends(code)
        place = next(n for n, row in enumerate(self.rows, 1) if row["code"] == code)
        self.rows.insert(place, was | values | {"start": self._day})

    def begins(self, row: Mapping[str, Value]) -> None:
        """Somebody is there from the day on."""
        self.rows.append({**row, "start": self._day})


def with_probation(rows: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """Return a roster whose first branch has one member on probation, who is to become a full one; the second none."""
    first, second = (row["name"] for row in rows["branches"][:2])
    known = {"category": Category.FULL}
    members = [{**row, **(known if row["branch"] in {first, second} else {})} for row in rows["members"]]
    _plain([row for row in members if row["branch"] == first])[0]["category"] = Category.PROBATIONARY
    return {**rows, "members": members}


def _plain(own: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Return those of a branch without a post who take part."""
    return [row for row in own if row["post"] == Post.NONE and row["participation"] == Participation.YES]


def over_summer(rows: Mapping[str, Rows], seed: int, lang: Lang) -> Mapping[str, Rows]:
    """Return the sheets of stages, branches and members as they are once the second stage has begun."""
    stages = [dict(row) for row in rows["stages"]]
    begins = stages[1]["start"]
    assert isinstance(begins, date)
    stages[1]["list_day"] = begins + _LISTED
    summer = _Summer(rows, begins + _HAPPENS, seed, lang)
    summer.people_change()
    summer.branches_change()
    return {**rows, "stages": stages, "branches": summer.branches.rows, "members": summer.members.rows}


class _Summer:
    """A summer in the course of which everything happens once."""

    def __init__(self, rows: Mapping[str, Rows], day: date, seed: int, lang: Lang) -> None:
        self.branches, self.members = _Rows(rows["branches"], day), _Rows(rows["members"], day)
        self._before, self._lang = [dict(row) for row in rows["branches"]], lang
        self._people: dict[Value, list[dict[str, Value]]] = {}
        for row in rows["members"]:
            self._people.setdefault(row["branch"], []).append(dict(row))
        taken = {row["name"] for row in rows["members"]}
        known = names(rng_of(seed, "summer"), min(len(taken) + 2, 200), lang)
        self._new_names = [name for name in known if name not in taken][:2] or known[:2]

    def _in(self, place: int) -> list[dict[str, Value]]:
        return self._people[self._before[place]["name"]]

    def people_change(self) -> None:
        """In the first branches one hands over as secretary, comes, goes, moves, becomes a full member, has another name."""
        secretary, *_ = self._in(0)
        probationer, successor, mover = _plain_after(self._in(0))
        self.members.changes(probationer["code"], category=Category.FULL)
        self.members.changes(secretary["code"], post=Post.NONE)
        self.members.changes(successor["code"], post=Post.SECRETARY)
        self.branches.changes(self._before[0]["code"], secretary=successor["name"])
        self.members.changes(mover["code"], branch=self._before[1]["name"])
        *_, last = self._in(0)
        code = str(last["code"])
        joined: dict[str, Value] = {"code": f"{int(code) + 1:0{len(code)}}", "name": self._new_names[0]}
        self.members.begins({**successor, **joined})
        self.members.ends(_plain(self._in(1))[0]["code"])
        self.members.changes(_plain(self._in(2))[0]["code"], name=self._new_names[-1])

    def branches_change(self) -> None:
        """The second branch splits, the third has another name, the fourth and the fifth become one."""
        splits, renamed, *merged = self._before[1:LEAST_BRANCHES]
        self.branches.changes(renamed["code"], name=f"{renamed['name']}{_RENAMED.say(self._lang)}")
        people = [one for branch in merged for one in self._people[branch["name"]]]
        joint = self._founded(0, merged, people[0])
        for branch in merged:
            self.branches.ends(branch["code"])
        for one in people:
            hands_over = one["post"] == Post.SECRETARY and one is not people[0]
            self.members.changes(one["code"], branch=joint, post=Post.NONE if hands_over else one["post"])
        leave = _plain(self._in(1))[1:][-_LEAVE:]
        leads = leave[-1]
        split = self._founded(1, [splits], leads)
        for one in leave:
            self.members.changes(
                one["code"], branch=split, post=Post.SECRETARY if one is leads else Post.NONE
            )

    def _founded(self, place: int, takes: list[dict[str, Value]], secretary: Mapping[str, Value]) -> str:
        """Begin another branch, and return its name."""
        number = len(self._before) + place + 1
        school = school_names(number)[-1]
        code, name = f"{number:0{len(str(takes[0]['code']))}}", T(f"{school.zh}党支部", f"{school.en} branch")
        row = takes[0] | {
            "code": code,
            "name": name.say(self._lang),
            "school": school.say(self._lang),
            "secretary": secretary["name"],
            "email": f"branch{code}@schools.example",
            "takes_over": listing_of([str(one["code"]) for one in takes]).say(self._lang),
        }
        self.branches.begins(row)
        return name.say(self._lang)


def _plain_after(own: list[dict[str, Value]]) -> tuple[dict[str, Value], dict[str, Value], dict[str, Value]]:
    """Return the first without a post, the next, and the last."""
    first, second, *_, last = _plain(own)
    return first, second, last
