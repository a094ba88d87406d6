"""The first way in of the policy guides: another one than the form stands first on the page and before the form."""

import pytest
from django.utils import timezone

from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
FORM = '[[way_in]]\nkind = "form"\n'
PLATFORM = '[[way_in]]\nkind = "platform"\nname = "Loket"\naddress = "https://loket.example/haven"\n\n'
MAIL = '[[way_in]]\nkind = "mail"\naddress = "security@haven.example"\n\n'
LINKS = {PLATFORM: 'href="https://loket.example/haven"', MAIL: 'href="mailto:security@haven.example"'}
WORDS = {
    "en": ("We prefer this.", "Our form is welcome too.", "This form is welcome too."),
    "nl": ("Dit heeft onze voorkeur.", "Ons formulier mag ook.", "Dit formulier mag ook."),
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("way", LINKS)
def test_what_is_preferred_stands_before_the_form(finder, organisation, way, language):
    publish_text(organisation, with_lines(FORM, way + FORM), now=timezone.now())
    told, on_page, before_form = WORDS[language]
    home, form = (finder.get(path, **{"accept-language": language}).text for path in ("/", "/report"))
    places = [
        [page.index(part) for part in parts]
        for page, parts in (
            (home, (LINKS[way], told, on_page, 'href="/report"')),
            (form, (LINKS[way], told, before_form, "<fieldset")),
        )
    ]
    assert places == [sorted(each) for each in places]
    assert 'class="button big"' not in home


@pytest.mark.parametrize("text", [SMALL, with_lines(FORM, FORM + MAIL)])
def test_a_form_that_comes_first_has_the_big_button(finder, organisation, text):
    publish_text(organisation, text, now=timezone.now())
    home, form = finder.get("/").text, finder.get("/report").text
    assert ('<a class="button big" href="/report">Report a problem</a>' in home, "welcome too" in home + form) == (
        True,
        False,
    )


def test_without_a_form_the_preferred_way_stands_first_as_well(finder, organisation):
    named = '[finder]\nidentity = ["name"]\n\n'
    publish_text(organisation, with_lines(FORM, MAIL + PLATFORM) + named, now=timezone.now())
    home = finder.get("/").text
    assert home.index(LINKS[MAIL]) < home.index("We have no form.")
