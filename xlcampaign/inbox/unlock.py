"""Encrypted workbooks, opened with the passwords that the operator gave."""

import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from xml.parsers.expat import ExpatError

from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.limits import Limits

_SPINS = re.compile(rb"spinCount=[\"'](\d{1,20})[\"']")
_DOCTYPE = b"<!DOCTYPE"
_BUILT_IN = "VelvetSweatshop"
"""What Excel itself encrypts with where only the structure is protected; such a file opens without being asked."""


def unlock(
    data: bytes, info: bytes, passwords: Sequence[str], place: Place, limits: Limits
) -> bytes | Finding:
    """Return what an encrypted file holds, or the finding that it stays closed; no password is ever named.

    Args:
        data: the encrypted file.
        info: its description of the encryption; empty for an .xls.
        passwords: tried in order.
        place: the file's.
        limits: how many rounds of hashing are borne.
    """
    spins = max((int(found) for found in _SPINS.findall(info)), default=0)
    if spins > limits.spins:
        return f.TOO_LARGE.at(place, what=f.SPINS, found=spins, limit=limits.spins)
    if _DOCTYPE in info:
        return f.DAMAGED.at(place, why=f.DOCTYPE)
    from msoffcrypto import OfficeFile, exceptions  # noqa: PLC0415 -- few files need it

    how = {"verify_password": True} if info else {}
    for password in (_BUILT_IN, *passwords):
        try:
            locked = OfficeFile(BytesIO(data))
            locked.load_key(password=password, **how)
            opened = BytesIO()
            locked.decrypt(opened)
        except exceptions.InvalidKeyError:
            continue
        except (
            exceptions.DecryptionError,
            exceptions.FileFormatError,
            exceptions.ParseError,
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            ExpatError,
            AssertionError,
            LookupError,
            ValueError,
            TypeError,
            AttributeError,
            OSError,
        ):
            # what a damaged header leads the library to
            return f.DAMAGED.at(place, why=f.BROKEN_INSIDE)
        return opened.getvalue()
    return f.PASSWORD.at(place, why=f.WRONG_PASSWORD if passwords else f.NO_PASSWORD)
