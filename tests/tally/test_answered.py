"""Which files came again: what was found on rows that are told apart from no others is answered then."""

import pytest
from tally.test_order import MAY, version

from xlcampaign.tally.answered import find_answered
from xlcampaign.tally.select import select_parts

SENT = version("sent", 1, content="as sent")
CORRECTED = version("corrected", 2, MAY, stems=SENT.origins)


@pytest.mark.parametrize(
    ("versions", "came_again"),
    [
        ([SENT], set()),
        ([SENT, CORRECTED], {"sent"}),
        # whatever it says of itself, it was filled in with what was sent
        ([SENT, version("back", 1, stems=SENT.origins, content="as sent")], {"sent"}),
        ([CORRECTED, version("newer copy", 3, stems=SENT.origins)], {"corrected"}),
        ([CORRECTED, version("older copy", 1, stems=SENT.origins)], {"older copy"}),
        ([CORRECTED, version("later copy", 2, MAY.replace(month=6), stems=SENT.origins)], {"corrected"}),
        ([CORRECTED, version("undated copy", 2, stems=SENT.origins)], set()),
        ([SENT, CORRECTED, version("newer copy", 3, stems=SENT.origins)], {"sent", "corrected"}),
        ([SENT, version("fresh form", 9, MAY)], set()),
        ([CORRECTED, version("copy of another", 9, stems={"hash of another"})], set()),
    ],
)
def test_a_file_came_again_on_a_form_that_stems_from_it_or_as_a_newer_copy_of_the_same(versions, came_again):
    for listed in (versions, versions[::-1]):
        assert find_answered(listed, select_parts(listed)).files == came_again
