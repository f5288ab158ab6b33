"""On a cluster things come out as on one machine, whatever happens to its workers; what is not fit to read is refused."""

import pytest
from click.testing import CliRunner
from clusters import Dask
from commands.test_five_steps import JUNE, Office
from workers import be_slow, double, misbehave, take_worker_along

from xlcampaign import cluster
from xlcampaign.cli import cli
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Failure, Processes
from xlcampaign.findings.finding import Stop

pytestmark = pytest.mark.isolated


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    dask = Dask(tmp_path_factory.mktemp("dask"))
    try:
        for _ in range(2):
            dask.add_worker()
        yield dask
    finally:
        dask.close()


@pytest.fixture
def two(dask):
    return cluster.Cluster(dask.address)


def test_outcomes_come_in_the_order_of_the_values(two):
    outcomes = list(two.run(double, range(100), 1))
    assert [outcome.result for outcome in outcomes] == [2 * n + 1 for n in range(100)]
    assert [outcome.given for outcome in outcomes] == list(range(100))
    assert two.width == 2
    assert list(two.run(double, [], 1)) == []


def test_values_are_taken_as_there_is_room_for_them_and_heavy_ones_travel_alone(two):
    taken = []

    def values():
        for number in range(400):
            taken.append(number)
            yield number

    first = next(two.run(double, values(), 1))
    assert first.result == 1
    assert len(taken) < 200
    heavy = list(two.run(double, range(8), 1, weigh=lambda _: 20 * 1024**2))
    assert [outcome.result for outcome in heavy] == [2 * n + 1 for n in range(8)]


def test_bad_values_cost_themselves_only(two, monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "SECONDS", 2)
    values = ["a", "die", "b", "hang", "c", "eat", "d", "once", "raise", "e"]
    outcomes = list(two.run(misbehave, values, str(tmp_path)))
    assert [outcome.result for outcome in outcomes] == [
        "ok a", None, "ok b", None, "ok c", None, "ok d", "ok once", None, "ok e",
    ]  # fmt: skip
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    assert failures == [Failure.DIED, Failure.TIMEOUT, Failure.DIED, Failure.RAISED]


def test_a_value_that_takes_workers_along_costs_itself_only(two):
    values = ["a", "worker", *"bcdefgh"]
    outcomes = list(two.run(take_worker_along, values, None))
    assert [outcome.result for outcome in outcomes] == ["a", None, *"bcdefgh"]
    assert outcomes[1].failure is Failure.DIED


def test_a_worker_killed_in_the_middle_loses_nothing(dask, two):
    extra = dask.add_worker()
    outcomes = two.run(be_slow, [0.05] * 200, None)
    found = [next(outcomes) for _ in range(20)]
    extra.kill()
    found += outcomes
    assert [outcome.result for outcome in found] == [0.05] * 200


def test_a_campaign_reads_as_on_one_machine(two, tmp_path):
    office = Office(tmp_path / "campaign")
    office.pledge()
    (office.folder.inbox / "damaged.xlsx").write_bytes(b"PK\x03\x04 damaged")
    reports = [check_campaign(office.folder, 1, JUNE, where, Unwatched()) for where in (two, Processes(2))]
    assert reports[0] == reports[1]
    assert "damaged.xlsx" in {one.place.file for one in reports[0].findings}


def test_where_nobody_answers_that_is_said(monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", "1 s")
    with pytest.raises(Stop) as stop:
        cluster.Cluster("tcp://127.0.0.1:9")
    assert [finding.rule.code for finding in stop.value.findings] == ["O210"]


def test_the_summary_of_a_cluster_is_that_of_one_machine_byte_for_byte(dask, tmp_path):
    written = []
    for name, words in (("one", ()), ("cluster", ("--scheduler", dask.address))):
        office = Office(tmp_path / name / "campaign")
        office.pledge()
        command = ["merge", str(office.folder.root), "--as-of", str(JUNE), "--no-cache", *words]
        result = CliRunner().invoke(cli, command)
        assert result.exit_code in {0, 1}, result.output
        written.append({path.name: path.read_bytes() for path in (office.folder.root / "summary").iterdir()})
    assert written[0] == written[1]
    assert "stage-1.xlsx" in written[0]
