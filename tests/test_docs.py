"""The printed reference says what the program declares; run as a script, this rewrites it."""

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from known import heaviest_forms
from plans import small_plan

DOCS = Path(__file__).parents[1] / "docs"


def reference():
    spec = importlib.util.spec_from_file_location("print_reference", DOCS / "print_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sheets_and_rules_are_printed_from_the_declarations():
    pages = reference()
    assert (DOCS / "sheets.md").read_text(encoding="utf-8") == pages.sheets_page(
        small_plan(1, 3, launch_form="yes"), heaviest_forms()
    )
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == pages.rules_page()


if __name__ == "__main__":
    reference().print_pages(small_plan(1, 3, launch_form="yes"), heaviest_forms())
