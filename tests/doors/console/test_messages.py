"""Texts are found wherever they are written, and translations survive."""

from pathlib import Path

import polib
import pytest

from meldpunt.doors.console.compiling import compile_all
from meldpunt.doors.console.messages import App, Text, apps, update

TEMPLATE = """{% load i18n %}
  {% translate "One & only" %} {# a comment #}
    {% blocktranslate trimmed count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
{% translate "May" context "verb" %} {{ _("Inside") }} don't
"""
CODE = """from django.utils.translation import gettext_lazy as _, ngettext
A = _("From code")
B = ngettext("%(n)d day", "%(n)d days", 2)
"""


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Give an app with a template and some code."""
    folder = tmp_path / "desk"
    (folder / "templates").mkdir(parents=True)
    (tmp_path / "doors").mkdir()
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    (folder / "views.py").write_text(CODE)
    (found,) = apps(tmp_path)
    return found


def test_every_kind_of_text_is_found(app: App) -> None:
    """In templates and in code, with plurals and contexts."""
    assert set(app.texts) == {
        Text("One & only"),
        Text("%(n)s case", "%(n)s cases"),
        Text("May", context="verb"),
        Text("Inside"),
        Text("From code"),
        Text("%(n)d day", "%(n)d days"),
    }


def test_update_keeps_translations(app: App) -> None:
    """What a person wrote is still there after the next update."""
    update(app, prune=False)
    file = polib.pofile(str(app.file))
    once = [entry for entry in file if not entry.msgid_plural]
    for entry in once:
        entry.msgstr = entry.msgid.upper()
    file.save()
    update(app, prune=False)
    after = [entry.msgstr for entry in polib.pofile(str(app.file)) if not entry.msgid_plural]
    assert after == [entry.msgid.upper() for entry in once]


def test_update_is_stable(app: App) -> None:
    """Twice the same gives the same bytes: no dates, no order of chance."""
    update(app, prune=False)
    first = app.file.read_bytes()
    update(app, prune=False)
    assert app.file.read_bytes() == first


def test_prune_drops_what_is_unused(app: App) -> None:
    """Only when asked."""
    update(app, prune=False)
    del app.texts[Text("Inside")]
    update(app, prune=False)
    kept = polib.pofile(str(app.file)).find("Inside") is not None
    update(app, prune=True)
    assert (kept, polib.pofile(str(app.file)).find("Inside")) == (True, None)


def test_compiles_only_what_is_newer(app: App) -> None:
    """The second time there is nothing to do."""
    update(app, prune=False)
    assert [compile_all(app.folder), compile_all(app.folder)] == [1, 0]
