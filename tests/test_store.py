"""What the store keeps is given back just as it was, or not at all; nothing that happens to its file stops a run."""

import os
import sqlite3
from contextlib import closing

import pytest

from xlcampaign.store import open_store


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".xlcampaign" / "cache.sqlite"


def keep(file, **values):
    with open_store(file) as store:
        for key, data in values.items():
            store.put(key.encode(), data)
    return store.trouble


def kept(file, *keys):
    with open_store(file) as store:
        return [store.get(key.encode()) for key in keys]


def test_what_was_put_is_there_in_the_next_run_and_what_was_not_is_nothing(file):
    assert keep(file, a=b"one", b=b"") == ""
    assert kept(file, "a", "b", "c") == [b"one", b"", None]


def test_only_its_owner_may_read_it(file):
    keep(file, a=b"one")
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_a_run_does_not_ask_for_is_forgotten(file):
    keep(file, a=b"one", b=b"two")
    assert kept(file, "a") == [b"one"]
    assert kept(file, "a", "b") == [b"one", None]


def test_many_values_are_kept_and_the_last_of_a_key_counts(file):
    keep(file, **{f"k{n}": b"%d" % n for n in range(1000)})
    keep(file, **{f"k{n}": b"%d" % (n + 1) for n in range(1000)})
    assert kept(file, *(f"k{n}" for n in range(1000))) == [b"%d" % (n + 1) for n in range(1000)]


@pytest.mark.parametrize("at", [0, 5, 15, 16, 20, -1])
def test_a_value_of_which_a_single_bit_was_turned_is_not_given_back(file, at):
    keep(file, a=b"one after another", b=b"two")
    with closing(sqlite3.connect(file)) as opened, opened:
        [data] = opened.execute("SELECT data FROM kept WHERE key = ?", (b"a",)).fetchone()
        changed = bytearray(data)
        changed[at] ^= 4
        opened.execute("UPDATE kept SET data = ? WHERE key = ?", (bytes(changed), b"a"))
    assert kept(file, "a", "b") == [None, b"two"]


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("b", "a"), ("c", "a")])
def test_a_value_that_was_put_in_anothers_place_is_not_given_back(file, one, other):
    values = {"a": b"one", "b": b"two", "c": b"one"}
    keep(file, **values)
    with closing(sqlite3.connect(file)) as opened, opened:
        copy = "UPDATE kept SET data = (SELECT data FROM kept WHERE key = ?) WHERE key = ?"
        opened.execute(copy, (other.encode(), one.encode()))
    assert kept(file, one, other) == [None, values[other]]


@pytest.mark.parametrize("value", ["text", 7, None, 1.5])
def test_a_value_of_another_type_is_not_given_back(file, value):
    keep(file, a=b"one")
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("DROP TABLE kept")
        opened.execute("CREATE TABLE kept (key, data)")
        opened.execute("INSERT INTO kept VALUES (?, ?)", (b"a", value))
    assert kept(file, "a") == [None]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"no store at all" * 50,
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + b"\xff" * 4000 + data[4100:],
        lambda data: b"\x00" * len(data),
    ],
)
def test_a_damaged_file_is_begun_anew(file, spoil):
    keep(file, **{f"k{n}": os.urandom(300) for n in range(200)})
    file.write_bytes(spoil(file.read_bytes()))
    [found] = kept(file, "k1")
    assert found is None or len(found) == 300  # a page that is whole may have survived
    assert keep(file, a=b"one") == ""
    assert kept(file, "a") == [b"one"]


def test_a_table_of_another_shape_is_begun_anew(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("CREATE TABLE kept (something)")
    assert keep(file, a=b"one") == ""
    assert kept(file, "a") == [b"one"]


def test_where_it_cannot_be_a_run_goes_on_and_learns_why(file):
    file.mkdir(parents=True)
    assert keep(file, a=b"one")
    assert kept(file, "a") == [None]


def test_what_another_run_holds_for_long_is_left_alone(file, monkeypatch):
    monkeypatch.setattr("xlcampaign.store._PATIENCE", 0.05)
    keep(file, a=b"one")
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_store(file) as store:
            assert store.get(b"a") == b"one"
            store.put(b"b", b"two")
        other.rollback()
        assert "locked" in store.trouble
    assert kept(file, "a", "b") == [b"one", None]


def test_two_that_write_the_same_in_turns_do_no_harm(file):
    with open_store(file) as one, open_store(file) as other:
        for n in range(200):
            one.put(b"k%d" % n, b"%d" % n)
            other.put(b"k%d" % (199 - n), b"%d" % (199 - n))
    assert (one.trouble, other.trouble) == ("", "")
    assert kept(file, *(f"k{n}" for n in range(200))) == [b"%d" % n for n in range(200)]


def test_it_may_be_deleted_while_a_run_has_it_open(file):
    with open_store(file) as store:
        store.put(b"a", b"one")
        file.unlink()
    assert keep(file, a=b"two") == ""
    assert kept(file, "a") == [b"two"]
