"""A worker that dies, hangs or eats memory costs its own value and no other."""

import sys

import pytest
from workers import double, misbehave

from xlcampaign import engine


def test_outcomes_come_in_the_order_of_the_values():
    outcomes = list(engine.run(double, range(20), 1, jobs=2))
    assert [outcome.result for outcome in outcomes] == [2 * n + 1 for n in range(20)]
    assert [outcome.given for outcome in outcomes] == list(range(20))


@pytest.mark.skipif(
    sys.platform == "win32", reason="memory limits are POSIX; the other failures are the pool's"
)
def test_bad_values_fail_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "SECONDS", 2)
    values = ["a", "die", "b", "hang", "c", "eat", "d", "once"]
    outcomes = list(engine.run(misbehave, values, str(tmp_path), jobs=2))
    assert [outcome.result for outcome in outcomes] == [
        "ok a", None, "ok b", None, "ok c", None, "ok d", "ok once",
    ]  # fmt: skip
    assert [outcome.failure for outcome in outcomes if outcome.failure] == [
        engine.Failure.DIED,
        engine.Failure.TIMEOUT,
        engine.Failure.DIED,
    ]


def test_values_are_taken_only_as_workers_become_free():
    taken = []

    def values():
        for n in range(40):
            taken.append(n)
            yield n

    results = engine.run(double, values(), 0, jobs=1)
    assert next(results).result == 0
    assert len(taken) <= 5
    assert sum(outcome.result or 0 for outcome in results) == 2 * sum(range(1, 40))
