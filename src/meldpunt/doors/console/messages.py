"""The texts that need a translation, found in templates and code, and kept in one Dutch file for each app.

Needs babel, so it is for developers. Files say which file a text is from, but no line, date or author: a change shows only
what changed.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[2]
LANGUAGE = "nl"
METADATA = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
SINGULAR, PLURAL, CONTEXT, CONTEXT_PLURAL = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
FORMS = {"gettext": SINGULAR, "ngettext": PLURAL, "pgettext": CONTEXT, "npgettext": CONTEXT_PLURAL}
KEYWORDS = {name + end: form for name, form in FORMS.items() for end in ("", "_lazy", "_noop")} | {"_": SINGULAR}
TEMPLATES = frozenset({".html", ".txt", ".svg"})


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate; `plural` and `context` are empty when there is none."""

    singular: str
    plural: str = ""
    context: str = ""


@dataclass
class App:
    """The part of the house that owns some texts, and the file that holds their translation."""

    folder: Path
    texts: dict[Text, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def file(self) -> Path:
        """Return where the translations are kept."""
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def apps(package: Path = PACKAGE) -> list[App]:
    """Return every app that has texts or translations, with the texts it has now."""
    folders = [folder for folder in [*package.iterdir(), *(package / "doors").iterdir()] if folder.is_dir()]
    found = [_read(folder) for folder in sorted(folders) if folder.name not in {"doors", "__pycache__"}]
    return [app for app in found if app.texts or app.file.exists()]


def update(app: App, *, prune: bool) -> int:
    """Add the texts that the file lacks, without a translation, and drop with `prune` what is no longer used; return how many."""
    kept = polib.pofile(str(app.file)) if app.file.exists() else polib.POFile()
    known = {text_of(entry): entry for entry in kept if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata = METADATA
    unused = known.keys() - app.texts.keys()
    wanted = app.texts.keys() | (set() if prune else unused)
    entries = [_entry(text, known.get(text), app.texts.get(text, set())) for text in wanted]
    fresh.extend(sorted(entries, key=lambda entry: (entry.occurrences, entry.msgid, entry.msgctxt or "")))
    app.file.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(app.file))
    return len(app.texts.keys() - known.keys()) + (len(unused) if prune else 0)


def text_of(entry: polib.POEntry) -> Text:
    """Return which text an entry of a translation file is for."""
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _read(folder: Path) -> App:
    app = App(folder)
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            for text in _texts(path):
                app.texts[text].add(path.relative_to(folder).as_posix())
    return app


def _texts(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)  # its indentation means nothing, but Python would stumble
    file = io.BytesIO(source.encode())
    for _line, messages, _comments, context in extract("python", file, KEYWORDS, options={"encoding": "utf-8"}):
        singular, plural = messages if isinstance(messages, tuple) else (messages, "")
        yield Text(singular, plural, context or "")


def _entry(text: Text, known: polib.POEntry | None, files: set[str]) -> polib.POEntry:
    """Return the entry of `text` with the translation it had."""
    return polib.POEntry(
        msgid=text.singular,
        msgid_plural=text.plural,
        msgctxt=text.context or None,
        msgstr=known.msgstr if known else "",
        msgstr_plural=(known.msgstr_plural if known else {0: "", 1: ""}) if text.plural else {},
        occurrences=[(name, "") for name in sorted(files)],
        tcomment=known.tcomment if known else "",
        flags=[flag for flag in known.flags if flag == "fuzzy"] if known else [],
    )
