"""What the sheets of one workbook share: formats, and lists too long for a cell's own rule."""

from typing import Any

from xlcampaign.workbook.limits import LONGEST_LIST, MOST_FORMATS, UnwritableError, units
from xlcampaign.workbook.looks import FONT, Look

_AMBIGUOUS = (",", '"')
"""What a list inside a rule would be torn apart by."""


class Formats:
    """Formats and lists of a workbook, each made once; without `live`, formulas become what they come to."""

    def __init__(self, book: Any, *, live: bool) -> None:  # noqa: ANN401 -- no types in the library
        self.live = live
        self.lists: dict[tuple[str, ...], str] = {}
        self._book = book
        self._formats: dict[Look, Any] = {}
        self._differences: dict[tuple[str, str, bool], Any] = {}

    def format_of(self, look: Look) -> Any:  # noqa: ANN401 -- XlsxWriter's formats have no types
        """Return the library's format for a look, made once."""
        form = self._formats.get(look)
        if form is None:
            if len(self._formats) >= MOST_FORMATS:
                raise UnwritableError(look, "too many formats")
            form = self._formats[look] = self._book.add_format(_traits(look))
        return form

    def difference_of(self, look: Look) -> Any:  # noqa: ANN401 -- the same
        """Return the library's format for what a condition changes in a look."""
        key = (look.color, look.fill, look.bold)
        if key not in self._differences:
            traits: dict[str, Any] = {"font_color": look.color}
            if look.fill:
                traits["bg_color"] = look.fill
            if look.bold:
                traits["bold"] = True
            self._differences[key] = self._book.add_format(traits)
        return self._differences[key]

    def list_source(self, options: tuple[str, ...]) -> list[str] | str:
        """Return options as a list, or the name of a range with them where Excel would cut or split them."""
        torn = any(char in option for option in options for char in _AMBIGUOUS)
        if units(",".join(options)) <= LONGEST_LIST and not torn:
            return list(options)
        if options not in self.lists:
            self.lists[options] = f"xlc_list_{len(self.lists) + 1}"
        return "=" + self.lists[options]


def _traits(look: Look) -> dict[str, Any]:
    traits: dict[str, Any] = {"font_name": FONT, "font_size": look.size, "font_color": look.color}
    traits["valign"] = look.valign
    traits["locked"] = look.locked
    flags = {"bold": look.bold, "italic": look.italic, "text_wrap": look.wrap, "shrink": look.shrink}
    traits |= {key: True for key, on in flags.items() if on}
    if look.fill:
        traits |= {"bg_color": look.fill, "pattern": 1}
    if look.align:
        traits["align"] = look.align
    if look.indent:
        traits["indent"] = look.indent
    if look.number:
        traits["num_format"] = look.number
    style = 5 if look.thick else 1
    for side in ("top", "bottom", "left", "right"):
        color = look.border or (getattr(look, side) if side != "right" else "")
        if color:
            traits |= {side: style, f"{side}_color": color}
    return traits
