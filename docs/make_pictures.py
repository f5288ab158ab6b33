"""Makes the pictures of the guides from the sample campaigns: LibreOffice prints, pdftoppm draws, little is kept.

Run by `make pictures`, where both programs are installed; what it makes is committed, for nobody else needs them.
"""

import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlcampaign.words import Lang, T

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
FOLDER = HERE / "pictures"
AS_OF = "2023-06-26"
_COLOURS = 48
_ALIKE = 600  # squares of differences: colours nearer than this are one
_WHITE = (255, 255, 255)
_MARGIN = 6
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a printed page.

    Args:
        name: what its file is called, but for the language.
        book: where the workbook lies below the working folder; a pattern.
        page: what the page says, by which it is found; empty for the first one.
        down: how much of the page's height is shown, in hundredths.
        dots: how many dots an inch has.
        langs: the languages it is made in.
    """

    name: str
    book: T
    page: T
    down: int
    dots: int
    langs: tuple[Lang, ...] = tuple(Lang)


_FIRST = T("", "")
_SUMMARY = T("full/summary/stage-1.xlsx", "full/summary/stage-1.xlsx")
_PAPERS = T("empty/send/stage-1/01-*/*测评票*.xlsx", "empty/send/stage-1/01-*/*Ballot_papers*.xlsx")
_RETURNED = T("full/send/stage-1/03-*/*退回*.xlsx", "full/send/stage-1/03-*/*returned*.xlsx")
PICTURES = (
    Picture("overview", _SUMMARY, _FIRST, 90, 104),
    Picture("board", _SUMMARY, T("支部创星图板 ", "Branch star board "), 60, 72),
    Picture("form", T("full/inbox/01-*.xlsx", "full/inbox/01-*.xlsx"), _FIRST, 93, 80),
    Picture("returned", _RETURNED, _FIRST, 93, 80),
    Picture("marks", _RETURNED, T("党员自评 ", "Self-rating "), 93, 96),
    Picture("plan", T("full/plan.xlsx", "full/plan.xlsx"), _FIRST, 93, 80),
    Picture("ballot", _PAPERS, T("测评票 党员互评", "Ballot · Peer rating"), 45, 80),
    Picture("counting", _PAPERS, T("计票单 党员互评", "Counting sheet · Peer rating"), 60, 80),
    Picture("level", T("level.xlsx", "level.xlsx"), _FIRST, 93, 80, (Lang.ZH,)),
)
NAMES = sorted(f"{picture.name}.{lang.value}.png" for picture in PICTURES for lang in picture.langs)


def _run(*words: str, cwd: Path) -> str:
    done = subprocess.run(words, cwd=cwd, check=False, capture_output=True, encoding="utf-8")
    if done.returncode not in {0, 1}:  # 1: the sample has its mistakes
        raise SystemExit(done.stderr)
    return done.stdout


def _campaigns(lang: Lang, work: Path) -> None:
    """Write the sample as it is after its merge and check, and its forms as they are before anything came."""

    def run(*words: str) -> None:
        _run(sys.executable, "-m", "xlcampaign", "--lang", lang.value, *words, cwd=work)

    if lang is Lang.ZH:
        shutil.copytree(SAMPLES / "campaign", work / "full")
        run("rollup", str(SAMPLES / "town"), "-o", "level.xlsx", "--as-of", "2023-07-10")
    else:
        run("sample", "full")
    run("merge", "full", "--as-of", AS_OF)
    run("check", "full", "--as-of", AS_OF)
    (work / "empty").mkdir()
    shutil.copy(work / "full" / "plan.xlsx", work / "empty")
    run("forms", "empty", "--step", "evaluation")


def _printed(books: Sequence[Path], work: Path) -> dict[Path, Path]:
    """Return each workbook's pages as a PDF."""
    numbered = [work / f"{number}.xlsx" for number in range(len(books))]
    for book, path in zip(books, numbered, strict=True):
        shutil.copy(book, path)
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", *(path.name for path in numbered), cwd=work)
    return {book: path.with_suffix(".pdf") for book, path in zip(books, numbered, strict=True)}


def _page(pdf: Path, said: str) -> int:
    """Return the number of the first page whose head says something."""
    pages = _run("pdftotext", "-layout", pdf.name, "-", cwd=pdf.parent).split("\f")
    heads = (" ".join(" ".join(page.split("\n")[:2]).split()) + " " for page in pages)
    return next(number for number, head in enumerate(heads, 1) if said in head)


def _rows(pdf: Path, page: int, dots: int, down: int) -> list[list[Colour]]:
    """Return a page as rows of colours, as far down as asked."""
    words = ("pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), pdf.name)
    drawn = subprocess.run(words, cwd=pdf.parent, check=True, capture_output=True).stdout
    _, size, _, dots_of = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    values = iter(dots_of[: 3 * width * (height * down // 100)])
    colours = list(zip(values, values, values, strict=True))
    return [colours[start : start + width] for start in range(0, len(colours), width)]


def _trimmed(rows: list[list[Colour]]) -> list[list[Colour]]:
    """Return a picture without the white around it, but for a little."""

    def inked(lines: Sequence[Sequence[Colour]]) -> slice:
        found = [number for number, line in enumerate(lines) if any(colour != _WHITE for colour in line)]
        return slice(max(found[0] - _MARGIN, 0), found[-1] + _MARGIN)

    across = inked(list(zip(*rows, strict=True)))
    return [row[across] for row in rows[inked(rows)]]


def _palette(rows: Sequence[Sequence[Colour]]) -> tuple[list[Colour], dict[Colour, int]]:
    """Return the commonest colours that differ, and for every colour which of them is nearest."""
    counted = Counter(colour for row in rows for colour in row)

    def apart(one: Colour, other: Colour) -> int:
        return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))

    chosen: list[Colour] = []
    for colour, _ in counted.most_common():
        if len(chosen) < _COLOURS and all(apart(colour, other) > _ALIKE for other in chosen):
            chosen.append(colour)
    nearest = {colour: min(range(len(chosen)), key=lambda n: apart(colour, chosen[n])) for colour in counted}
    return chosen, nearest


def _png(rows: Sequence[Sequence[Colour]]) -> bytes:
    """Return a picture as PNG with a palette, which is a fifth of what it is without."""
    palette, number = _palette(rows)
    lines = b"".join(b"\0" + bytes(number[colour] for colour in row) for row in rows)

    def chunks() -> Iterator[tuple[bytes, bytes]]:
        yield b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
        yield b"PLTE", bytes(value for colour in palette for value in colour)
        yield b"IDAT", zlib.compress(lines, 9)
        yield b"IEND", b""

    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def make_pictures(lang: Lang) -> None:
    """Make all pictures of a language anew."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _campaigns(lang, work)
        wanted = [picture for picture in PICTURES if lang in picture.langs]
        found = {picture: next(work.glob(picture.book.say(lang))) for picture in wanted}
        pdfs = _printed(sorted(set(found.values())), work)
        for picture, book in found.items():
            page = _page(pdfs[book], said) if (said := picture.page.say(lang)) else 1
            rows = _trimmed(_rows(pdfs[book], page, picture.dots, picture.down))
            (FOLDER / f"{picture.name}.{lang.value}.png").write_bytes(_png(rows))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for spoken in Lang:
        make_pictures(spoken)
