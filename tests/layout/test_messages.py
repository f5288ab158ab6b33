"""Messages: what the plan says or else the standard text, with placeholders in either language and width."""

from dataclasses import replace

import pytest
from plans import small_plan

from xlcampaign.layout.addresses import addresses_in, is_address, split_addresses
from xlcampaign.layout.form_book import pack
from xlcampaign.layout.messages import (
    PLACEHOLDERS,
    STANDARD_MESSAGES,
    fill_in,
    message_of,
    unknown_in,
)
from xlcampaign.model.message import Message, MessageKind
from xlcampaign.words import Lang


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("message", STANDARD_MESSAGES, ids=lambda message: message[0])
def test_a_standard_message_says_only_what_there_is(message, lang):
    kind, subject, text = message
    for said in (subject, text):
        assert not list(unknown_in(said.say(lang), kind))


def test_every_kind_of_message_has_a_standard_text():
    assert [kind for kind, *_ in STANDARD_MESSAGES] == list(MessageKind)


def test_an_older_plan_without_messages_says_the_standard_ones():
    plan = small_plan()
    assert message_of(replace(plan, messages=()), MessageKind.RETURNS) == message_of(
        plan, MessageKind.RETURNS
    )


def test_a_plan_says_its_own_message_and_the_standard_one_where_a_row_was_deleted():
    own = Message(MessageKind.FORMS, "请填表", "{支部}好")
    plan = replace(small_plan(), messages=(own,))
    assert message_of(plan, MessageKind.FORMS) == own
    assert message_of(plan, MessageKind.RESULTS).subject == STANDARD_MESSAGES[3][1].zh


@pytest.mark.parametrize("written", ["{支部}", "｛支部｝", "{ 支部 }", "{branch}", "{Branch}", "{支部｝"])
def test_a_placeholder_is_known_in_either_language_and_width(written):
    assert not list(unknown_in(f"致{written}：", MessageKind.FORMS))
    assert fill_in(f"致{written}：", {"branch": "甲一完小党支部"}) == "致甲一完小党支部："


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{支布}", ["支布"]),
        ("{}", ["{}"]),
        ("请看{附件", ["{"]),
        ("附件}", ["}"]),
        ("｛党员｝和{支部}和{日期}", ["党员", "日期"]),
        ("{{支部}}", ["{{支部}}"]),
        ("｛{ 支部 }｝和{{{书记}}}", ["｛{ 支部 }｝", "{{{书记}}}"]),
        ("{{支部}", ["{"]),
        ("{欠报}", ["欠报"]),
    ],
)
def test_what_is_no_placeholder_is_found(text, found):
    assert list(unknown_in(text, MessageKind.FORMS)) == found


def test_what_is_missing_can_be_said_in_reminders():
    assert not list(unknown_in("{欠报}{missing}", MessageKind.REMINDERS))


def test_what_is_filled_in_is_never_filled_in_again():
    assert fill_in("{支部}：{单位}", {"branch": "{单位}", "organisation": "甲联校"}) == "{单位}：甲联校"


def test_no_two_placeholders_go_by_one_name():
    names = [name for placeholder in PLACEHOLDERS for name in placeholder.names]
    assert len(names) == len(set(names))


def test_no_form_carries_messages_or_addresses():
    plan = small_plan(email="office@example.org").only("01")
    packed = pack(replace(plan, branches=(replace(plan.branches[0], email="zhao@example.org"),)))
    assert "@" not in packed
    assert "淡黄色" not in packed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zhao@example.org", ["zhao@example.org"]),
        ("zhao@example.org；qian@example.org", ["zhao@example.org", "qian@example.org"]),
        ("zhao@example.org, qian@example.org、sun@example.org", ["zhao@", "qian@", "sun@"]),
        ("zhao@example.org\nqian@example.org", ["zhao@example.org", "qian@example.org"]),
        ("ｚｈａｏ＠ｅｘａｍｐｌｅ．ｏｒｇ", ["zhao@example.org"]),
        ("赵某甲 <zhao@example.org>；钱某乙<qian@example.org>", ["zhao@example.org", "qian@example.org"]),
        ("zhao@example.org;zhao@example.org;", ["zhao@example.org"]),
        ("　10001@example.com ", ["10001@example.com"]),
    ],
)
def test_several_addresses_may_stand_in_a_cell(typed, found):
    addresses = addresses_in(typed)
    assert len(addresses) == len(found)
    assert all(address.startswith(start) for address, start in zip(addresses, found, strict=True))


@pytest.mark.parametrize(
    "typed", ["甲一完小", "zhao@", "@example.org", "zhao@example", "赵@example.org", "a@b@c.org"]
)
def test_what_is_no_address_is_kept_apart(typed):
    assert split_addresses(typed) == (typed,)
    assert not is_address(typed)
    assert addresses_in(f"{typed}；zhao@example.org") == ("zhao@example.org",)
