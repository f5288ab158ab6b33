"""Ballots of a form tool in a way that the form tallies: the numbers that tellers would have typed."""

from dataclasses import replace

from xlcampaign.model.scale import Abstentions, Scale
from xlcampaign.model.submission import Cells, SheetPart, Tally


def as_tallied(part: SheetPart, scale: Scale, abstentions: Abstentions, header: int) -> SheetPart:
    """Return counted ballots as a tally sheet states them: a number for each grade that it asks for.

    A tally that lacks a rejected answer would be short of it: it is taken out whole. Its cells stand for numbers that are
    typed into a form; where they come from are the columns of questions, at the header, so that no ballot is told.

    Args:
        part: ballots of one way, counted.
        scale: the way's.
        abstentions: what an abstention is, by which a tally states it or does not.
        header: the row of headers.
    """
    grades = [grade.key for grade in (*scale.tallied, *scale.asks_apart(abstentions))]
    tallies = {
        key: Tally(
            {grade: counts.get(grade, 0) for grade in grades},
            (part.columns[f"{key[1]}.{key[0]}"],) * len(grades),
        )
        for key, counts in part.marks.items()
        if key not in part.rejected
    }
    return replace(
        part,
        cells=Cells(len(tallies) * len(grades), 0, len(part.rejected) * len(grades)),
        written=0,
        marks={},
        tallies=tallies,
        rows=dict.fromkeys((key[0] for key in (*tallies, *part.rejected)), header),
    )
