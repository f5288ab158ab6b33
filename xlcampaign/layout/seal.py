"""How it is said in what a stage would come out otherwise than it was sealed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from xlcampaign.layout import choices
from xlcampaign.layout.final import FINAL_VERDICTS
from xlcampaign.layout.kinds import show_hundredths
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, CAMPAIGN_TITLE, TABLES
from xlcampaign.layout.sheet import Column
from xlcampaign.model.seal import Change, Part, Record, Sealed
from xlcampaign.words import Lang, T, bracketed, enumerated, in_a_line, same

MOST_SAID = 3
"""How many differences of one part are said one by one."""
_LONGEST = 30

_THEN = T("{number}”，例外“{later}", "{number}”, exception “{later}")

_TITLES: Mapping[Part, T] = {
    Part.CAMPAIGN: CAMPAIGN_TITLE,
    Part.DECISIONS: T("决定", "Decisions"),
    Part.LISTS: T("名单", "Lists"),
    Part.RESULTS: T("得分和等次", "Scores and levels"),
    Part.LIT: T("星级", "Stars lit"),
    Part.MEETINGS: T("评议会", "Meetings"),
    Part.COUNTS: T("票数", "Counts"),
} | {Part(table.key): table.title for table in TABLES if table.key in set(Part)}
_COLUMNS: Mapping[tuple[Part, str], Column] = {
    (Part.CAMPAIGN, column.key): column for column in CAMPAIGN_FIELDS
} | {
    (Part(table.key), column.key): column
    for table in TABLES
    if table.key in set(Part)
    for column in table.columns
}
_FIELDS: Mapping[str, T] = {
    "veto.situation": T("否决", "veto"),
    "veto.document": T("否决的文号", "the veto's document"),
    "veto.day": T("否决的日期", "the veto's day"),
    "veto.open": T("提请否决", "veto proposed"),
    "veto.unclear": T("否决写得不清楚", "an unclear veto"),
    "veto_refused.document": T("没有同意否决", "veto refused"),
    "override.level": T("改评", "level changed to"),
    "override.reason": T("改评的理由", "why the level was changed"),
    "override.document": T("改评的文号", "the document by which the level was changed"),
    "override.open": T("提请改评", "other level proposed"),
    "override.unclear": T("改评写得不清楚", "an unclear change of level"),
    "override_refused.document": T("没有同意改评", "other level refused"),
    "recommendation.decision": T("推荐的决定", "decision on recommending"),
    "recommendation.document": T("推荐的文号", "the document of the recommendation"),
    "recommendation.unclear": T("推荐写得不清楚", "an unclear recommendation"),
    "commendation": T("表彰", "commendation"),
    "commendation.unclear": T("表彰写得不清楚", "an unclear commendation"),
    "votes": T("表彰票数", "votes on the commendation"),
    "objection": T("异议的结论", "conclusion on the objection"),
    "objection.document": T("异议的文号", "the document on the objection"),
    "recommended": T("推荐", "recommended"),
    "seat": T("推荐名额", "place"),
    "final": T("终评", "final selection"),
    "final.seat": T("终评的推荐名额", "place by the final selection"),
    "rectify": T("整改", "to rectify"),
    "composite": T("综合得分", "composite"),
    "lit": T("得星", "stars"),
    "rank": T("名次", "rank"),
    "level": T("等次", "level"),
    "score": T("", ""),
    "date": T("日期", "date"),
    "due": T("应到", "due"),
    "present": T("实到", "present"),
    "issued": T("发出票", "issued"),
    "returned": T("收回票", "returned"),
    "valid": T("有效票", "valid"),
}
_WORDS_OF: Mapping[str, Mapping[str, T]] = {
    **{key: {seat.value: words for seat, words in choices.SEATS.items()} for key in ("seat", "final.seat")},
    "final": {verdict.value: words for verdict, words in FINAL_VERDICTS.items()},
    "recommendation.decision": {one.key: one.label for one in choices.RECOMMENDING.choices},
}
"""Words that mean something else in another field."""
_WORDS: Mapping[str, T] = {
    "yes": T("是", "yes"),
    "open": T("未定", "open"),
    "top": T("满足星数且最高等次", "with the highest level"),
    "other": T("满足星数", "with enough stars"),
    **{
        choice.key: choice.label for one in (choices.DECISIONS, choices.CONCLUSIONS) for choice in one.choices
    },
}
_NOTHING = T("无", "none")
_ITEM = T("{what} {before} → {after}", "{what}: {before} → {after}")
_NEW, _GONE = T("增加{what}", "{what} is new"), T("去掉{what}", "{what} is gone")
_PART = T("{part}：{items}", "{part}: {items}")
_MORE = T("{items}；等 {number} 处", "{items}; {number} in all")
_GRADE = T("{grade} {number}", "{number} × {grade}")
_IN_WORDS = {Part.DECISIONS, Part.LISTS}
"""Parts whose values may be keys."""
_NAMING = {Part.LEVELS: "low"}
"""The field that every row of a table has, where it is no name."""
_OF_PLAN = frozenset(Part(table.key) for table in TABLES if table.key in set(Part)) | {Part.STAGES}


def documents_of(sealed: Sealed) -> T:
    """Return by what a stage is sealed, and comes out otherwise since, to stand between quotation marks."""
    said = same(sealed.seal.grounds.number)
    for act in sealed.exceptions:
        said = _THEN.filled(number=said, later=act.grounds.number)
    return said


def told_of(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that are told and counted: what differs only because somebody came or left is no other one."""
    listed = list(changes)
    moved = {
        change.of for change in listed if change.part in {Part.BRANCHES, Part.MEMBERS} and _is_whole(change)
    }
    rows = {(change.part, change.of) for change in listed if _is_whole(change)}
    return [
        change
        for change in listed
        if _is_whole(change)
        or not ((change.part, change.of) in rows or (change.part not in _OF_PLAN and change.of in moved))
    ]


def say_changes(changes: Iterable[Change], before: Record, after: Record) -> list[T]:
    """Return in what a stage comes out otherwise, a line for each part: the first few, and how many are told there."""
    names = _Names(before, after)
    parts = groupby(told_of(changes), lambda one: one.part)
    return [_line(part, sorted(several, key=_is_small), names) for part, several in parts]


def _is_small(change: Change) -> bool:
    """Tell whether others of its part matter more: a star that is lit or goes out, a level."""
    signs = {str(value)[-1:] for value in (change.before, change.after)}
    return change.field in {"composite", "rank"} or (change.part is Part.LIT and len(signs) == 1)


def _is_whole(change: Change) -> bool:
    """Tell whether a row of the plan came or went with a change."""
    named = change.field == _NAMING.get(change.part, "name")
    return change.part in _OF_PLAN and named and None in {change.before, change.after}


def _line(part: Part, changes: Sequence[Change], names: "_Names") -> T:
    items = _listed(_item(change, names) for change in changes[:MOST_SAID])
    if len(changes) > MOST_SAID:
        items = _MORE.filled(items=items, number=str(len(changes)))
    return _PART.filled(part=_TITLES[part], items=items)


def _listed(texts: Iterable[T]) -> T:
    said = list(texts)
    return T("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def _item(change: Change, names: "_Names") -> T:
    about = names.row_of(change)
    if _is_whole(change):
        return (_NEW if change.before is None else _GONE).filled(what=about)
    column = _COLUMNS.get((change.part, change.field))
    field = column.title if column else _FIELDS.get(change.field, names.way_of(change))
    what = [text for text in (about, names.on_of(change), field) if text.zh]
    said = T(" ".join(text.zh for text in what), " ".join(text.en for text in what))
    return _ITEM.filled(
        what=said,
        before=names.value_of(change, change.before),
        after=names.value_of(change, change.after),
    )


class _Names:
    """What things are called in two records, the later one first."""

    def __init__(self, before: Record, after: Record) -> None:
        self._known = {fact[:4]: str(fact.value) for record in (before, after) for fact in record}

    def _name(self, part: Part, of: str, field: str = "name") -> str:
        return self._known.get((part, of, "", field), "")

    def _kind(self, subject: str) -> str:
        return "branch" if self._name(Part.BRANCHES, subject) else "member"

    def row_of(self, change: Change) -> T:
        """Return what a row or subject is called: people with their codes, for there are namesakes."""
        if change.part is Part.CAMPAIGN:
            return same("")
        if change.part is Part.LEVELS:
            return same(change.of.partition(".")[2])
        part = change.part
        if part not in _OF_PLAN:
            part = Part.BRANCHES if self._kind(change.of) == "branch" else Part.MEMBERS
        name = self._name(part, change.of)
        if part in {Part.MEMBERS, Part.BRANCHES}:
            return bracketed(name, change.of) if name else same(_brief(change.of))
        return same(name or change.of)

    def on_of(self, change: Change) -> T:
        """Return the star, the way, the honour or the objection that a value is about."""
        if change.part is Part.MEETINGS:
            return same(self._name(Part.WAYS, change.on) or change.on)
        if change.part in {Part.LIT, Part.COUNTS}:
            return same(self._name(Part.STARS, f"{self._kind(change.of)}.{change.on}") or change.on)
        return same(_brief(change.on))

    def way_of(self, change: Change) -> T:
        """Return the way that counts are about."""
        return same(self._name(Part.WAYS, f"{self._kind(change.of)}.{change.field}") or change.field)

    def value_of(self, change: Change, value: str | int | None) -> T:
        """Return a value as people know it."""
        if value is None:
            return _NOTHING
        if column := _COLUMNS.get((change.part, change.field)):
            return T(*(_brief(str(column.kind.show(value, lang))) for lang in Lang))
        if change.part is Part.COUNTS:
            return enumerated(self._counted(change, str(value)))
        if change.field == "veto.situation":
            return same(self._name(Part.VETOES, str(value)) or str(value))
        listed = _WORDS_OF.get(change.field, _WORDS)
        words = listed.get(str(value)) if change.part in _IN_WORDS else None
        return words or same(_brief(str(value)))

    def _counted(self, change: Change, counts: str) -> Iterator[T]:
        scale = self._name(Part.WAYS, f"{self._kind(change.of)}.{change.field}", "scale")
        for one in counts.split():
            mark, _, number = one.rpartition(":")
            name = show_hundredths(int(mark)) if mark.isdecimal() else self._grade(scale, mark)
            yield _GRADE.filled(grade=name, number=number)

    def _grade(self, scale: str, mark: str) -> str:
        return self._name(Part.SCALES, f"{scale}.{mark}") or mark


def _brief(text: str) -> str:
    return in_a_line(" ".join(text.split()), _LONGEST)
