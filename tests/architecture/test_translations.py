"""Every text is there in Dutch, and nothing is translated that nobody reads."""

import re

import polib
import pytest

from meldpunt.doors.console.messages import App, apps, text_of

APPS = apps()
INSTEAD = {
    r"\bclausule": "bepaling",
    r"\bbureau": "werkplek",
    r"\b(het|een|dit|uw) meldpunt\b": "werkplek",
    r"\bwerklijst": "dossiers",
    r"\b(aan|af)(ge)?meld": "inloggen, uitloggen",
    r"\bmeldt? u( \w+)? a[af]n?\b": "inloggen, uitloggen",
    r"\bstand\b(?<!in stand)": "status",
    r"\bafge?slo?ten": "sluiten",
    r"\bpseudoniem|\bverzonnen naam": "schuilnaam",
    r"\bhoogstens|\bten hoogste": "hooguit",
    r"\bten minste": "minstens",
    r"\bwe\b": "wij",
    r"\bhaar\b": "die, or the word itself (B1)",
    r"\bdigitale afdruk|\bvingerafdruk": "controlegetal of a report, acht woorden of a key",
    r"\bvernieuw": "wisselen",
    r"\bbeeldpunt": "pixels",
    r"\bweer op$": "heropenen",
}
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w*\}")


def other_words(text: str) -> list[tuple[str, str]]:
    """Return the words in a Dutch text for which the glossary chose another, and which."""
    return [(word, chosen) for word, chosen in INSTEAD.items() if re.search(word, text, re.IGNORECASE)]


def entries(app: App) -> list[polib.POEntry]:
    """Return what the translation file of `app` holds."""
    return list(polib.pofile(str(app.file))) if app.file.exists() else []


def translations(entry: polib.POEntry) -> list[str]:
    """Return the Dutch forms of one entry."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(params=APPS, ids=[app.folder.name for app in APPS])
def app(request: pytest.FixtureRequest) -> App:
    """Give each app that has texts."""
    found: App = request.param
    return found


def test_every_text_is_translated(app: App) -> None:
    """Run `./meldpunt manage messages` and fill in the Dutch."""
    translated = {text_of(entry) for entry in entries(app) if all(translations(entry)) and not entry.obsolete}
    assert sorted(app.texts.keys() - translated) == []


def test_nothing_is_translated_in_vain(app: App) -> None:
    """Run `./meldpunt manage messages --prune`."""
    assert sorted({text_of(entry) for entry in entries(app)} - app.texts.keys()) == []


def test_no_translation_is_a_guess(app: App) -> None:
    """A fuzzy translation is not used by Django, so nobody would see it is missing."""
    assert [entry.msgid for entry in entries(app) if entry.fuzzy] == []


def test_placeholders_are_kept(app: App) -> None:
    """A translation takes the same values as its text (of a plural, as one of its two forms)."""
    wrong = [
        entry.msgid
        for entry in entries(app)
        for translation in translations(entry)
        if sorted(PLACEHOLDER.findall(translation))
        not in [sorted(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
    ]
    assert wrong == []


def test_one_word_for_one_thing(app: App) -> None:
    """The glossary chose one Dutch word; INSTEAD names it for each of the others."""
    found = [
        (entry.linenum, *word)
        for entry in entries(app)
        for translation in translations(entry)
        for word in other_words(translation)
    ]
    assert found == []


def test_texts_live_in_apps() -> None:
    """Django finds translations in apps only, so no other part of the house has texts."""
    assert [app.folder.name for app in APPS if app.folder.name in {"site", "outside"}] == []
