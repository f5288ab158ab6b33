"""The line that says which form a sheet is, in whatever width it came."""

import sys
import unicodedata

import pytest

from xlcampaign.reading.codes import MAY_BEGIN, codes_on
from xlcampaign.reading.grid import Grid

CODE = "XLC:XF-2023:1:evaluation:006:201b89b9"


@pytest.mark.parametrize("text", [CODE, "\uff38\uff2c\uff23" + CODE[3:].replace(":", "："), f" {CODE}\u200b"])
def test_the_code_is_found_in_any_width(text):
    [identity] = codes_on(Grid("说明", [["评议表"], [None, text]]))
    assert (identity.unit, identity.stage) == ("006", 1)


def test_nothing_else_becomes_the_letter_that_codes_begin_with():
    """Sheets without it are not brought into one width, which would cost more than all else that is looked for."""
    every = map(chr, range(sys.maxunicode + 1))
    compound = [char for char in every if char == "X" or unicodedata.decomposition(char)]
    assert all(MAY_BEGIN.search(char) for char in compound if "X" in unicodedata.normalize("NFKD", char))
