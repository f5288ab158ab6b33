"""E-mail addresses as they are typed into a cell: one, or several, with or without the names of people."""

import re

from xlcampaign.layout.text import plain

LONGEST_ADDRESSES = 300
"""Of a cell with addresses, in characters."""
_NAMED = re.compile(r"[^<>;,、\s]*\s*<([^<>]*)>")
_BETWEEN = re.compile(r"[;,、\s]+")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


def split_addresses(typed: str) -> tuple[str, ...]:
    """Return what stands in a cell for addresses, each once, in one width and without the names beside them."""
    parts = _BETWEEN.split(_NAMED.sub(r" \1 ", plain(typed)))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_address(text: str) -> bool:
    """Tell whether mail can be sent to an address as it is written."""
    return _ADDRESS.fullmatch(text) is not None


def addresses_in(typed: str) -> tuple[str, ...]:
    """Return the addresses in a cell to which mail can be sent."""
    return tuple(address for address in split_addresses(typed) if is_address(address))
