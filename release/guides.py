"""The guides in docs/guide as pages that open by a double click: a file each, with its pictures in it."""

import re
from base64 import b64encode
from html import escape
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

GUIDES = Path(__file__).parents[1] / "docs" / "guide"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
"""What no file on Windows may have in its name."""
_SOURCE = re.compile(r'src="([^"]+)"')
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 52em; margin: 2em auto; padding: 0 1em; line-height: 1.7; font-family: "Microsoft YaHei", "PingFang SC",
  "Noto Sans CJK SC", sans-serif; color: #222; }}
img {{ max-width: 100%; border: 1px solid #ccc; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
th, td {{ border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top; min-width: 4em; }}
th, code, pre {{ background: #f3f3f3; }}
pre {{ padding: .6em; overflow-x: auto; }}
code {{ padding: 0 .2em; font-family: Consolas, monospace; }}
pre code {{ padding: 0; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def pages() -> dict[str, bytes]:
    """Return the guides' pages by the names of their files, which are their titles."""
    sources = sorted(GUIDES.glob("*.md"))
    names = {source.name: _file_of(_title_of(source)) for source in sources}
    return {names[source.name]: _page(source, names) for source in sources}


def _title_of(guide: Path) -> str:
    return guide.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").strip()


def _file_of(title: str) -> str:
    return f"{_FORBIDDEN.sub('', title)}.html"


def _page(guide: Path, names: dict[str, str]) -> bytes:
    """Return a guide's page.

    Raises:
        OSError: a picture is not there.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(guide.read_text(encoding="utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.type == "heading_open":
            before.attrSet("id", _anchor_of(token.content))
        _lead(token.children or [token], guide, names)
    body = parser.renderer.render(tokens, parser.options, {})
    lang = "zh-CN" if guide.name.endswith(".zh.md") else "en"
    return _PAGE.format(lang=lang, title=escape(_title_of(guide)), body=body).encode()


def _anchor_of(heading: str) -> str:
    """Return by what a link names a heading, as where guides are read on the web."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")


def _lead(tokens: list[Token], guide: Path, names: dict[str, str]) -> None:
    """Take pictures into the page, lead links to the other pages, and those to what is not beside them nowhere."""
    target = ""
    for token in tokens:
        if token.type == "image":
            token.attrSet("src", _inlined(guide, str(token.attrGet("src"))))
        elif token.type in {"html_block", "html_inline"}:
            token.content = _SOURCE.sub(lambda found: f'src="{_inlined(guide, found[1])}"', token.content)
        elif token.type == "link_open":
            target = _target_of(str(token.attrGet("href")), names)
            token.attrSet("href", target)
        if token.type in {"link_open", "link_close"}:  # of which one is never inside of another
            token.hidden = not target


def _target_of(link: str, names: dict[str, str]) -> str:
    """Return where a link leads from a page; nothing where that is not beside it."""
    where, _, anchor = link.partition("#")
    if "://" in link:
        return link
    if where and where not in names:
        return ""
    return quote(names.get(where, "")) + (f"#{anchor}" if anchor else "")


def _inlined(guide: Path, picture: str) -> str:
    data = (guide.parent / picture).read_bytes()
    return f"data:image/png;base64,{b64encode(data).decode('ascii')}"
