"""No formula uses a function newer than Excel 2007: the writer does not look for them, and WPS may not know them."""

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.model.choices import StepKey

SAMPLES = Path(__file__).parents[2] / "samples" / "campaign"
_NAMES = (
    "ABS AND COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS EXACT FIND FREQUENCY IF IFERROR INDEX INT ISBLANK"
    " ISERROR ISNUMBER ISTEXT LARGE LEFT LEN MATCH MAX MID MIN MOD N NA NOT OR REPT RIGHT ROUND ROW ROWS SMALL SQRT"
    " SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT T TEXT TRIM VALUE"
)
PLAIN = set(_NAMES.split())
_FORMULA = re.compile(r"<(?:f|formula1|formula|definedName)\b[^>]*>(.*?)</", re.DOTALL)
_TEXT = re.compile(r"&quot;.*?&quot;|\"[^\"]*\"")


def functions(path):
    found = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/worksheets/sheet", "xl/workbook.xml")):
                for formula in _FORMULA.findall(archive.read(name).decode()):
                    found |= set(re.findall(r"([A-Z][A-Z0-9.]+|\b[NT])\(", _TEXT.sub("", formula)))
    return found


def test_forms_plan_and_summary_use_plain_functions_only(tmp_path):
    root = tmp_path / "campaign"
    shutil.copytree(SAMPLES, root)
    folder = Folder(root)
    target, _, _ = make_summary(
        folder, Options(None, date(2023, 6, 26), None, strict=False, engine=Processes(2)), Unwatched()
    )
    written = [target, folder.plan]
    for step in (StepKey.PLEDGE, StepKey.COMMENT, StepKey.EVALUATION, StepKey.COMMENDATION):
        forms, _, _ = make_forms(folder, None, step, Processes(2), Unwatched())
        written += [forms[0], forms[-1]] if step is StepKey.COMMENDATION else forms[:1]
    used = [functions(path) for path in written]
    assert all(used)
    assert set().union(*used) - PLAIN == set()
