"""The formulas of 评分明细: exact and half-up by whole numbers, the same wherever they are calculated.

Every formula names the cells of its own row alone, and by the number in column A the row of 票数统计: sorting
评分明细 cannot mix things up. {row} stands for the row.
"""

from collections.abc import Mapping, Sequence

from xlcampaign.address import number_of
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.layout.summary_counts import Block
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.rounding import TRIM_ABOVE
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.work.rules import BETWEEN, BY_SELF, used_scales


def number_formula(block: Block, scale: int) -> str:
    """Return the formula of a way's counted marks; `scale` is the number of its scale on 评星规则."""
    votes = names.votes(block.way)
    if block.scale.is_points:
        return f"INDEX({votes},$A{{row}},1)"
    return f"SUMPRODUCT(INDEX({votes},$A{{row}},0),{names.flags(scale)})"


def mean_formula(block: Block, scale: int, n: str, *, trimmed: bool) -> str:
    """Return the formula of a way's mean over the cell with its counted marks.

    `trimmed` says whether there is ever a mark to trim: the counts are given, so it need not be asked in vain.
    """
    votes = names.votes(block.way)
    if block.scale.is_points:
        total, highest, lowest = (f"INDEX({votes},$A{{row}},{place})" for place in (2, 3, 4))
        ends = f"{highest}+{lowest}"
    else:
        line = f"INDEX({votes},$A{{row}},0)"
        total = f"SUMPRODUCT({line},{names.points(scale)})"
        highest = f"SUMPRODUCT(MAX(({line}>0)*{names.tops(scale)}))-1"
        lowest = f"1000-SUMPRODUCT(MAX(({line}>0)*{names.bottoms(scale)}))"
        ends = f"{highest}+{lowest}"
    kept = n
    if trimmed:
        drop = f"{names.TRIM}*({n}>{TRIM_ABOVE})"
        total, kept = f"({total}-IF({drop},{ends},0))", f"({n}-2*{drop})"
    mean = f"INT((200*ROUND(100*{total},0)+{kept})/(2*{kept}))/10000"
    return f'IF({n}=0,"{DASH}",{mean})'


def note_formula(
    context: Context, kind: SubjectKind, means: Sequence[str], numbers: Sequence[str], weight: str
) -> str:
    """Return the formula of the remark: ways with weight and no mean, ways with few raters."""
    ways = context.plan.ways_of(kind)
    lacking = "&".join(
        f'IF(ISNUMBER({mean}),"",INDEX({names.lacking(kind)},{place}))' for place, mean in enumerate(means, 1)
    )
    parts = [f'IF({weight}={names.whole(kind)},"",{lacking})']
    for place, (way, n) in enumerate(zip(ways, numbers, strict=True), 1):
        if way.entry is not Entry.MARKS:
            few = f"AND({n}>0,{n}<{names.FEW})"
            parts.append(f'IF({few},INDEX({names.thin(kind)},{place}),"")')
    return f"MID({'&'.join(parts)},{len(context.say(BETWEEN)) + 1},500)"


def most_marks(context: Context, kind: SubjectKind) -> Mapping[WayKey, int]:
    """Return the largest number of marks that a subject's star has in each way."""
    most = dict.fromkeys(WayKey, 0)
    for subject in context.report.results.of(kind):
        for star in subject.stars:
            for way, result in star.ways.items():
                most[way] = max(most[way], sum(result.counts.values()))
    return most


def _decided(kind: SubjectKind, place: int, means: Sequence[str], cells: Mapping[str, str], said: str) -> str:
    """Return the formula that tells whether a star is given only because of the self-rating, a way at a place."""
    w, own, area = names.weights(kind), means[place - 1], f"{means[0]}:{means[-1]}"
    self_weight, weight, threshold = f"INDEX({w},{place})", cells["weight"], cells["threshold"]
    rest = f"({weight}-{self_weight})"
    total = f"ROUND(10000*(SUMPRODUCT({w},{area})-{self_weight}*{own}),0)"
    others = f"INT(({total}+50*{rest})/(100*{rest}))/100"
    asked = f'AND({cells["lit"]}="{LIT}",ISNUMBER({own}),{self_weight}>0)'
    alone = f"{weight}={self_weight}"
    return f'IF({asked},IF({alone},"{said}",IF({others}<{threshold},"{said}","")),"")'


def score_formulas(context: Context, kind: SubjectKind) -> Mapping[str, str]:
    """Return the formulas of a kind of subject by column key."""
    at = context.scores.letter_of
    cells = {column.key: f"{at(column.key)}{{row}}" for column in context.scores.columns}
    plan, w = context.plan, names.weights(kind)
    ways = plan.ways_of(kind)
    means, numbers = ([cells[f"{what}.{way.key}"] for way in ways] for what in ("mean", "n"))
    area = f"{means[0]}:{means[-1]}"
    # weights and means are multiplied one by one: both stand in the order of the ways, with nothing in between
    places = [number_of(at(f"mean.{way.key}")) for way in ways]
    assert places == list(range(places[0], places[0] + len(ways)))
    weight, score, threshold = cells["weight"], cells["score"], cells["threshold"]
    own, last = (names.place(ways, key) for key in (WayKey.SELF, WayKey.ORGANISATION))
    complete = f"{weight}={names.whole(kind)}"
    allowed = f"OR(ISNUMBER({means[last - 1]}),INDEX({w},{last})=0)"
    lowest = f"INDEX({names.ways(kind)},MATCH(MIN({area}),{area},0))"
    formulas = {
        "weight": f"SUMPRODUCT({w},ISNUMBER({area})*1)",
        "score": f"IF(AND({weight}>0,OR({complete},AND({names.RENORMALISE}=1,{allowed}))),"
        f'INT((ROUND(10000*SUMPRODUCT({w},{area}),0)+50*{weight})/(100*{weight}))/100,"{DASH}")',
        "threshold": f"INDEX({names.bars(kind)},MOD($A{{row}}-1,{len(plan.stars_of(kind))})+1)",
        "lit": f'IF(ISNUMBER({score}),IF({score}>={threshold},"{LIT}","{UNLIT}"),"{DASH}")',
        "gap": f'IF(ISNUMBER({score}),ROUND({threshold}-{score},2),"{DASH}")',
        "lowest": f'IF(COUNT({area})<2,"{DASH}",{lowest})',
        "decided": _decided(kind, own, means, cells, context.say(BY_SELF)),
        "note": note_formula(context, kind, means, numbers, weight),
    }
    scales = {scale.key: number for number, scale in enumerate(used_scales(plan), 1)}
    most = most_marks(context, kind)
    for block, n in zip(context.blocks[kind], numbers, strict=True):
        way, scale = block.way.key, scales.get(block.scale.key, 0)
        formulas[f"mean.{way}"] = mean_formula(block, scale, n, trimmed=most[way] > TRIM_ABOVE)
        formulas[f"n.{way}"] = number_formula(block, scale)
    return formulas
