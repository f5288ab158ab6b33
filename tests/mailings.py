"""Messages that are not written or not sent, by the code of what is said then."""

from contextlib import contextmanager
from tempfile import TemporaryDirectory

import pytest
import trustme
from filled import complete, form_of
from plans import plan_rows_of
from postbox import SENDER, USER, postbox

from xlcampaign.layout.forms import commendation_form
from xlcampaign.model.account import Account, Security
from xlcampaign.sending.account import text_of

_ADDRESS = {("branches", 0, "email"): "zhao@example.org"}


def _issued(desk, answers=None):
    """Write a plan and its forms."""
    desk.put_plan(plan_rows_of(2, 3), answers)
    desk.run("forms", str(desk.root))


def _keep(desk, account):
    (desk.root / ".xlcampaign" / "mail.ini").write_text(text_of(account), "utf-8")


def _mail(desk, *words):
    return desk.run("mail", "forms", str(desk.root), *words)


def nobody(desk):
    _issued(desk)
    return _mail(desk)


def no_forms(desk):
    desk.put_plan()
    return _mail(desk)


def unwritten(desk):
    desk.put_plan()
    return desk.run("mail", "reminders", str(desk.root), "--as-of", "2023-12-01")


def no_account(desk):
    _issued(desk, _ADDRESS)
    return _mail(desk, "--send")


def no_server(desk):
    _issued(desk, _ADDRESS)
    with postbox() as box:
        _keep(desk, Account("localhost", box.port, Security.NONE, "", SENDER, ""))
    return _mail(desk, "--send", "--yes")


def refused_login(desk):
    _issued(desk, _ADDRESS)
    authority = trustme.CA()
    with TemporaryDirectory() as room, pytest.MonkeyPatch.context() as patched:
        authority.cert_pem.write_to_path(f"{room}/authority.pem")
        patched.setenv("SSL_CERT_FILE", f"{room}/authority.pem")
        patched.setenv("XLCAMPAIGN_MAIL_PASSWORD", "wrong")
        with postbox(Security.STARTTLS, authority) as box:
            _keep(desk, box.account(Security.STARTTLS, USER))
            return _mail(desk, "--send", "--yes")


@contextmanager
def _ready(desk):
    _issued(desk, _ADDRESS | {("branches", 1, "email"): "qian@example.org"})
    with postbox() as box:
        _keep(desk, box.account())
        yield box


def refused(desk):
    with _ready(desk) as box:
        box.refuse = {"zhao@example.org"}
        return _mail(desk, "--send", "--yes")


def unsure(desk):
    with _ready(desk) as box:
        box.hang_up = {"DATA 1"}
        return _mail(desk, "--send", "--yes")


def broken_off(desk):
    with _ready(desk) as box:
        box.full = 1
        return _mail(desk, "--send", "--yes")


def sent_before(desk):
    with _ready(desk):
        _mail(desk, "--send", "--yes")
        return _mail(desk, "--send", "--yes")


def _results(desk):
    return desk.run("mail", "results", str(desk.root))


def _rated(desk, *more):
    """Put in a form that rates somebody, and others, and merge them."""
    desk.put_plan()
    proposed = {("member_organisation", 0, "veto"): desk.plan.vetoes[0].name, ("member_self", 0, "loyal"): 9}
    desk.put_form("a.xlsx", proposed)
    for name, answers in more:
        desk.put_book(name, commendation_form(desk.plan), answers)
    desk.run("merge", str(desk.root))


def open_results(desk):
    _rated(desk)
    return _results(desk)


def unmerged_results(desk):
    desk.put_plan()
    desk.put_form("a.xlsx", {("member_self", 0, "loyal"): 9})
    return _results(desk)


def outdated_results(desk):
    _rated(desk)
    desk.put_form("b.xlsx", {("member_self", 0, "loyal"): 8}, branch=1)
    return _results(desk)


def on_nobody(desk):
    given = {"subject": "某人", "situation": desk.plan.vetoes[0].name, "document": "联校纪要 7 号"}
    _rated(desk, ("c.xlsx", {("vetoes", 0, key): value for key, value in given.items()}))
    return _results(desk)


def results_of_one(desk):
    desk.put_plan()
    desk.put_form("a.xlsx", complete(form_of(desk.plan)))
    desk.run("merge", str(desk.root))
    return _results(desk)


MAILINGS = {
    "O128": unwritten,
    "O140": nobody,
    "O141": no_forms,
    "O142": no_account,
    "O143": no_server,
    "O144": refused_login,
    "O145": refused,
    "O146": unsure,
    "O147": broken_off,
    "O148": sent_before,
    "O149": broken_off,
    "O150": open_results,
    "O151": unmerged_results,
    "O152": outdated_results,
    "O153": on_nobody,
    "O182": results_of_one,
}
