"""Prints the lowest versions that pyproject.toml lets the program depend on, as constraints for pip."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_BOUND = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)")


def lowest() -> list[str]:
    """Return each dependency at its lowest version.

    Raises:
        ValueError: a dependency has another bound than a lowest version.
    """
    dependencies: list[str] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    bounds = [_BOUND.fullmatch(dependency) for dependency in dependencies]
    if not all(bounds):
        raise ValueError(dependencies)
    return [f"{bound[1]}=={bound[2]}" for bound in bounds if bound]


if __name__ == "__main__":
    print("\n".join(lowest()))
