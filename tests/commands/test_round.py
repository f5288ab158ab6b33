"""The round by mail, by commands alone: forms out, answers in, what is wrong back, mended answers in, and clean."""

import email
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner
from commands.test_returns import HELD, MENDED, WRONG, mended
from filled import complete, form_of
from plain import plain_file
from plans import plan_of, plan_rows_of
from postbox import postbox

from xlcampaign.cli import cli
from xlcampaign.forms.form import write_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.sending.account import text_of
from xlcampaign.words import Lang

ADDRESSES = ("zhao@example.org", "zheng@example.org")
WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Round:
    """An office and two branches that know each other by mail alone."""

    def __init__(self, root, box):
        settings, rows = plan_rows_of(2, 4)
        for branch, address in zip(rows["branches"], ADDRESSES, strict=True):
            branch["email"] = address
        self.root, self.box = root, box
        self.plan = plan_of((settings, rows))
        (root / "inbox").mkdir(parents=True)
        (root / ".xlcampaign").mkdir()
        (root / "plan.xlsx").write_bytes(plain_file(plan_book(settings, rows)))
        (root / ".xlcampaign" / "mail.ini").write_text(text_of(box.account()), "utf-8")

    def run(self, command, *words):
        result = CliRunner().invoke(cli, ["--lang", "zh", command, *words, str(self.root)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in {0, 1}, result.output
        return result.output

    def send(self, kind):
        """Send messages; return by address what is attached to the new ones."""
        before = len(self.box.arrived)
        self.run("mail", kind, "--send", "--yes")
        found = {}
        for (address,), mail in self.box.arrived[before:]:
            message = email.message_from_bytes(mail, policy=policy.default)
            found[address] = {a.get_filename(): a.get_content() for a in message.iter_attachments()}
        return found

    def answer(self, address, day, name, data):
        """Put a branch's answer into the inbox, as mail programs write it."""
        answer = EmailMessage()
        answer["From"], answer["To"] = address, "office@example.org"
        answer["Date"] = format_datetime(datetime(2023, 5, day, 8, tzinfo=UTC))
        answer["Subject"] = "答复：评议表"
        answer.set_content("见附件")
        answer.add_attachment(data, *WORKBOOK, filename=name)
        (self.root / "inbox" / f"{day}-{address}.eml").write_bytes(bytes(answer))

    def filled(self, unit, changes):
        """A branch's form as it was sent out, filled in."""
        book = form_of(self.plan, unit)
        rows = range(len(book.sheet_of("meeting").rows))
        held = {("meeting", row, key): value for row in rows for key, value in HELD.items()}
        path = self.root / "filled.xlsx"
        write_form(path, book, Lang.ZH, self.plan.steps[3].start, complete(book) | held | changes)
        data = path.read_bytes()
        path.unlink()
        return data


@pytest.fixture
def campaign(tmp_path):
    with postbox() as box:
        yield Round(tmp_path / "campaign", box)


def test_the_round_goes_by_mail(campaign):
    campaign.run("forms")
    sent = campaign.send("forms")
    assert sorted(sent) == sorted(ADDRESSES)
    for address, own in zip(ADDRESSES, ("甲一", "甲二"), strict=True):
        assert len(sent[address]) == 3
        assert all(
            own in name and openpyxl.load_workbook(BytesIO(data)) for name, data in sent[address].items()
        )
    for unit, (address, changes) in enumerate(zip(ADDRESSES, (WRONG, {}), strict=True)):
        [name] = (name for name in sent[address] if "评议表" in name)
        campaign.answer(address, 10 + unit, name, campaign.filled(unit, changes))
    assert "C103" in campaign.run("check", "--as-of", "2023-05-20", "--all")

    [(address, files)] = campaign.send("returns").items()
    assert address == ADDRESSES[0]
    [(name, data)] = files.items()
    assert name.endswith("（退回，只发本支部）.xlsx")
    campaign.answer(address, 20, name, mended(data, MENDED))
    said = campaign.run("check", "--as-of", "2023-05-21", "--all")
    assert "C103" not in said
    assert campaign.send("returns") == {}
    assert not [
        line for line in campaign.run("mail", "reminders", "--as-of", "2023-05-26").split() if "评议" in line
    ]
    campaign.run("merge")
    assert (campaign.root / "summary" / "stage-1.xlsx").is_file()
    told = campaign.send("results")
    assert sorted(told) == sorted(ADDRESSES)
    for address, own in zip(ADDRESSES, ("甲一", "甲二"), strict=True):
        [(name, data)] = told[address].items()
        assert name.endswith("（结果，只发本支部）.xlsx")
        assert own in name
        assert own in openpyxl.load_workbook(BytesIO(data)).worksheets[0]["A1"].value
    assert campaign.send("results") == {}
