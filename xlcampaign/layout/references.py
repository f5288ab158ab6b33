"""What one sheet of the plan says of another: names resolved to keys, members numbered."""

from collections.abc import Collection, Iterable, Mapping

from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value

Row = Mapping[str, Value]


def keys_by_name(rows: Iterable[Row], key: str, *names: str) -> dict[str, str]:
    """Return keys by every text, squeezed, that names them: the key itself and the named columns."""
    found: dict[str, str] = {}
    for row in rows:
        value = row.get(key)
        if value is None:
            continue
        for text in (value, *(row.get(name) for name in names)):
            if text is not None:
                found.setdefault(squeeze(str(text)), str(value))
    return found


def goals_by_name(rows: Iterable[Row]) -> dict[str, str]:
    """Return goal keys by kind and name, as in "member:带头学习提高", squeezed."""
    return {
        f"{row.get('kind')}:{text}": str(row["key"])
        for row in rows
        if row.get("key") is not None
        for text in (squeeze(str(row.get("name", ""))), squeeze(str(row["key"])))
    }


def member_codes(
    rows: Iterable[Row], branches: Mapping[str, str], retired: Collection[str] = ()
) -> list[str]:
    """Return every member's code; a blank one becomes the branch's code and a number not yet used.

    Args:
        rows: the rows of the members' sheet, in order.
        branches: branch codes by squeezed name or code.
        retired: codes of those who are no longer in the plan; nobody else gets one.
    """
    listed = list(rows)
    used = {*retired, *(str(row["code"]) for row in listed if row.get("code") is not None)}
    codes = []
    numbers: dict[str, int] = {}
    for row in listed:
        if row.get("code") is not None:
            codes.append(str(row["code"]))
            continue
        branch = branches.get(squeeze(str(row.get("branch", ""))), "")
        while True:
            numbers[branch] = numbers.get(branch, 0) + 1
            code = f"{branch}{numbers[branch]:02d}"
            if code not in used:
                break
        used.add(code)
        codes.append(code)
    return codes
