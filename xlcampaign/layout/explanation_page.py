"""An explanation as a page to print and keep: what follows from what, where it came from, by which documents."""

from collections.abc import Iterable, Iterator

from xlcampaign.layout.choices import CONCLUSIONS, label_of
from xlcampaign.layout.explanation import (
    Row,
    arithmetic,
    board,
    derived,
    header,
    outcome,
    sources,
    verdict,
    ways,
)
from xlcampaign.layout.notice import Block, Cells, Notice
from xlcampaign.layout.objections import objections_table
from xlcampaign.layout.paper import PaperColumn
from xlcampaign.layout.seal import documents_of
from xlcampaign.model.explanation import Explanation, StarCase
from xlcampaign.model.seal import grouped
from xlcampaign.words import Lang, T, same

EXPLANATION = T("结果说明", "Explanation of a result")
"""What the page is called."""

_TITLE = T("结果说明　{who}", "Explanation of a result · {who}")
_ABOUT = T(
    "{organisation}　{campaign}　截至 {day}",
    "{organisation} · {campaign} · as of {day}",
)
_SEALED = T(
    "本阶段已按“{number}”定稿（{day}，校验码 {checksum}），本页与定稿一致。",
    "The stage is sealed by “{number}” ({day}, checksum {checksum}); this page is as sealed.",
)
_NOT_AS_SEALED = T(
    "本阶段已按“{number}”定稿（{day}，校验码 {checksum}）；本页是现在算的，与定稿不一致，以定稿的汇总为准。",
    "The stage is sealed by “{number}” ({day}, checksum {checksum}); this page is reckoned now and differs: the sealed"
    " summary holds.",
)
_UNSEALED = T("本阶段还没有定稿。", "The stage is not sealed.")
_FEW = T(
    "评议不足 {few} 人的方式，为保密不列数；能由它推出的得分、算式、名次也不列。",
    "Ways that fewer than {few} rated tell no figure, nor is a score, sum or rank told from which one would follow.",
)
_NOTE = T("说明", "note")
_STARS, _STEPS = T("各星", "Stars"), T("评定经过", "From the stars to the result")
_SOURCES, _OBJECTIONS = T("数据来源", "Sources"), T("公示后的异议", "Objections to what was posted")
_TIED = T("几份表写的不一样，分不出新旧，没有定", "open: forms say different things, none known to be newest")
_UNREAD = T("“{found}”（看不懂）", "“{found}” (cannot be read)")
_FILES = T("采用的文件", "Files that count")
_SIGNED = T(
    "经办人＿＿＿＿＿＿＿＿　核对人＿＿＿＿＿＿＿＿　＿＿＿年＿＿月＿＿日",
    "Prepared ______________  Checked ______________  Date ____________",
)
_WIDTHS = {
    "board": (46, 24, 24, 20, 72),
    "ways": (34, 88, 20, 24, 20),
    "labelled": (42, 144),
    "files": (100, 86),
}
"""Widths of columns, in millimetres."""
_CENTRED = {"board": (1, 2, 3), "ways": (2, 3, 4)}
_SHOWN_DIGITS = 16


def explanation_notice(explanation: Explanation, lang: Lang) -> Notice:
    """Return the page that explains a result; what too few gave stands nowhere on it, nor what it would follow from.

    Args:
        explanation: the result.
        lang: the page's language.
    """
    titles, *stars = board(explanation, guarded=True)
    blocks = [
        _table(_STARS, "board", [(*titles[:-1], _NOTE), *stars], lang),
        _labelled(_STEPS, outcome(explanation, guarded=True), lang),
    ]
    for case in explanation.cases:
        blocks += _blocks_of(case, explanation, lang)
    blocks += [_objections(explanation, lang), _files(explanation, lang)]
    who = header(explanation)
    name = same(explanation.subject.name)
    return Notice(name, _TITLE.filled(who=who), tuple(_lines(explanation)), tuple(blocks), (_SIGNED,))


def _lines(explanation: Explanation) -> Iterator[T]:
    campaign, sealed = explanation.plan.campaign, explanation.sealed
    yield _ABOUT.filled(
        organisation=campaign.organisation, campaign=campaign.name, day=str(explanation.as_of)
    )
    if sealed is None:
        yield _UNSEALED
    else:
        said = _SEALED if explanation.as_sealed else _NOT_AS_SEALED
        last = sealed.last
        yield said.filled(number=documents_of(sealed), day=str(last.day), checksum=last.short)
    if explanation.few or any(way.few for case in explanation.cases for way in case.ways):
        yield _FEW.filled(few=str(campaign.few_public))


def _blocks_of(case: StarCase, explanation: Explanation, lang: Lang) -> Iterator[Block]:
    """Yield a star: what each way counted, how its score is reckoned, where that came from."""
    few = case.star.key in explanation.few
    yield _table(verdict(case, few=few), "ways", ways(case, guarded=True), lang)
    told = list(arithmetic(case, guarded=True, few=few))
    found = [line for way in case.ways for line in sources(way, guarded=True)]
    found += derived(case)
    labels = [_SOURCES, *(same("") for _ in found[1:])]
    yield _labelled(same(""), (*told, *zip(labels, found, strict=True)), lang)


def _objections(explanation: Explanation, lang: Lang) -> Block:
    titles = {column.key: column.title for column in objections_table(explanation.plan).columns}
    rows: list[Row] = []
    for one in explanation.objections:
        concluded = label_of(CONCLUSIONS, one.conclusion) if one.conclusion else same("")
        said = {"raised": same(one.raised), "inquiry": same(one.inquiry), "conclusion": concluded}
        said |= {"document": same(one.document)}
        said |= {key: _UNREAD.filled(found=one.unread[key]) for key in one.lacking if key in one.unread}
        if one.rivals:
            said = {"raised": same(one.raised), "conclusion": _TIED}
        rows += [(titles[key], text) for key, text in said.items() if text.zh]
    return _labelled(_OBJECTIONS, rows, lang)


def _files(explanation: Explanation, lang: Lang) -> Block:
    """Return the files in which figures and decisions stand, each with the first digits of its SHA-256."""
    outcome = explanation.subject.outcome
    places = [way.place for case in explanation.cases for way in case.ways if way.place]
    decided = (
        explanation.recommending,
        outcome.veto,
        outcome.override,
        *explanation.refused.values(),
        *explanation.objections,
    )
    places += [one.place for one in decided if one]
    names = sorted({place.file for place in places})
    rows = [
        (T("文件", "File"), T("SHA-256 前 16 位", "SHA-256, first 16 digits")),
        *((same(name), same(grouped(explanation.files.get(name, "")[:_SHOWN_DIGITS]))) for name in names),
    ]
    return _table(_FILES, "files", rows, lang)


def _table(heading: T, key: str, rows: Iterable[Row], lang: Lang) -> Block:
    """Return a table of rows, of which the first has the titles."""
    titles, *others = rows
    columns = tuple(
        PaperColumn(title, width, centred=number in _CENTRED.get(key, ()))
        for number, (title, width) in enumerate(zip(titles, _WIDTHS[key], strict=True))
    )
    return Block(heading, columns, _cells(others, lang))


def _labelled(heading: T, rows: Iterable[Row], lang: Lang) -> Block:
    columns = tuple(PaperColumn(same(""), width) for width in _WIDTHS["labelled"])
    return Block(heading, columns, _cells(rows, lang), headed=False, height=6)


def _cells(rows: Iterable[Row], lang: Lang) -> tuple[Cells, ...]:
    return tuple(tuple(text.say(lang) for text in row) for row in rows)
