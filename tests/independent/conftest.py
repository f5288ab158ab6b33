"""What the tests of this room share."""

import importlib
from pathlib import Path

import pytest


@pytest.fixture
def script(monkeypatch):
    """The script that finds levels, imported as it runs: beside the one that finds scores."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return importlib.import_module("outcomes")
