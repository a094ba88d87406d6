"""The policy as anybody may read it."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_by_two, publish_text
from tests.factories.policy_texts import EXAMPLES, NEXT_YEAR, SMALL, files_beside, in_name_of, with_lines

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
CONDUCT = b"Be careful.\n"
TABLE = f'file = "conduct.txt"\nsha256 = "{hashlib.sha256(CONDUCT).hexdigest()}"\n'
DOCUMENT = (
    f'\n[[document]]\nid = "conduct"\nversion = "1"\ntitle = {{ nl = "Code", en = "Code" }}\n[document.nl]\n{TABLE}'
)
OTHER = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]') + DOCUMENT


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=[HOST])


@pytest.fixture
def published(organisation: MadeOrganisation) -> MadeOrganisation:
    """Publish two versions; the second one has a document and one rule more."""
    now = timezone.now()
    publish_text(organisation, now=now - timedelta(hours=2))
    publish_text(organisation, OTHER, files={"conduct.txt": CONDUCT}, now=now - timedelta(hours=1))
    return organisation


def get(path: str, language: str = "en"):
    return Client(headers={"host": HOST, "accept-language": language}).get(path)


def words(path: str, language: str = "en") -> str:
    return " ".join(get(path, language).text.split())


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", ["/", "/policy", "/policy/3"])
@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Tell only us until it is solved."), ("nl", "Vertel het alleen aan ons totdat het is opgelost.")],
)
def test_clauses_stand_there_in_the_readers_language(path, language, told):
    assert told in words(path, language)


@pytest.mark.usefixtures("published")
def test_an_older_version_says_that_it_is_older():
    assert [text in words("/policy/2") for text in ("This is an older version.", "Send no spam")] == [True, False]


OURS, GENERAL = "Our policy for reporting security problems", "General rules for reporting security problems"


def headed(path: str) -> list[str]:
    return re.findall("<h1>(.*?)</h1>", words(path))


@pytest.mark.usefixtures("organisation")
def test_the_built_in_text_does_not_say_that_it_is_theirs():
    assert (headed("/policy"), "no policy of our own yet. Until we do" in words("/policy")) == ([GENERAL], True)


@pytest.mark.usefixtures("published")
def test_once_there_is_a_policy_of_their_own_the_built_in_one_stays_what_it_was():
    assert [headed(path) for path in ("/policy", "/policy/2", "/policy/1")] == [[OURS], [OURS], [GENERAL]]
    assert "When these rules held, we had published no policy of our own yet." in words("/policy/1")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", ["/policy/9", "/policy/0", "/policy/2/conduct.txt", "/policy/3/other.txt"])
def test_what_is_not_there_is_a_404(path):
    assert get(path).status_code == 404


@pytest.mark.usefixtures("published")
def test_the_history_tells_each_change_in_words():
    html = words("/policy/history")
    assert (
        '<h3>What we ask of you</h3> <ul> <li><span class="badge good">new</span> <ins>Send no spam.</ins></li> </ul>'
    ) in html


@pytest.mark.usefixtures("published")
def test_the_first_own_version_is_not_told_line_by_line_against_rules_that_nobody_chose():
    """Some fifty lines, folded away; the version after it is told in full."""
    html = words("/policy/history")
    third, _gap, second = html.partition('id="version-2"')
    told = "The first version in our own words."
    assert (told in second, "<details>" in second, told in third, "<details>" in third) == (True, True, False, False)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", ["/policy", "/report"])
def test_a_document_is_named_with_its_digest_and_linked(path):
    """Who accepts it can read it, and can prove later what it was."""
    digest = hashlib.sha256(CONDUCT).hexdigest()
    link = '<a href="/policy/3/conduct.txt">conduct.txt</a>'
    assert f'Code, version 1: {link} (SHA-256 <code class="small">{digest}</code>)' in words(path)


@pytest.mark.parametrize("path", ["/", "/policy", "/policy/history"])
def test_a_new_version_shows_at_once(organisation, path):
    """Pages are drawn once for a version, not once for all."""
    shown = [words(path)]
    for text in (SMALL, OTHER):
        publish_text(organisation, text, files={"conduct.txt": CONDUCT}, now=timezone.now())
        shown.append(words(path))
    assert len(set(shown)) == 3


@pytest.mark.parametrize(
    ("topics", "told"), [('["weakness"]', (True, False, False)), ('["leak", "abuse"]', (False, True, True))]
)
def test_only_what_the_policy_names_can_be_reported(organisation, topics, told):
    publish_text(organisation, with_lines("[clauses]", f"[finder]\ntopics = {topics}\n\n[clauses]"), now=timezone.now())
    html = words("/")
    assert tuple(f"<strong>{name}</strong>" in html for name in ("A weakness", "Leaked data", "Abuse")) == told


@pytest.mark.usefixtures("organisation")
def test_before_anything_is_published_the_history_says_so():
    assert "There is one version" in words("/policy/history")


@pytest.mark.usefixtures("published")
def test_a_document_comes_exactly_as_it_was_published():
    answer = get("/policy/3/conduct.txt")
    assert (answer.content, answer.headers["Content-Type"]) == (CONDUCT, "text/plain; charset=utf-8")


@pytest.mark.usefixtures("published")
def test_programs_get_a_copy_of_what_is_shown():
    copy = get("/policy.json").json()
    rules = next(section for section in copy["sections"] if section["id"] == "rules")
    assert (copy["organisation"], copy["version"], copy["promises"][0]) == (
        "Haven",
        3,
        {
            "kind": "first_answer",
            "amount": 5,
            "unit": "working_days",
            "says": [],
            "pauses": False,
            "calendar": "NL",
            "office": "",
            "moves": False,
        },
    )
    assert [clause["id"] for clause in rules["clauses"]] == ["tell_only_us", "no_spam"]


MARK = " (kept by people)"


def test_page_and_copy_mark_the_same_clauses(organisation):
    """Every clause that people keep, whatever its part of the page; not what the finder does, and no row beneath a promise."""
    text = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "erase_after_fix"]')
    publish_text(organisation, text + "\n[[reward.step]]\nseverity = 'low'\nleast = 5\nmost = 50\n", now=timezone.now())
    copy = get("/policy.json").json()
    clauses = [clause for section in copy["sections"] for clause in section["clauses"]]
    lines = re.findall(r"<li>(.*?)</li>", words("/policy"))
    shown = {re.sub("<[^>]+>", "", line) for line in lines}
    assert {clause["id"] for clause in clauses if clause["kept_by_people"]} == {
        "no_legal_steps",
        "reward_offered",
        "reward_first_only",
        "reward_unknown_only",
        "publication_together",
        "want_to_be_involved",
        "credit_with_consent",
        "files_erased",
        "report_erased",
    }
    assert {clause["texts"]["en"] + MARK * clause["kept_by_people"] for clause in clauses} - shown == set()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", ["/", "/policy", "/policy/history", "/policy.json", "/report"])
def test_people_behind_the_policy_are_on_no_page(path):
    """The mail address of the first of them is in the file."""
    assert "a@haven.example" in SMALL
    assert "a@haven.example" not in get(path).text


def test_a_text_of_ones_own_is_shown_as_text(organisation):
    """Markup is refused by the reader; what is left of signs with a meaning in HTML is written so that it has none."""
    text = with_lines("[contact]", "[introduction]\nnl = 'Als 5 < 6 & \"7\"'\nen = 'If 5 < 6 & \"7\"'\n\n[contact]")
    publish_text(organisation, text, now=timezone.now())
    assert "If 5 &lt; 6 &amp; &quot;7&quot;" in get("/").text


@pytest.mark.parametrize("path", ["/", "/policy", "/report"])
@pytest.mark.usefixtures("organisation")
def test_a_long_policy_tells_other_ways_and_exceptions_before_the_form(organisation, path):
    example = EXAMPLES / "utility.toml"
    publish_by_two(
        organisation, in_name_of("Haven", example.read_text()), files=files_beside(example), now=timezone.now()
    )
    html = words(path)
    assert (
        0 < html.index("What you report elsewhere") < html.index("What we ask of you" if path != "/report" else "<form")
    )


def test_a_text_that_looks_like_a_place_is_just_text(organisation):
    named = DOCUMENT.replace("Code", "[[place of x]]")
    publish_text(organisation, SMALL + named, files={"conduct.txt": CONDUCT}, now=timezone.now())
    page = get("/policy")
    assert (page.status_code, "[[place of x]]" in page.text) == (200, True)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("number", ["02", "002", "0", "1000000000"])
@pytest.mark.parametrize("rest", ["", "/conduct.txt"])
def test_a_version_has_one_address(number, rest):
    """A page is drawn once for every address, so nobody may make up more of them."""
    assert get(f"/policy/{number}{rest}").status_code == 404


@pytest.mark.usefixtures("published")
def test_a_document_with_a_name_no_database_takes_is_not_there():
    assert get("/policy/3/a%00b").status_code == 404


def planned(day: str) -> str:
    """Return the other policy, to be in force from this day."""
    return SMALL.replace("format = 1\n", f"format = 1\ntakes_effect = {day}\n").replace("5 working days", "1 week")


def test_a_planned_version_is_announced(organisation):
    publish_text(organisation, now=timezone.now())
    assert "A new version is planned" not in words("/policy")
    publish_text(organisation, planned(NEXT_YEAR), now=timezone.now())
    told = "A new version is planned: version 3. In force from:"
    assert (told in words("/policy"), '<a href="/policy/3">Read version 3</a>' in words("/policy")) == (True, True)
    assert [text in words("/policy/3") for text in ("This version is not in force yet.", told)] == [True, False]


def test_a_planned_version_that_was_replaced_says_so(organisation):
    """Nobody reads that it holds, or will hold."""
    publish_text(organisation, now=timezone.now())
    publish_text(organisation, planned(NEXT_YEAR), now=timezone.now())
    assert "is not in force yet" in words("/policy/3")
    publish_text(organisation, OTHER, files={"conduct.txt": CONDUCT}, now=timezone.now())
    page, history = words("/policy/3"), words("/policy/history")
    assert "This version was never in force: version 4 replaced it." in page
    assert [text in page for text in ("It still holds", "In force from:", "It was planned for:")] == [
        False,
        False,
        True,
    ]
    assert "Never in force: version 4 replaced it. It was planned for:" in history
    assert "Compared with version 2, which was in force before it:" in history
    assert "A new version is planned" not in words("/policy")
