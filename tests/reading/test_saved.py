"""When a workbook was last saved, as it says itself, in every format."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from attacks import zipped
from binaries import properties_of, ticks, xls_of
from grids import book_of, bytes_of, read_grids
from plans import small_plan
from recalculate import convert

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.form import read_instant
from xlcampaign.words import Lang

SAVED = datetime(2023, 5, 22, 2, 30, 15, tzinfo=UTC)
TITLE = (2, (0x1E, struct.pack("<I", 8) + b"Jia Yi\0\0"))
CREATED = (12, (0x40, struct.pack("<Q", ticks(SAVED - timedelta(days=30)))))


def last_saved(value, kind=0x40):
    return (13, (kind, struct.pack("<Q", value)))


def saved_in(data, name="f.xls"):
    return read_instant(read_grids(Envelope(name, data)).modified)


@pytest.mark.parametrize("name", ["f.xls", "f.et", "副本.xls"])
@pytest.mark.parametrize(
    "instant", [SAVED, datetime(1999, 12, 31, tzinfo=UTC), SAVED + timedelta(microseconds=7)]
)
def test_an_xls_says_when_it_was_saved(name, instant):
    properties = properties_of(dict([TITLE, CREATED, last_saved(ticks(instant))]))
    assert saved_in(xls_of(properties), name) == instant


@pytest.mark.parametrize(
    "properties",
    [
        None,
        b"",
        properties_of({}),
        properties_of(dict([TITLE, CREATED])),
        properties_of(dict([last_saved(0)])),  # WPS leaves it so where it does not know
        properties_of(dict([last_saved(ticks(SAVED) // 10**7)])),
        properties_of(dict([last_saved(2**64 - 1)])),
        properties_of(dict([last_saved(ticks(datetime(2601, 1, 1, tzinfo=UTC)))])),
        properties_of(dict([last_saved(ticks(SAVED), kind=5)])),
        properties_of(dict([TITLE, last_saved(ticks(SAVED))]))[:-3],
        b"\xff" * 200,
        bytes(200),
    ],
)
def test_an_xls_that_does_not_say_so_credibly_has_no_time(properties):
    assert saved_in(xls_of(properties)) is None


def test_properties_that_are_damaged_cost_the_time_alone():
    whole = xls_of(properties_of(dict([TITLE, last_saved(ticks(SAVED))])))
    entry = whole.index("\x05SummaryInformation".encode("utf-16-le"))
    start = entry + 116  # where the stream begins, among the entry's facts
    for damaged in (struct.pack("<L", 9999), struct.pack("<L", 0xFFFFFFFD)):
        assert saved_in(whole[:start] + damaged + whole[start + 4 :]) is None


@pytest.mark.parametrize(
    "text", ["2023/5/22 10:00", "2023年5月22日", "22.05.2023", "1601-01-01T00:00:00Z", "10:30", "", "昨天"]
)
def test_a_time_inside_an_xlsx_that_cannot_be_meant_is_none(text):
    assert saved_in(bytes_of(book_of("@甲\n1 | 2"), text), "f.xlsx") is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2023-05-22T02:30:15Z", SAVED),
        ("2023-05-22T10:30:15+08:00", SAVED),
        ("2023-05-22T02:30:15", SAVED),
        ("2023-05-22T02:30:15.000000000", SAVED),
        (" 2023-05-22T02:30:15Z\n", SAVED),
    ],
)
def test_a_time_inside_is_taken_in_utc_where_it_names_no_zone(text, instant):
    assert saved_in(bytes_of(book_of("@甲\n1 | 2"), text), "f.xlsx") == instant
    meta = (
        '<o:document-meta xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><o:meta><dc:date>{text}</dc:date></o:meta></o:document-meta>'
    )
    content = (
        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><o:body><o:spreadsheet>'
        '<t:table t:name="a"/></o:spreadsheet></o:body></o:document-content>'
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "meta.xml": meta.encode(),
        "META-INF/manifest.xml": b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    assert saved_in(zipped(parts), "f.ods") == instant


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_form_saved_in_another_format_has_the_time_of_its_saving(kind, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")  # LibreOffice takes the original's time for one of this computer
    plan = small_plan(1, 3)
    for day in (datetime(2023, 5, 1, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)):
        form = tmp_path / f"{day:%Y}.xlsx"
        write_form(form, evaluation_form(plan, plan.branches[0]), Lang.ZH, day.date())
        saved = convert(form, kind, tmp_path)
        submission = take_in(Envelope(saved.name, saved.read_bytes()), plan).submission
        assert submission is not None
        assert submission.saved == day
