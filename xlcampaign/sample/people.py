"""Invented branches and members, visibly so: every name has 某 or a bare letter in it."""

import random
from collections.abc import Iterator
from itertools import islice, product

from xlcampaign.layout.plan import Rows
from xlcampaign.model.cell import Value
from xlcampaign.model.roster import Category, Participation, Post
from xlcampaign.words import Lang, T

MOST_BRANCHES = 9990
MOST_MEMBERS_EACH = 500

_STEMS = tuple(zip("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJ", strict=True))
_SURNAMES = (
    ("赵", "Zhao"),
    ("钱", "Qian"),
    ("孙", "Sun"),
    ("李", "Li"),
    ("周", "Zhou"),
    ("吴", "Wu"),
    ("郑", "Zheng"),
    ("王", "Wang"),
    ("冯", "Feng"),
    ("陈", "Chen"),
    ("褚", "Chu"),
    ("卫", "Wei"),
    ("蒋", "Jiang"),
    ("沈", "Shen"),
    ("韩", "Han"),
    ("杨", "Yang"),
    ("朱", "Zhu"),
    ("秦", "Qin"),
    ("尤", "You"),
    ("许", "Xu"),
)
_TEN = 10
_DIGITS = "一二三四五六七八九"
_SICK = T("长期病假", "long sick leave")

_GROUP = 30
_COMMITTEE_FROM = 8
_SPECIAL_FROM = 6
_SPECIAL_EVERY = 8
_PROBATIONARY_SHARE = 0.05


def names(rng: random.Random, number: int, lang: Lang) -> list[str]:
    """Return invented names of people, all different; names with two stems only where there are very many."""
    plain = len(_SURNAMES) * len(_STEMS)
    every = product((("", ""), *_STEMS), _SURNAMES, _STEMS)
    known = [
        T(f"{surname[0]}某{first[0]}{more[0]}", f"{surname[1]} {first[1]}{more[1]}").say(lang)
        for more, surname, first in islice(every, max(plain, number))
    ]
    return rng.sample(known, number)


def numeral(number: int) -> str:
    """Return a number from 1 to 999 in Chinese (21 → 二十一, 305 → 三百零五)."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        below = "" if not rest else f"零{_DIGITS[rest - 1]}" if rest < _TEN else numeral(rest)
        return f"{_DIGITS[hundreds - 1]}百{'一' if _TEN <= rest < 2 * _TEN else ''}{below}"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return ten + (_DIGITS[ones - 1] if ones else "")


def school_names(branches: int) -> list[T]:
    """Return the schools' names: 甲一完小, 甲二完小 …, in groups of at least thirty for each stem."""
    group = max(_GROUP, -(-branches // len(_STEMS)))
    found = []
    for index in range(branches):
        stem, letter = _STEMS[index // group]
        number = index % group + 1
        found.append(T(f"{stem}{numeral(number)}完小", f"School {letter}{number}"))
    return found


def split(members: int, branches: int, rng: random.Random) -> list[int]:
    """Return how many members each branch has: uneven, at least one each, `members` in all."""
    shares = [rng.uniform(0.7, 1.3) for _ in range(branches)]
    spare = members - branches
    exact = [spare * share / sum(shares) for share in shares]
    sizes = [1 + int(size) for size in exact]
    rest = sorted(range(branches), key=lambda i: (int(exact[i]) - exact[i], i))
    for index in rest[: members - sum(sizes)]:
        sizes[index] += 1
    return sizes


def _posts(size: int) -> list[Post]:
    """Return the posts of a branch's members: secretary first, a committee where the branch is large enough."""
    posts = [Post.SECRETARY]
    if size >= _COMMITTEE_FROM:
        posts += [Post.DEPUTY, Post.COMMITTEE, Post.COMMITTEE]
    return posts + [Post.NONE] * (size - len(posts))


def _members(
    index: int, branch: tuple[str, str], size: int, rng: random.Random, lang: Lang
) -> Iterator[dict[str, Value]]:
    code, title = branch
    people = names(rng, size, lang)
    digits = max(2, len(str(size)))
    special = size - 1 if size >= _SPECIAL_FROM else -1
    for place, (name, post) in enumerate(zip(people, _posts(size), strict=True)):
        row: dict[str, Value] = {
            "code": f"{code}{place + 1:0{digits}}",
            "name": name,
            "branch": title,
            "category": Category.FULL,
            "post": post,
            "participation": Participation.YES,
            "reason": None,
        }
        if place == special and index % _SPECIAL_EVERY == 0:
            row["participation"] = Participation.EXEMPT
        elif place == special and index % _SPECIAL_EVERY == 1:
            row |= {"participation": Participation.NO, "reason": _SICK.say(lang)}
        elif post is Post.NONE and rng.random() < _PROBATIONARY_SHARE:
            row["category"] = Category.PROBATIONARY
        yield row


def roster(branches: int, members: int, seed: int, lang: Lang) -> dict[str, Rows]:
    """Return the rows of the plan's sheets of branches and members.

    Raises:
        ValueError: more branches or members a branch than there are names for, or fewer members than branches.
    """
    if not 1 <= branches <= MOST_BRANCHES:
        raise ValueError(branches)
    if not branches <= members <= branches * MOST_MEMBERS_EACH:
        raise ValueError(members)
    rng = random.Random(f"{seed}/roster")  # noqa: S311 -- an invented sample, no secret
    digits = max(2, len(str(branches)))
    branch_rows: list[dict[str, Value]] = []
    member_rows: list[dict[str, Value]] = []
    sizes = split(members, branches, rng)
    for index, (school, size) in enumerate(zip(school_names(branches), sizes, strict=True)):
        code = f"{index + 1:0{digits}}"
        title = T(f"{school.zh}党支部", f"{school.en} branch").say(lang)
        people = list(_members(index, (code, title), size, rng, lang))
        member_rows += people
        branch_rows.append(
            {
                "code": code,
                "name": title,
                "school": school.say(lang),
                "secretary": people[0]["name"],
                "email": f"branch{code}@schools.example",
                "teachers": rng.randint(12, 40),
            }
        )
    return {"branches": branch_rows, "members": member_rows}
