"""What earlier versions wrote is read as they read it."""

from pathlib import Path

import pytest
from museum.readings import read_museum

MUSEUM = Path(__file__).parent
KEPT = {
    path.relative_to(MUSEUM / "first").with_suffix("").as_posix(): path
    for path in (MUSEUM / "first").rglob("*.txt")
}


@pytest.fixture(scope="module")
def read(request):
    texts = dict(read_museum(MUSEUM / "first.tar.xz"))
    if request.config.getoption("--update-museum"):
        for name, text in texts.items():
            (MUSEUM / "first" / f"{name}.txt").write_text(text, encoding="utf-8")
    return texts


def test_nothing_is_missing_from_the_first_version(read):
    assert read.keys() == KEPT.keys()
    assert len(KEPT) == 114


@pytest.mark.parametrize("name", sorted(KEPT))
def test_the_first_version_is_read_as_before(read, name):
    assert read[name] == KEPT[name].read_text(encoding="utf-8")
