"""Characters that cannot be seen, marked where they stand: what turns, hides or pads a text should not go unnoticed.

The character itself stays in the page, inside its mark, so that the text read by machines (and copied) is exact. The mark
is a `<bdi>`: what turns the direction of a text turns nothing outside its own mark. A sign that could close the mark's
isolate, or leave one open, never shares a mark. The look's unseen.css draws its name, in a box that is laid out by itself.
"""

import re
import unicodedata
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST: Final = 500
"""Marks in one text; what comes after these stays as it is."""

# Scripts whose letters change shape beside U+200C and U+200D, and emoji, which U+200D joins: between two of these it belongs there.
_JOINS: Final = "\u0600-\u0dff\u1000-\u109f\u1780-\u180a\u1810-\u18af\u2190-\u2bff\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff"
_ALONE: Final = "\x1c-\x1e\x85\u2029-\u202e\u2066-\u2069"
"""Embeddings, overrides, isolates and ends of paragraphs: in a run, one would close what keeps the next one in."""
# Signs that a variation selector gives another shape: keycaps, symbols and emoji, Chinese, Japanese and Asian scripts, hieroglyphs.
_VARIES: Final = (
    "0-9#*\xa9\xae\u1000-\u109f\u203c\u2049\u2122\u2139\u2190-\u27ff\u2900-\u2bff\u3001-\u303f\u3297\u3299\u3400-\u9fff"
    "\ua840-\ua87f\uf900-\ufaff\uff01-\uff60\U00010ac0-\U00010aff\U00013000-\U0001342f\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
_TURNS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_TAKES_NO_ROOM: Final = (
    "\u034f\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufff8\U00016fe4\U0001bca0-\U0001bca3"
)
_SELECTS: Final = "\ufe00-\ufe0f"
_BLANK: Final = "\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0\ufff9-\ufffb\U0001d159\U0001d173-\U0001d17a"
_TAGS: Final = "\U000e0000-\U000e0fff"
_CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_UNSEEN: Final = re.compile(
    rf"[{_ALONE}]|\r(?!\n)"
    f"|(?:(?![{_ALONE}])[\xad{_TURNS}{_TAKES_NO_ROOM}{_BLANK}{_TAGS}{_CONTROLS}]"
    rf"|[\u200c\u200d](?![{_JOINS}])|(?<![{_JOINS}])[\u200c\u200d]"
    rf"|[{_SELECTS}](?=[{_SELECTS}])|(?<![{_VARIES}])[{_SELECTS}])+"
)
_KINDS: Final = (
    (re.compile(f"[{_TURNS}]"), _("turns the direction of the text")),
    (re.compile(f"[{_TAKES_NO_ROOM}{_SELECTS}\u200c\u200d]"), _("takes no room")),
    (re.compile("\xad"), _("is seen only where a line ends")),
    (re.compile(f"[{_TAGS}]"), _("holds text for machines only")),
    (re.compile(f"[{_CONTROLS}\r]"), _("controls a machine")),
)


def exact(text: str) -> SafeString:
    """Return a text as HTML in which every character survives and every unseen one is marked.

    A run of unseen characters gets one mark, but each of _ALONE its own. A browser would turn a bare CR, or CR LF, into LF:
    so CR is written as a reference.
    """
    marked = _UNSEEN.sub(_mark, escape(text), count=MOST)
    return mark_safe(marked.replace("\r", "&#13;"))  # noqa: S308 -- escaped before


def spelt(text: str) -> str:
    """Return a text for where no mark can stand, such as an attribute: the codes in place of what cannot be seen."""
    return _UNSEEN.sub(lambda run: f"[{_code(run[0])}]", text)


def how_many(text: str) -> tuple[int, int]:
    """Return how many characters of a text cannot be seen, and in how many places they stand."""
    runs = [len(run[0]) for run in _UNSEEN.finditer(text)]
    return sum(runs), len(runs)


def _mark(run: re.Match[str]) -> str:
    title = gettext("Cannot be seen: %(kind)s") % {"kind": _kind(run[0][0])}
    return f'<bdi class="unseen" role="img" data-code="{_code(run[0])}" title="{escape(title)}">{run[0]}</bdi>'


def _code(run: str) -> str:
    """Name the first character of a run, and say how many more there are."""
    more = f" +{len(run) - 1}" if len(run) > 1 else ""
    return f"U+{ord(run[0]):04X}{more}"


def _kind(sign: str) -> str:
    words = next((str(words) for kind, words in _KINDS if kind.match(sign)), gettext("is blank"))
    name = unicodedata.name(sign, "")
    return f"{words} ({name})" if name else words
