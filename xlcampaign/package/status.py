"""What a workbook's properties say of it: office programs show it as the document's status."""

import html
import zipfile
from pathlib import Path

from xlcampaign.package.markup import Unfit, read_markup

_PROPERTIES = "docProps/core.xml"


def status_of(workbook: Path) -> str:
    """Return a workbook's status; nothing where it has none, where there is no such file, and where nobody can read it."""
    try:
        with zipfile.ZipFile(workbook) as archive:
            xml = archive.read(_PROPERTIES)
        status = read_markup(xml).first("contentStatus")
    except (OSError, KeyError, zipfile.BadZipFile, Unfit):
        return ""
    return html.unescape(xml[status.inner : status.close].decode("utf-8")) if status else ""
