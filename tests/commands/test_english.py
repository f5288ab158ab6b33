"""One is one in English, in workbooks and on the screen; which language they are in is looked at in test_languages."""

import re

import openpyxl
import pytest
from click.testing import CliRunner

from xlcampaign.cli.app import cli
from xlcampaign.model.choices import StepKey

_ONE = re.compile(r"(?<![\d.,/–-])1 (branches|members|forms|files|errors|warnings|notes|findings)\b")


def texts_of(path):
    """Yield all texts of a workbook: cells and formulas, what is offered and asked in cells, margins."""
    for sheet in openpyxl.load_workbook(path):
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title, sheet.title
        for margin in (sheet.oddHeader, sheet.oddFooter):
            yield from ((sheet.title, part.text or "") for part in (margin.left, margin.center, margin.right))
        for rule in sheet.data_validations.dataValidation:
            said = (rule.prompt, rule.promptTitle, rule.error, rule.errorTitle, rule.formula1)
            yield from ((sheet.title, str(text)) for text in said if text)
        for row in sheet.iter_rows():
            yield from ((cell.coordinate, cell.value) for cell in row if isinstance(cell.value, str))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """An English sample of one branch, merged, with the forms of every step; and what was said on the screen."""
    folder = tmp_path_factory.mktemp("en") / "sample"
    said = []

    def run(*arguments):
        said.append(CliRunner().invoke(cli, ["--lang", "en", *map(str, arguments)]).output)

    run("sample", folder, "--branches", 1, "--members", 4)
    run("check", folder, "--as-of", "2023-06-26")
    run("merge", folder, "--as-of", "2023-06-26")
    for step in StepKey:
        run("forms", folder, "--step", step)
    run("mail", "results", folder)
    return folder, "\n".join(said)


def test_one_is_one_in_an_english_workbook_and_on_the_screen(campaign):
    folder, said = campaign
    books = (folder / "summary").glob("*.xlsx")
    assert {text for path in books for _, text in texts_of(path) if _ONE.search(text)} == set()
    assert not _ONE.search(said)
