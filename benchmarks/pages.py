"""Reading a page of the program as a visitor does: its forms with what they hold, and elements by id.

Line breaks are kept exactly as they came over the wire, so that texts can be compared byte for byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass
class Form:
    """A form with the values a browser would send when nothing is filled in."""

    action: str
    method: str
    multipart: bool
    names: set[str] = field(default_factory=set)
    values: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def filled(self, answers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """All pairs to send: what the form held, with `answers` in place of fields of the same name."""
        given = list(answers)
        replaced = {name for name, _ in given}
        return [pair for pair in self.values if pair[0] not in replaced] + given


@dataclass
class _Open:
    """An element that is open while reading."""

    tag: str
    id: str | None
    typed: bool
    text: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects forms, links, the text of every element that has an id, and every text that is shown exactly as typed."""

    def __init__(self, source: str) -> None:
        """Read all of `source`."""
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.texts: dict[str, str] = {}
        self.typed: list[str] = []
        self.links: list[str] = []
        self._open: list[_Open] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins here."""
        having = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(_Open(tag, having.get("id"), "as-typed" in having.get("class", "").split()))
        if tag == "a" and "href" in having:
            self.links.append(having["href"])
        if tag == "form":
            method, encoding = having.get("method", "get").lower(), having.get("enctype", "")
            self._form = Form(having.get("action", ""), method, encoding == "multipart/form-data")
            self.forms.append(self._form)
        elif self._form and "name" in having and "disabled" not in having:
            self._field(self._form, tag, having)
        elif self._form and tag == "option" and self._select and "selected" in having:
            self._form.values.append((self._select, having.get("value", "")))

    def _field(self, form: Form, tag: str, having: dict[str, str]) -> None:
        """Add the field that begins here, with what it holds."""
        name, kind = having["name"], having.get("type", "text")
        form.names.add(name)
        if tag == "textarea":
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "input" and (kind not in {"radio", "checkbox", "submit", "file", "image"} or "checked" in having):
            form.values.append((name, having.get("value", "on" if kind in {"radio", "checkbox"} else "")))

    def handle_data(self, data: str) -> None:
        """Give text to every element around it."""
        for element in self._open:
            element.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and those in it that were left open."""
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            element = self._open.pop()
            self._finish(element)
            if element.tag == tag:
                return

    def _finish(self, element: _Open) -> None:
        text = "".join(element.text)
        if element.typed:
            self.typed.append(text)
        if element.id:
            self.texts.setdefault(element.id, text)
        if element.tag == "form":
            self._form = None
        elif element.tag == "select":
            self._select = None
        elif element.tag == "textarea" and self._form and self._area:
            self._form.values.append((self._area, text.removeprefix("\r\n" if text.startswith("\r\n") else "\n")))
            self._area = None
