"""Fixtures that several rooms share; each is small, and none depends on another's files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from plans import small_plan

from xlcampaign.model.plan import Plan

GOLDEN = Path(__file__).parent / "golden"

# at random, by hand, for as long as one likes: pytest --hypothesis-profile long tests/layout tests/reading
settings.register_profile("long", derandomize=False, max_examples=20_000, deadline=None)

# unless another is asked for: the same examples in every run, so that none fails by chance, or by a busy machine
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/*.txt")
    parser.addoption(
        "--update-museum", action="store_true", help="rewrite tests/museum/first, where an issue asks for it"
    )


@pytest.fixture
def plan() -> Plan:
    """Two branches of four members, the first of each the secretary; the standard rules."""
    return small_plan(2, 4)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Return what tests/golden/<name>.txt holds; --update-golden puts the given text there first."""
    rewrite = request.config.getoption("--update-golden")

    def expected(name: str, text: str) -> str:
        path = GOLDEN / f"{name}.txt"
        if rewrite:
            path.write_text(text, encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return expected
