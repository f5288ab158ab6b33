"""A campaign of some branches, and what the command line says of it."""

from click.testing import CliRunner
from filled import complete
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.cli import cli
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang

JUNE, MARCH = ("--as-of", "2023-06-26"), ("--as-of", "2023-03-02")
WRONG = {("member_self", 0, "loyal"): 95}


class Desk:
    """A campaign of some branches; its forms come in as tests put them there."""

    def __init__(self, root, branches=3, lang=Lang.ZH):
        settings, rows = (
            plan_rows_of(branches, 2) if branches < 10 else sample_plan(branches, 4 * branches, 1)
        )
        self.root, self.rows = root, ({**settings, "language": lang}, rows)
        self.plan = plan_of(self.rows)
        (root / "inbox").mkdir(parents=True)
        (root / "plan.xlsx").write_bytes(plain_file(plan_book(*self.rows)))

    def rewrite(self, **settings):
        """Write the plan anew, with some settings changed."""
        given, rows = self.rows
        self.rows = ({**given, **settings}, rows)
        self.plan = plan_of(self.rows)
        (self.root / "plan.xlsx").write_bytes(plain_file(plan_book(*self.rows)))

    def receive(self, branch, changes=None, name=""):
        book = evaluation_form(self.plan, self.plan.branches[branch])
        answers = complete(book) | (changes or {})
        answers = {key: value for key, value in answers.items() if value is not None}
        path = self.root / "inbox" / (name or f"{branch + 1:02d}.xlsx")
        path.write_bytes(plain_file(book, answers, "2023-04-20T08:00:00Z"))
        return path

    def run(self, *arguments, lang="zh"):
        result = CliRunner().invoke(cli, ["--lang", lang, *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def check(self, *arguments, lang="zh"):
        return self.run("check", self.root, *JUNE, *arguments, lang=lang)
