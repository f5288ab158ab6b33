"""A 承诺表 as a branch fills it: problems, pledges that take them up, and how they were made public."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product

from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.registers import STARS_TO_WORK_ON
from xlcampaign.layout.sheet import Settings, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Star
from xlcampaign.sample.author import Author, Entries
from xlcampaign.sample.promises import PROMISES, Promise
from xlcampaign.sample.sayings import MATTERS
from xlcampaign.words import T

_HOW = (
    T("校门口公开栏", "notice board at the gate"),
    T("全体教师会", "staff meeting"),
    T("家长会、公开栏", "parents' meeting, notice board"),
)
_AND = T("；", "; ")
_WANTED = (1, 2, 2, 3)
_EARLIER = (0, 0, 0, 30, 60)
_OTHER_TYPE = 0.2
_THIRD = 0.12
_MOST_MORE = 2


def baselines(author: Author, table: Table) -> Entries:
    """Yield the main problems of each subject: those of its weakest stars, on which it wants to work."""
    for index, row in enumerate(table.rows):
        subject = str(row["code"])
        weakest = author.stars(subject)[: author.rng("baseline", subject).choice(_WANTED)]
        problems = (author.say(MATTERS[star.kind, star.key].lacking) for star in weakest[:2])
        wanted = {key: star.name for key, star in zip(STARS_TO_WORK_ON, weakest, strict=False)}
        yield index, {"problems": author.say(_AND).join(problems), **wanted}


def _due(author: Author, rng: random.Random) -> date:
    """Return by when a pledge is to be kept: mostly by the end of the stage."""
    return author.plan.stage_of(author.plan.campaign.stage).end - timedelta(days=rng.choice(_EARLIER))


def _type(table: Table, usual: Value, rng: random.Random) -> Value:
    kind = table.column_of("type").kind
    assert isinstance(kind, OneOf)
    return kind.choices[-1].key if rng.random() < _OTHER_TYPE else usual


def _pledge(
    author: Author, table: Table, star: Star, promise: Promise, rng: random.Random
) -> dict[str, Value]:
    """Return what every pledge states."""
    return {
        "star": star.name,
        "type": _type(table, table.rows[0]["type"], rng),
        "area": author.say(promise.area),
        "text": author.say(promise.text),
        "due": _due(author, rng),
    }


def branch_pledges(author: Author, table: Table) -> Entries:
    """Yield the pledges of a branch, its weakest stars first; some make more than they must."""
    rng = author.rng("pledges", table.subject)
    stars = author.stars(table.subject)
    first = {star.key: rng.randrange(2) for star in stars}
    number = len(table.rows) + min(rng.randint(0, _MOST_MORE), table.spare)
    for index, (again, star) in zip(range(number), product(range(number), stars), strict=False):
        promises = PROMISES[star.kind, star.key]
        promise = promises[(first[star.key] + again) % len(promises)]
        yield (
            index,
            {
                **_pledge(author, table, star, promise, rng),
                "measures": author.say(promise.means),
                "responsible": rng.choice(author.colleagues),
            },
        )


def member_pledges(author: Author, table: Table) -> Entries:
    """Yield the pledges of members, each on another star; now and then somebody makes one more."""
    asked = [str(row["subject"]) for row in table.rows]
    more = [code for code in dict.fromkeys(asked) if author.rng("more", code).random() < _THIRD]
    made: Counter[str] = Counter()
    for index, subject in enumerate((*asked, *more[: table.spare])):
        star = author.stars(subject)[made[subject]]
        rng = author.rng("pledge", subject, made[subject])
        promise = rng.choice(PROMISES[star.kind, star.key])
        made[subject] += 1
        pledge = _pledge(author, table, star, promise, rng)
        yield index, {**pledge, "subject": subject, "target": author.say(promise.means)}


def announcement(author: Author, sheet: Settings) -> Mapping[str, Value]:
    """Return how and when the pledges were made public: in the last days of the step, all on one day."""
    assert author.branch is not None
    rng = author.rng("announcement", author.branch.code)
    period = author.plan.step_of(author.plan.campaign.stage, StepKey.PLEDGE)
    day = period.deadline - timedelta(days=rng.randrange(1, 15))
    return {
        field.key: day if field.key.endswith("_day") else author.say(rng.choice(_HOW))
        for field in sheet.fields
    }
