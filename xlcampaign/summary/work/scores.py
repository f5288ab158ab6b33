"""评分明细: a row per subject and star, live over 票数统计 and 评星规则."""

from collections.abc import Iterable, Iterator, Mapping

from xlcampaign.address import number_of
from xlcampaign.findings.finding import Place
from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.plan import Entry, SubjectKind, Way, WayKey
from xlcampaign.model.results import StarResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown, star_of
from xlcampaign.summary.frame import VALUES_ONLY, Highlight, Listing, Page, Row
from xlcampaign.summary.work.rules import BETWEEN, BY_SELF, LACKING, THIN
from xlcampaign.summary.work.score_formulas import score_formulas
from xlcampaign.words import T, listing_of
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import GOLD, GREY, Look

_NOTE = T(
    "公式：方式均分由票数统计算出，四舍五入到四位小数；得分＝均分按权重平均，到两位；改评星规则即重算。差距＝分数线－得分。序＝在票数统计里的行。"
    "可以筛选，不要排序。",
    "Live: means from the counts, rounded to 4 decimals; scores are these by the weights, rounded to 2; change the rules and they"
    " follow. Gap = lit from − score. No. = row in the counts. Filter, but do not sort.",
)

_MEAN = {way: f"mean.{way}" for way in WayKey}
_N = {way: f"n.{way}" for way in WayKey}
"""The ways' columns; said once, as rows are many."""


def note_of(star: StarResult, ways: tuple[Way, ...], context: Context) -> str:
    """Return what is remarked on a star: missing ways with weight, ways with few raters."""
    few = context.plan.campaign.few_raters
    missing = [context.say(LACKING).format(way=way.name) for way in ways if way.key in star.missing]
    thin = [
        context.say(THIN).format(way=way.name)
        for way in ways
        if way.entry is not Entry.MARKS and 0 < star.ways[way.key].n < few
    ]
    return "".join(missing + thin).removeprefix(context.say(BETWEEN))


def _lowest(star: StarResult, ways: tuple[Way, ...]) -> str:
    means = [(star.ways[way.key].mean, way.name) for way in ways]
    present = [(mean, name) for mean, name in means if mean is not None]
    return min(present, key=lambda pair: pair[0])[1] if len(present) > 1 else DASH


def _sources(
    context: Context,
    subject: str,
    star: str,
    ways: tuple[Way, ...],
    places: Mapping[tuple[str, str, WayKey], Place],
) -> str:
    """Return file › sheet › cell of each way's count, where one counts; a file is named once."""
    by_file: dict[str, list[str]] = {}
    for way in ways:
        key = subject, star, way.key
        place = places.get(key)
        if place is not None and key in context.report.ledger.counts:
            by_file.setdefault(place.file, []).append(f"{place.sheet} › {place.cell}")
    say = context.say
    return say(BETWEEN).join(f"{file} › {say(listing_of(cells))}" for file, cells in by_file.items())


def _rows(context: Context, kind: SubjectKind) -> Iterator[dict[str, Cell]]:
    plan = context.plan
    ways, stars, places = plan.ways_of(kind), plan.stars_of(kind), context.report.ledger.sources
    kind_label, texts = context.say(label_of(KINDS, kind)), context.report.ledger.texts
    order = 0
    for subject in context.report.results.of(kind):
        for star, result in zip(stars, subject.stars, strict=True):
            order += 1
            yield {
                "order": order,
                "kind": kind_label,
                "branch": plan.branch_of[subject.branch].name,
                "code": subject.code,
                "name": subject.name,
                "star": star.name,
                **_figures(context, result, ways),
                "achievement": texts.get((subject.code, f"achievement.{star.key}"), ""),
                "sources": _sources(context, subject.code, star.key, ways, places),
            }


def _figures(context: Context, result: StarResult, ways: tuple[Way, ...]) -> Row:
    """Return what the formulas of a row come to."""
    by_way = [(way, result.ways[way.key]) for way in ways]
    gap = None if result.score is None else result.threshold - result.score
    return {
        **{_MEAN[way.key]: shown(figures.mean, 4) for way, figures in by_way},
        "weight": sum(way.weight for way, figures in by_way if figures.mean is not None),
        "score": shown(result.score),
        "threshold": result.threshold / 100,
        "lit": star_of(result.lit),
        "gap": shown(gap),
        "lowest": _lowest(result, ways),
        "decided": context.say(BY_SELF) if result.self_decided else "",
        **{_N[way.key]: figures.n for way, figures in by_way},
        "note": note_of(result, ways, context),
    }


def _live(rows: Iterable[dict[str, Cell]], top: int, formulas: Mapping[str, str]) -> Iterator[Row]:
    """Put formulas, by column key, over the values of rows; {row} in a formula is the row's number."""
    pieces = {key: formula.split("{row}") for key, formula in formulas.items()}
    for row, cells in enumerate(rows, top):
        for key, parts in pieces.items():
            value = cells[key]
            assert not isinstance(value, Live)
            cells[key] = Live(str(row).join(parts), value)
        yield cells


def _all_rows(context: Context) -> Iterator[Row]:
    """Yield the rows of branches, then those of members, with their formulas where the workbook has any."""
    top = context.scores.first_row
    for kind in SubjectKind:
        rows = _rows(context, kind)
        yield from _live(rows, top, score_formulas(context, kind)) if context.live else rows
        top += sum(len(subject.stars) for subject in context.report.results.of(kind))


def scores_page(context: Context) -> Page:
    """Return 评分明细."""
    table = context.scores
    printed = number_of(table.letter_of("note"))
    lit = f"=${table.letter_of('lit')}{table.first_row}"
    return Page(
        note=context.say(_NOTE if context.live else VALUES_ONLY),
        across=printed,
        listing=Listing(
            table,
            _all_rows(context),
            wrap=("note",),
            centred=("kind", "lit", "decided"),
            highlights=(
                Highlight(f'{lit}="{LIT}"', Look(color=GOLD, bold=True), ("lit",)),
                Highlight(f'{lit}="{UNLIT}"', Look(color=GREY), ("lit",)),
            ),
        ),
        kept="star",
    )
