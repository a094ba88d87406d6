"""The words of a mail in HTML. inscriptis drops what lies deeper than 255 elements and takes seconds over megabytes: beyond that tags are cut out."""

import re
from html import unescape
from textwrap import dedent
from typing import Final

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

MOST: Final = 256 * 1024
"""Signs of all HTML of one message that are laid out: what costs most takes a second or so."""
_LAYOUT: Final = ParserConfig(css=CSS_PROFILES["strict"].copy(), display_links=True)
_UNSEEN: Final = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK: Final = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?blockquote|/?table)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_SAME_LINK: Final = re.compile(r"\[\s*([^\[\]\n]{1,2000}?)\s*\]\((?:mailto:|https?://)?\1/?\)")
_LINK_ALONE: Final = re.compile(r"\[\s*\]\(([^()\s]{1,2000})\)")
_LINES: Final = re.compile(r"\n{3,}")


def words(html: str, room: int) -> tuple[str, bool]:
    """Return what a person reads of a page, links with their addresses, and whether some of it may be missing or without its layout.

    `room` is how many signs may still be laid out.
    """
    if len(html) > room:
        return _cut(html), True
    try:
        text = get_text(html, _LAYOUT)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError):  # of a page that no program would write
        return _cut(html), True
    text = _LINK_ALONE.sub(r"\1", _SAME_LINK.sub(r"\1", text))
    cut = _cut(html)
    if len(text.split()) * 2 < len(cut.split()):
        return cut, True
    return _tidy(text), False


def _cut(html: str) -> str:
    """Return the page without its tags."""
    text = _UNSEEN.sub(" ", _COMMENT.sub(" ", html))
    return _tidy(unescape(_TAG.sub("", _BREAK.sub("\n", text))))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\xa0", " ").splitlines()]
    return _LINES.sub("\n\n", dedent("\n".join(lines))).strip("\n")
