"""From the bytes of a file to a TOML table, with help for the usual mistakes.

The limits keep hostile files cheap: the parser's time grows with the square of the number of parts of one key.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from meldpunt.policy.rules.file.words import Wrong, printable
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Problem

MAX_BYTES: Final = 256 * 1024
MAX_NUMBER: Final = 1_000_000
_PLACE: Final = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_TWICE: Final = re.compile("twice|[Oo]verwrite|Duplicate|immutable")
"""How the parser tells that something stands there already."""
_LONG_NUMBER: Final = re.compile(r"(?<![0-9_])[0-9_]{4001}")
"""More digits than Python reads; it says so without a place."""
_LONG_KEY: Final = re.compile(
    r"""(?P<key>(?<![\w-])(?:(?:"[^"\n]*+"|'[^'\n]*+'|[\w-]++)[ \t]*+\.[ \t]*+){12})"""
    r'''|"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"""|"(?:[^"\\\n]|\\.)*+"|#[^\n]*+'''
    r"""|'''(?:[^']|'{1,2}(?!'))*+'''|'[^'\n]*+'""",
    re.DOTALL,
)
"""A key of very many parts, or a text or comment, in which there may be as many dots as somebody likes."""
_YAML: Final = re.compile(r"^(?:---|%YAML|[\w-]+:(?:[ \t]|$)|[ \t]*- \w)", re.MULTILINE)
_SOME_TOML: Final = re.compile(r"^[ \t]*(?:\[[^\n]*\]|[\w.-]+[ \t]*=)", re.MULTILINE)


def decode(content: bytes) -> str:
    """Return the text of a file, with plain line ends. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise Refused(
            1,
            _("The file is too large."),
            _("A policy has at most %(most)s kB. Put long texts in a document beside it."),
            most=str(MAX_BYTES // 1024),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            content.count(b"\n", 0, error.start) + 1,
            _("The file is not written in UTF-8."),
            _("Save it again with the encoding UTF-8."),
        ) from None
    return text.replace("\r\n", "\n")


def parse(text: str) -> Mapping[str, object]:
    """Return the table a TOML text holds. Raises Refused with the line."""
    long_key = next((found for found in _LONG_KEY.finditer(text) if found["key"]), None)
    if long_key:
        raise Refused(
            text.count("\n", 0, long_key.start()) + 1,
            _("There are too many dots in a row."),
            _("No key of a policy has more than three parts."),
        )
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Refused(1, _("The file is nested too deeply."), _("Start from one of the examples.")) from None
    except ValueError as error:
        raise _explained(text, str(error)) from None


class Refused(Exception):
    """The file cannot be read at all."""

    def __init__(self, line: int, message: str, remedy: str, **values: str) -> None:
        """Remember the one problem."""
        super().__init__(message)
        self.problem = Problem(line, "", message, remedy, {name: printable(value) for name, value in values.items()})


def _explained(text: str, reason: str) -> Refused:
    """Return what is wrong with a text that is no TOML."""
    start = text.lstrip()
    if start.startswith("<"):
        return Refused(1, _("This is a web page (HTML)."), _("A policy is written in TOML: key = value."))
    if start.startswith("{"):
        return Refused(1, _("This is JSON."), _("A policy is written in TOML: key = value."))
    yaml = _YAML.search(text)
    if yaml and not _SOME_TOML.search(text):
        line = text.count("\n", 0, yaml.start()) + 1
        return Refused(line, _("This is YAML."), _("A policy is written in TOML: key = value, tables between [ ]."))
    if "digits" in reason and (number := _LONG_NUMBER.search(text)):
        return Refused(
            text.count("\n", 0, number.start()) + 1,
            _("This must be a whole number."),
            _("Write a number from 0 to %(most)s, without quotation marks."),
            most=str(MAX_NUMBER),
        )
    place = _PLACE.search(reason)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    if _TWICE.search(reason):
        return Refused(
            line,
            _("This table or key is there twice."),
            _("Write a header once, with all its keys below it, and each key once. Only rows, as [[way_in]], repeat."),
        )
    return Refused(
        line,
        _("This line is no TOML: %(reason)s."),
        _("Look for a missing quotation mark, bracket or = on this line or the one before."),
        reason=_PLACE.sub("", reason).strip(),
    )


def text_of(value: object) -> str:
    """Return a string value. Raises Wrong for anything else."""
    if not isinstance(value, str):
        raise Wrong(_("This must be a text."), _("Put it between quotation marks."))
    return value
