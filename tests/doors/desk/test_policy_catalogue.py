"""What can stand in a policy, beside its editor: clauses in the reader's language, and examples to begin with."""

import html
import re

import pytest
from django.test import Client

from meldpunt.people.terms import Role
from meldpunt.policy.queries import examples, newest_number
from meldpunt.policy.rules.catalogue import ALL, KINDS_OF_WEAKNESS, SOURCES
from meldpunt.policy.rules.file.spans import read_chosen, written_as
from meldpunt.policy.terms import ClauseKind
from tests.factories.desk import client_of
from tests.factories.people import MadeOrganisation, make_member
from tests.factories.policy import make_haven
from tests.factories.policy_texts import EXAMPLES, SMALL, with_lines

pytestmark = pytest.mark.django_db
PLACE = "/desk/policy/catalogue"


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_haven()


@pytest.fixture
def desk(organisation: MadeOrganisation) -> Client:
    return client_of(make_member(organisation, Role.LEAD))


def text_in(page: str) -> str:
    """Return what stands in the editor."""
    begun = page.partition('id="text"')[2].partition(">\n")[2]
    return html.unescape(begun.partition("</textarea>")[0])


@pytest.mark.parametrize(("language", "said"), [("nl", "Verstuur geen spam."), ("en", "Send no spam.")])
def test_a_clause_stands_there_with_what_to_write(organisation, language, said):
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language=language)).get(PLACE).text
    other = {"nl": "Send no spam.", "en": "Verstuur geen spam."}[language]
    line = f"<dt><code>&quot;no_spam&quot;</code></dt><dd>{said}"
    assert (page.count(line), other in page) == (1, False)


def test_everything_that_can_be_taken_stands_there_once(desk):
    written = re.findall(r"<dt><code>&quot;([\w-]+)(?:: [^&]+)?&quot;</code></dt>", desk.get(PLACE).text)
    taken = {ClauseKind.ASK, ClauseKind.RULE, ClauseKind.PLEDGE, ClauseKind.INFORMATION}
    wanted = {each.id for each in ALL if each.kind in taken} | set(KINDS_OF_WEAKNESS) | set(SOURCES)
    rest = set(written) - wanted
    assert (sorted(written), wanted - set(written)) == (sorted(set(written)), set())
    assert {each.split("_", maxsplit=1)[0] for each in rest} == {"misuse", "own", "publication"}


@pytest.mark.parametrize("clause", [each for each in ALL if each.parameters and each.kind is ClauseKind.RULE])
def test_what_to_write_for_a_clause_with_a_value_is_taken(clause):
    assert read_chosen(written_as(clause)).clause == clause.id


def test_an_example_comes_into_the_editor_in_ones_own_name_and_publishes_nothing(desk, organisation):
    answer = desk.get("/desk/policy", {"example": "insurer"})
    text = text_in(answer.text)
    assert text.count('name = "Haven"\nlanguages = ["nl", "en"]\nhosts = ["report.haven.example"]\n') == 1
    assert text.count("\n[[brand]]\n") == (EXAMPLES / "insurer.toml").read_text(encoding="utf-8").count("\n[[brand]]\n")
    assert ("Vervang elk adres" in answer.text, newest_number(organisation.id)) == (True, 0)


@pytest.mark.parametrize("name", ["", "../clinic", "nothing"])
def test_an_example_that_is_not_there_changes_nothing(desk, name):
    assert text_in(desk.get("/desk/policy", {"example": name}).text) == text_in(desk.get("/desk/policy").text)


def test_without_the_folder_the_page_says_so(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(examples, "_FOLDER", tmp_path)
    examples.example_policies.cache_clear()
    page = desk.get(PLACE).text
    examples.example_policies.cache_clear()
    assert "Die zijn bij deze installatie niet meegekomen." in page


def test_a_fault_is_told_with_its_line_and_a_way_to_what_can_be_written(desk):
    """The line before and after it stand there too, with their numbers."""
    text = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_usss"]')
    page = desk.post("/desk/policy", {"text": text}).text
    number = text[: text.index("usss")].count("\n") + 1
    rows = re.findall(r"<(span|del)>(\d+)&ensp;(.*?)</", page.partition('class="faults"')[2])
    lines = html.unescape(str(rows))
    assert [(kind, int(at)) for kind, at, _text in rows] == [
        ("span", number - 1),
        ("del", number),
        ("span", number + 1),
    ]
    assert ("tell_only_usss" in lines, f'href="{PLACE}" target="_blank"' in page.partition('class="faults"')[2]) == (
        True,
        True,
    )


@pytest.mark.parametrize("text", ["", "x" * 200_000, "\n" * 3000 + "= " * 50_000, "[" * 5000, "\u202e" * 50_000])
def test_a_crafted_text_makes_no_huge_list(desk, text):
    answer = desk.post("/desk/policy", {"text": text})
    told = answer.text.partition('class="faults"')[2]
    assert (answer.status_code, len(told) < 20_000) == (422, True)


def test_no_remedy_names_a_document_of_the_server(desk):
    wrong = SMALL.replace('"tell_only_us"', '"x"').replace("format = 1\n", 'format = 1\nbased_on = ["y"]\n', 1)
    told = desk.post("/desk/policy", {"text": wrong.replace('[safe_harbour]\nkind = "no_steps"\n', "")}).text
    assert (told.partition('class="faults"')[2].count("<li>"), "docs/" in told) == (3, False)
