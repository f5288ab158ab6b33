"""Native charts in the palette: every fill, line, font and bound is said, for programs that guess badly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlcampaign.layout.text import clean
from xlcampaign.workbook.book import UnwritableError, Workbook, Worksheet
from xlcampaign.workbook.looks import FONT, INK, MUTED, RULE, WHITE

_SMALL = {"name": FONT, "size": 10, "color": MUTED}
_LABEL = {"name": FONT, "size": 10, "color": INK}
_LEVEL = {**_SMALL, "rotation": 0}
"""Stated to be level, for `book` to find: what is not stated is broken into lines by some programs."""
_GRID = {"visible": True, "line": {"color": RULE, "width": 0.5}}
_NO_GRID = {"visible": False}
_AXIS_LINE = {"color": RULE, "width": 0.75}
_BELOW = {"num_font": _SMALL, "line": _AXIS_LINE, "major_gridlines": _NO_GRID, "major_tick_mark": "none"}
"""An axis of categories below what is shown."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures in a chart.

    Attributes:
        name: the formula of the cell with its name, or plain text.
        categories: the cells along the axis (=Sheet!$A$1:$A$3).
        values: the cells with the figures.
        color: of its bars or line.
        striped: whether its bars are striped, which tells them apart in grey print.
        dashed: whether its line is dashed.
        marker: the shape of its line's points, if any.
        joined: whether a line joins its points; what stands side by side without an order is not joined.
    """

    name: str
    categories: str
    values: str
    color: str
    striped: bool = False
    dashed: bool = False
    marker: str = ""
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """The bounds of the axis of values; None leaves one to the figures."""

    low: float | None = 0
    high: float | None = 100
    step: float | None = 20


def _new(book: Workbook, kind: str, title: str, size: tuple[int, int], subtype: str = "") -> Any:  # noqa: ANN401 -- the library's charts have no types
    options = {"type": kind, "subtype": subtype} if subtype else {"type": kind}
    chart = book.chart(options)
    font = {"name": FONT, "size": 10, "bold": True, "color": INK}
    if title.startswith("="):
        raise UnwritableError(title, "a formula for a title")
    chart.set_title({"name": clean(title), "name_font": font, "overlay": False})
    chart.set_chartarea({"border": {"color": RULE, "width": 0.75}, "fill": {"color": WHITE}})
    chart.set_plotarea({"border": {"none": True}, "fill": {"color": WHITE}})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.show_blanks_as("gap")
    return chart


def _bounds(scale: Axis) -> Mapping[str, object]:
    stated = {"min": scale.low, "max": scale.high, "major_unit": scale.step}
    return {key: value for key, value in stated.items() if value is not None}


def _data(series: Series) -> dict[str, object]:
    return {"name": series.name, "categories": series.categories, "values": series.values}


def _bars(series: Series, number: str, *, stacked: bool) -> dict[str, object]:
    """Return bars with their figures in a format; `stacked` where each is in one of several series, which lie over each other."""
    options = _data(series) | {
        "fill": {"color": series.color},
        "border": {"none": True},
        "gap": 35,
        "data_labels": {
            "value": True,
            "num_format": number,
            "font": _LABEL,
            "position": "outside_end",
        },
    }
    if stacked:
        options["overlap"] = 100
    if series.striped:
        del options["fill"]
        options["pattern"] = {"pattern": "wide_upward_diagonal", "fg_color": series.color, "bg_color": WHITE}
        options["border"] = {"color": series.color, "width": 0.75}
    return options


def bar_chart(
    book: Workbook,
    title: str,
    series: Sequence[Series],
    size: tuple[int, int],
    scale: Axis,
    *,
    stacked: bool = False,
) -> Any:  # noqa: ANN401 -- the library's charts have no types
    """Return horizontal bars, the first on top; `stacked` where the series are colours of the same bars."""
    chart = _new(book, "bar", title, size)
    for one in series:
        chart.add_series(_bars(one, "0.0;;" if stacked else "0.0", stacked=stacked))
    # reversed categories turn the axis of values to the top; crossing at the end brings it down again
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _LEVEL,
            "line": _AXIS_LINE,
            "major_gridlines": _NO_GRID,
            "crossing": "max",
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {
            **_bounds(scale),
            "num_font": _SMALL,
            "line": {"none": True},
            "major_gridlines": _GRID,
            "num_format": "0",
            "major_tick_mark": "none",
            "label_position": "none",
        }
    )
    _legend_of(chart, series)
    return chart


def column_chart(
    book: Workbook,
    title: str,
    series: Sequence[Series],
    size: tuple[int, int],
    scale: Axis,
    *,
    stacked: bool = False,
) -> Any:  # noqa: ANN401 -- the library's charts have no types
    """Return upright columns, without a figure on those of 0; `stacked` where the series are colours of the same ones."""
    chart = _new(book, "column", title, size)
    for one in series:
        chart.add_series(_bars(one, "0;;", stacked=stacked))
    chart.set_x_axis(_BELOW)
    chart.set_y_axis({**_bounds(scale), "visible": False, "major_gridlines": _NO_GRID, "num_font": _SMALL})
    _legend_of(chart, series)
    return chart


def _legend_of(chart: Any, series: Sequence[Series]) -> None:  # noqa: ANN401 -- the library's charts have no types
    """Name the bars below the chart, where there is more than one kind of them."""
    if len(series) > 1:
        _legend(chart)
    else:
        chart.set_legend({"none": True})


def _line(series: Series) -> dict[str, object]:
    line: dict[str, object] = {"color": series.color, "width": 2.0}
    if series.dashed:
        line["dash_type"] = "dash"
    if not series.joined:
        line = {"none": True}
    marker: dict[str, object] = {"type": "none"}
    if series.marker:
        marker = {
            "type": series.marker,
            "size": 6,
            "fill": {"color": series.color},
            "border": {"color": series.color},
        }
    return _data(series) | {"line": line, "marker": marker}


def _legend(chart: Any) -> None:  # noqa: ANN401 -- the library's charts have no types
    chart.set_legend({"position": "bottom", "font": _LABEL})


def line_chart(
    book: Workbook, title: str, series: Sequence[Series], size: tuple[int, int], scale: Axis
) -> Any:  # noqa: ANN401 -- the library's charts have no types
    """Return lines over categories."""
    chart = _new(book, "line", title, size)
    for one in series:
        chart.add_series(_line(one))
    chart.set_x_axis(_BELOW)
    chart.set_y_axis(
        {
            **_bounds(scale),
            "num_font": _SMALL,
            "line": {"none": True},
            "major_gridlines": _GRID,
            "num_format": "0",
            "major_tick_mark": "none",
        }
    )
    _legend(chart)
    return chart


def radar_chart(
    book: Workbook, title: str, series: Sequence[Series], size: tuple[int, int], scale: Axis
) -> Any:  # noqa: ANN401 -- the library's charts have no types
    """Return a radar with a spoke per category."""
    chart = _new(book, "radar", title, size)
    for one in series:
        chart.add_series(_line(one))
    chart.set_x_axis({"num_font": _LABEL, "major_gridlines": _GRID})
    chart.set_y_axis(
        {
            **_bounds(scale),
            "num_font": _SMALL,
            "line": {"color": RULE, "width": 0.5},
            "major_gridlines": _GRID,
            "num_format": "0",
            "major_tick_mark": "none",
        }
    )
    _legend(chart)
    return chart


def place_chart(sheet: Worksheet, chart: Any, row: int, column: int, alternative: str) -> None:  # noqa: ANN401 -- the library's charts have no types
    """Put a chart with its corner in a cell; `alternative` says in words what it shows."""
    options = {"description": clean(alternative), "object_position": 1, "x_offset": 1, "y_offset": 1}
    sheet.picture_of(chart, row, column, options)
