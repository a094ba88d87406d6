"""The language in which a finder is answered who chose none: that of the form."""

import pytest

from meldpunt.cases.models import Thread
from meldpunt.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_program_that_sends_no_language_is_answered_in_that_of_its_form(finder, language):
    finder.get("/report", **{"accept-language": language})
    finder.again()
    assert Thread.objects.get().finder_language == language


def test_a_form_in_a_language_that_is_not_spoken_any_more_is_answered_in_the_first(finder, organisation):
    finder.get("/report", **{"accept-language": "nl"})
    Organisation.objects.filter(pk=organisation.id).update(languages=["en"])
    finder.again()
    assert Thread.objects.get().finder_language == "en"
