"""What stages came to, in one shape: as it was reckoned, or as it was sealed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlcampaign.findings.finding import Place
from xlcampaign.layout.seal import documents_of
from xlcampaign.model.history import Given, Past, PastResult, Rated, Source, Which
from xlcampaign.model.plan import Entry, Plan, SubjectKind, WayKey
from xlcampaign.model.registers import Listing, OverrideDecision, VetoDecision
from xlcampaign.model.results import Recommended, Report, Results, SubjectResult
from xlcampaign.model.roster import Participation
from xlcampaign.model.seal import Part, Record, Sealed
from xlcampaign.model.sharing import Row
from xlcampaign.tally.listing import listing_of
from xlcampaign.tally.record import LIT_SIGN, changes_between, rules_in, rules_of

_SEVERAL = "; "
"""Between decisions that agree, in a record."""
_OF_VETO = ("situation", "document")

GivenIn = Mapping[Which, Mapping[str, list[Given]]]
"""What was given in ways with many raters, by the subject's code."""

_Said = Mapping[str, str | int]
"""What a record says of somebody or something, by field."""


def present(report: Report) -> Past:
    """Return what a report's own stage comes to, in the shape of earlier ones."""
    return past_of(report.results, report.plan, report.plan, report.stage, Source.PLAN)


def past_of(results: Results, plan: Plan, today: Plan, stage: int, source: Source) -> Past:
    """Return what a stage came to, from its results.

    Args:
        results: the results.
        plan: the plan by whose rules they were reckoned.
        today: the plan whose rules they are held against.
        stage: the stage.
        source: what the results are.
    """
    places = {
        kind: {star.key: place for place, star in enumerate(plan.stars_of(kind))} for kind in SubjectKind
    }
    given = given_in(results, plan)
    return Past(
        stage,
        plan.stage_of(stage).name,
        source,
        None,
        None,
        {kind: tuple(keys) for kind, keys in places.items()},
        {(star.kind, star.key): star.name for star in plan.stars},
        {one.code: _past_result(one, places, plan) for one in results.subjects},
        changes_between(rules := rules_of(plan), rules_of(today)),
        rules,
        _rated(given),
        _prints(given),
    )


def rated_in(results: Results, plan: Plan) -> Mapping[Which, Rated]:
    """Return what was given in ways with many raters, branch by branch."""
    return _rated(given_in(results, plan))


def given_in(results: Results, plan: Plan) -> GivenIn:
    """Return what was given in ways with many raters, star by star."""
    many = {kind: [way.key for way in plan.ways_of(kind) if _has_many(way.entry)] for kind in SubjectKind}
    found: dict[Which, dict[str, list[Given]]] = defaultdict(dict)
    for one in results.subjects:
        for way in many[one.kind]:
            means = ((star.star, star.ways[way]) for star in one.stars)
            found[one.branch, one.kind, way][one.code] = [Given(s, m.n, m.total) for s, m in means]
    return found


def _has_many(entry: object) -> bool:
    """Tell whether the marks of a way are those of many raters, by how they are entered."""
    return entry != Entry.MARKS


def _rated(given: GivenIn) -> Mapping[Which, Rated]:
    found: dict[Which, Rated] = {}
    for which, subjects in given.items():
        marks = [one.marks for stars in subjects.values() for one in stars]
        points = sum(one.points for stars in subjects.values() for one in stars)
        if marks:
            found[which] = Rated(sum(marks), points, min(marks), max(marks))
    return found


def _prints(given: GivenIn) -> Mapping[Which, Mapping[str, int]]:
    return {
        which: {code: print_of(stars) for code, stars in subjects.items() if any(s.marks for s in stars)}
        for which, subjects in given.items()
    }


def print_of(stars: Iterable[Given]) -> int:
    """Return a number that is another one where a subject's stars were given anything else."""
    return int.from_bytes(hashlib.blake2b(repr(sorted(map(tuple, stars))).encode(), digest_size=8).digest())


def _past_result(
    one: SubjectResult, places: Mapping[SubjectKind, Mapping[str, int]], plan: Plan
) -> PastResult:
    scores = {star.star: star.score for star in one.stars if star.score is not None}
    is_whole = len(scores) == len(places[one.kind])
    return PastResult(
        one.code,
        one.name,
        one.kind,
        one.branch,
        Row(places[one.kind], tuple(scores.values())) if is_whole else scores,
        frozenset(star.star for star in one.stars if star.lit),
        one.composite,
        one.rank,
        one.level or "",
        one.is_fit,
        listing_of(one, plan),
    )


def past_in(sealed: Sealed, today: Plan, stage: int) -> Past:
    """Return what a stage came to, as it was sealed.

    Args:
        sealed: how it was sealed.
        today: the plan whose rules it is held against.
        stage: the stage.
    """
    said = _by_part(sealed.record)
    order = {(star.kind, star.key): place for place, star in enumerate(today.stars)}
    names: dict[tuple[SubjectKind, str], str] = {}
    for key, own in said[Part.STARS].items():
        kind, _, star = key.partition(".")
        names[SubjectKind(kind), star] = str(own["name"])
    keys = sorted(names, key=lambda key: (order.get(key, len(order)), key))
    stars = {kind: tuple(star for of, star in keys if of is kind) for kind in SubjectKind}
    results = {one.code: one for one in _results_in(said, sealed.record, stars)}
    given = _given_as_sealed(said, sealed.record, results.values())
    return Past(
        stage,
        str(said[Part.STAGES][str(stage)]["name"]),
        Source.SEALED,
        documents_of(sealed),
        sealed.last.day,
        stars,
        names,
        results,
        changes_between(rules := rules_in(sealed.record), rules_of(today)),
        rules,
        _rated(given),
        _prints(given),
    )


def _given_as_sealed(
    said: Mapping[Part, Mapping[str, _Said]], record: Record, results: Iterable[PastResult]
) -> GivenIn:
    """Return what a record has of ways with many raters, star by star."""
    counts = {(fact.of, fact.on, fact.field): str(fact.value) for fact in record if fact.part is Part.COUNTS}
    stars, ways = ([key.split(".") for key in said[part]] for part in (Part.STARS, Part.WAYS))
    many = [(kind, way) for kind, way in ways if _has_many(said[Part.WAYS][f"{kind}.{way}"]["entry"])]
    found: dict[Which, dict[str, list[Given]]] = defaultdict(dict)
    for one in results:
        for way in (way for kind, way in many if kind == one.kind):
            scale = str(said[Part.WAYS][f"{one.kind}.{way}"]["scale"])
            own = found[one.branch, one.kind, WayKey(way)][one.code] = []
            for star in (star for kind, star in stars if kind == one.kind):
                marks = [
                    (points, int(number))
                    for mark, _, number in (
                        given.rpartition(":") for given in counts.get((one.code, star, way), "").split()
                    )
                    if (points := _points(said, scale, mark)) is not None
                ]
                own.append(Given(star, sum(n for _, n in marks), sum(points * n for points, n in marks)))
    return found


def _points(said: Mapping[Part, Mapping[str, _Said]], scale: str, mark: str) -> int | None:
    """Return the points of a mark in hundredths; None of one that does not count."""
    grade = said[Part.SCALES].get(f"{scale}.{mark}", {}).get("points")
    if isinstance(grade, int):
        return grade
    return int(mark) if mark.isdecimal() else None


def _by_part(record: Record) -> Mapping[Part, Mapping[str, _Said]]:
    """Return what a record says by what it is about, but for what is about one of several stars or ways."""
    found: dict[Part, dict[str, dict[str, str | int]]] = defaultdict(lambda: defaultdict(dict))
    for fact in record:
        if not fact.on:
            found[fact.part][fact.of][fact.field] = fact.value
    return found


def _results_in(
    said: Mapping[Part, Mapping[str, _Said]], record: Record, stars: Mapping[SubjectKind, tuple[str, ...]]
) -> Iterator[PastResult]:
    scores: dict[str, dict[str, int]] = defaultdict(dict)
    lit: dict[str, set[str]] = defaultdict(set)
    for fact in record:
        if fact.part is Part.LIT:
            score, _, sign = str(fact.value).partition(" ")
            scores[fact.of][fact.on] = _hundredths(score)
            lit[fact.of] |= {fact.on} if sign == LIT_SIGN else set()
    codes = {str(own["name"]): code for code, own in said[Part.BRANCHES].items()}
    branches = ((SubjectKind.BRANCH, code, code, own) for code, own in said[Part.BRANCHES].items())
    members = (
        (SubjectKind.MEMBER, code, codes[str(own["branch"])], own)
        for code, own in said[Part.MEMBERS].items()
        if own["participation"] != Participation.NO
    )
    for kind, code, branch, own in (*branches, *members):
        came = said[Part.RESULTS].get(code, {})
        fit = said[Part.LISTS].get(code, {}).get("recommended", Recommended.NO)
        composite, rank = came.get("composite"), came.get("rank")
        yield PastResult(
            code,
            str(own["name"]),
            kind,
            branch,
            scores.get(code, {}),
            frozenset(lit.get(code, ())),
            None if composite is None else _hundredths(str(composite)),
            None if rank is None else int(rank),
            str(came.get("level", "")),
            fit != Recommended.NO,
            _listing_in(said, kind, code, tuple(s for s in stars[kind] if s not in lit.get(code, ()))),
        )


def _listing_in(
    said: Mapping[Part, Mapping[str, _Said]], kind: SubjectKind, code: str, unlit: tuple[str, ...]
) -> Listing | None:
    """Return why somebody had to rectify as it was sealed; which scores may be told is not in the record."""
    if "rectify" not in said[Part.LISTS].get(code, {}):
        return None
    decided, stars = said[Part.DECISIONS].get(code, {}), said[Part.RESULTS].get(code, {}).get("lit")
    situation, document = (str(decided.get(f"veto.{key}", "")).split(_SEVERAL)[0] for key in _OF_VETO)
    veto = VetoDecision(code, situation, document, None, Place()) if situation else None
    override = None if veto else _lowering(said, kind, code)
    return Listing(None if stars is None else int(stars), unlit, veto, override=override)


def _lowering(
    said: Mapping[Part, Mapping[str, _Said]], kind: SubjectKind, code: str
) -> OverrideDecision | None:
    """Return the override that put somebody who had to rectify at the lowest level; None without one."""
    decided, level = said[Part.DECISIONS].get(code, {}), said[Part.RESULTS].get(code, {}).get("level", "")
    own = {of: row for of, row in said[Part.LEVELS].items() if of.startswith(f"{kind}.")}
    lowest = min(own, key=lambda of: int(own[of]["low"]))
    if "override.level" not in decided or lowest != f"{kind}.{level}":
        return None
    document = str(decided.get("override.document", "")).split(_SEVERAL)[0]
    return OverrideDecision(code, str(level), "", document, Place())


def as_reckoned(past: Past, reckoned: Past) -> Past:
    """Return what a stage came to as sealed, with the scores that may be told of those who fell short, as far as they hold.

    Args:
        past: as it was sealed.
        reckoned: as it would come out now.
    """
    return replace(
        past, results={code: _as_reckoned(one, past, reckoned) for code, one in past.results.items()}
    )


def _as_reckoned(one: PastResult, past: Past, reckoned: Past) -> PastResult:
    other = reckoned.results.get(one.code)
    if one.listing is None or other is None or other.listing is None:
        return one
    scores = {
        past.star_names[one.kind, star]: one.scores[star] for star in one.listing.unlit if star in one.scores
    }
    short = tuple(each for each in other.listing.short if scores.get(each.star) == each.score)
    return replace(one, listing=replace(one.listing, short=short))


def _hundredths(shown: str) -> int:
    """Return a score in hundredths as a record shows it."""
    whole, _, rest = shown.partition(".")
    return int(whole) * 100 + int(f"{rest:0<2}")
