"""Whoever is found again in today's plan is the very same; where nobody can tell, nobody is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from plans import small_plan

from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.roster import Participation, Post
from xlcampaign.reading.turnover import find_turnover, plan_as_issued

SURNAMES, GIVEN = "冯陈褚卫蒋沈", "甲乙丙丁戊己"
NAMES = [surname + name * 2 for surname, name in zip(SURNAMES, GIVEN, strict=True)]
JOINING = ["吕某某", "施某某", "张某某"]
PLAN = small_plan(2, 6)
PLAN = replace(
    PLAN,
    members=tuple(
        replace(m, name=NAMES[int(m.code[2:]) - 1] + ("" if m.branch == "01" else "某")) for m in PLAN.members
    ),
)
FIRST = [m for m in PLAN.members if m.branch == "01"]


@st.composite
def histories(draw):
    """Today's plan after the first branch's people came, went and changed places; the name that each had is in `reason`."""
    people = [replace(m, reason=m.name) for m in FIRST]
    for name in draw(st.lists(st.sampled_from(JOINING), unique=True)):
        people.insert(draw(st.integers(0, len(people))), replace(FIRST[1], code="", name=name, reason=""))
    for _ in range(draw(st.integers(0, 2))):
        people.pop(draw(st.integers(0, len(people) - 1)))
    if draw(st.booleans()):
        people = draw(st.permutations(people))
    if draw(st.booleans()):  # a name is corrected
        n = draw(st.integers(0, len(people) - 1))
        people[n] = replace(people[n], name=people[n].name[:2] + "午")
    if draw(st.booleans()):  # codes were blank, and are given anew
        people = [replace(m, code=f"01{n:02d}") for n, m in enumerate(people, 1)]
    else:
        free = iter(f"01{n:02d}" for n in range(7, 20))
        people = [replace(m, code=m.code or next(free)) for m in people]
    if draw(st.booleans()):
        n = draw(st.integers(0, len(people) - 1))
        people[n] = replace(people[n], participation=Participation.NO, post=Post.DEPUTY)
    return replace(PLAN, members=(*people, *PLAN.members[6:]))


@given(histories(), st.sampled_from(["01", COMMITTEE]))
def test_nobody_is_taken_for_somebody_else(today, unit):
    issued = PLAN if unit == COMMITTEE else PLAN.only(unit)
    found = find_turnover(today, issued, unit)
    codes = [person.code for person in found.people if not person.unclear]
    assert len(codes) == len(set(codes))
    then = {m.code: m for m in plan_as_issued(today, issued, found, unit).members}
    there = {m.reason for m in today.members}
    for person in found.people:
        if person.now and person.was.code in {m.code for m in FIRST}:
            assert person.now.reason == person.was.name
            assert then[person.code].post is person.was.post
        elif person.was.code in {m.code for m in FIRST} and not person.unclear:
            assert person.was.name not in there  # whoever is said to have left did


@given(histories())
def test_where_nobody_was_renamed_everybody_is_found(today):
    names = {m.name for m in today.members}
    for person in find_turnover(today, PLAN.only("01"), "01").people:
        if person.was.name in names:
            assert person.now is not None
            assert person.now.name == person.was.name
