import pytest

from meldpunt.policy.rules.differences import Change, Difference, differences
from meldpunt.policy.rules.settled import contact_modes_of, days_at_most, promises_of
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.terms import ContactMode, Promise, PromiseKind, Section, Span, Unit
from tests.factories.policy_texts import EXAMPLES, SMALL, files_beside, policy_of, with_lines


def name_of(difference: Difference) -> str:
    clause = difference.after or difference.before
    return clause.id if clause else ""


def shown(text: str, name: str) -> dict[str, str]:
    (found,) = [clause for clause in clauses_of(policy_of(text)) if clause.id == name]
    return dict(found.texts)


@pytest.mark.parametrize(
    ("within", "nl", "en"),
    [
        ("1 working day", "1 werkdag", "1 working day"),
        ("5 working days", "5 werkdagen", "5 working days"),
        ("1 hour", "1 uur", "1 hour"),
        ("24 hours", "24 uur", "24 hours"),
        ("1 day", "1 dag", "1 day"),
        ("3 days", "3 dagen", "3 days"),
        ("1 week", "1 week", "1 week"),
        ("2 weeks", "2 weken", "2 weeks"),
        ("1 month", "1 maand", "1 month"),
        ("6 months", "6 maanden", "6 months"),
    ],
)
def test_a_unit_agrees_with_its_number(within, nl, en):
    assert shown(with_lines("5 working days", within), "first_answer") == {
        "nl": f"Wij antwoorden binnen {nl} op uw melding.",
        "en": f"We answer your report within {en}.",
    }


def test_a_clause_carries_its_value():
    assert shown(with_lines('"tell_only_us"', '"scan_at_most: 5"'), "scan_at_most")["en"] == (
        "When you scan automatically, send at most 5 requests per second."
    )


def test_the_safe_harbour_says_whom_it_binds():
    ids = [clause.id for clause in clauses_of(policy_of(SMALL)) if clause.section == "safe_harbour"]
    assert ids == ["no_legal_steps", "binds_us_only"]


def test_misuse_is_announced_with_its_definition():
    text = with_lines('kind = "no_steps"', 'kind = "none"\nmisuse = ["misuse_taking_more"]')
    ids = [clause.id for clause in clauses_of(policy_of(text)) if clause.section == "safe_harbour"]
    assert ids == ["misuse_goes_to_police", "misuse_taking_more"]


def test_a_clause_of_ones_own_is_kept_by_people_and_is_not_formatted():
    own = '\n[[own_clause]]\nid = "x"\nkind = "rule"\nkept_by = "stand_in"\ntext = { nl = "Bel {ons}", en = "Call {us}" }\n'
    (found,) = [clause for clause in clauses_of(policy_of(SMALL + own)) if clause.id == "own.x"]
    assert (found.kept_by_people, found.text("en")) == (True, "Call {us}")


def kept(text: str) -> dict[str, bool]:
    """Return who keeps each clause: people, or the system."""
    return {clause.id: clause.kept_by_people for clause in clauses_of(policy_of(text))}


def test_ways_in_other_than_form_and_mail_are_kept_by_people():
    ways = (
        '[[way_in]]\nkind = "mail"\naddress = "a@haven.example"\n'
        '[[way_in]]\nkind = "phone"\naddress = "+31 20 000 00 01"\n'
        '[[way_in]]\nkind = "platform"\nname = "Loket"\naddress = "https://loket.example/haven"\n'
    )
    text = with_lines("[clauses]", f"{ways}\n[clauses]")
    assert {name: people for name, people in kept(text).items() if name.startswith("way_in.")} == {
        "way_in.form": False,
        "way_in.mail.a@haven.example": False,
        "way_in.phone.+31 20 000 00 01": True,
        "way_in.platform.https://loket.example/haven": True,
    }


def test_the_steps_of_a_reward_are_kept_by_whoever_keeps_the_reward():
    steps = kept(SMALL + '\n[[reward.step]]\nseverity = "low"\nleast = 5\nmost = 50\n')
    assert steps["reward.low"] == steps["reward_offered"]


def test_what_misuse_means_and_what_a_reward_is_have_no_mark_of_their_own():
    """The mark stands once, on the promise."""
    text = with_lines('kind = "no_steps"', 'kind = "no_steps"\nmisuse = ["misuse_demanding"]')
    found = clauses_of(policy_of(text + '\n[[reward.step]]\nseverity = "low"\nleast = 5\nmost = 50\n'))
    about = ("misuse_", "reward.", "reward_offered")
    marks = {clause.id: clause.is_marked for clause in found if clause.id.startswith(about)}
    assert marks == {
        "misuse_goes_to_police": True,
        "misuse_demanding": False,
        "reward_offered": True,
        "reward.low": False,
    }


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_promise_that_people_keep_is_marked(file):
    """What a finder does is not for our people to keep, unless an organisation says so in its own words; nor is what tells a promise in full."""
    policy = policy_of(file.read_text(), files_beside(file))
    unmarked = {
        clause.section
        for clause in clauses_of(policy)
        if clause.kept_by_people and not (clause.is_marked or clause.is_detail)
    }
    assert unmarked <= {Section.ASK, Section.RULES, Section.LAW}


def test_a_policy_does_not_differ_from_itself():
    assert differences(clauses_of(policy_of(SMALL)), clauses_of(policy_of(SMALL))) == ()


def test_what_changed_is_told_clause_by_clause():
    before = clauses_of(policy_of(SMALL))
    after = clauses_of(policy_of(with_lines("5 working days", "3 days").replace('"tell_only_us"', '"no_spam"')))
    found = differences(before, after)
    assert [(each.change, name_of(each)) for each in found] == [
        (Change.ADDED, "no_spam"),
        (Change.CHANGED, "first_answer"),
        (Change.REMOVED, "tell_only_us"),
    ]
    texts = [clause.text("en") for clause in (found[1].before, found[1].after) if clause]
    assert texts == [
        "We answer your report within 5 working days.",
        "We answer your report within 3 days.",
    ]


def test_another_order_of_the_rules_is_no_change():
    two = SMALL.replace('["tell_only_us"]', '["tell_only_us", "no_spam"]')
    turned = SMALL.replace('["tell_only_us"]', '["no_spam", "tell_only_us"]')
    assert differences(clauses_of(policy_of(two)), clauses_of(policy_of(turned))) == ()


def test_another_preferred_way_in_is_a_change():
    mail = '[[way_in]]\nkind = "mail"\naddress = "a@haven.example"\n'
    form = '[[way_in]]\nkind = "form"\n'
    one, other = with_lines(form, form + mail), with_lines(form, mail + form)
    assert len(differences(clauses_of(policy_of(one)), clauses_of(policy_of(other)))) == 2


def test_promises_are_settled():
    assert promises_of(policy_of(SMALL)) == (
        Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS),
        Promise(PromiseKind.ERASURE, 30, Unit.DAYS),
    )


def test_contact_is_settled():
    assert contact_modes_of(policy_of(SMALL)) == (ContactMode.NONE, ContactMode.EMAIL, ContactMode.PHONE)


@pytest.mark.parametrize(
    ("span", "days"), [(Span(1, Unit.HOURS), 1), (Span(25, Unit.HOURS), 2), (Span(6, Unit.MONTHS), 186)]
)
def test_days_are_rounded_up(span, days):
    assert days_at_most(span) == days


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("", "This policy holds for all our systems."),
        ('[scope]\noutside = ["old.example"]\n', "This policy holds for all our other systems."),
        ('[scope]\ninside = ["new.example"]\n', "This policy also holds for our other systems."),
        ('[scope]\ninside = ["new.example"]\nrest = "outside"\n', "This policy does not hold for other systems."),
    ],
)
def test_what_holds_for_the_rest_fits_what_was_named(scope, told):
    policy = policy_of(with_lines("[clauses]", f"{scope}\n[clauses]"))
    (rest,) = [clause for clause in clauses_of(policy) if clause.id == "scope.rest"]
    assert rest.texts["en"] == told


def test_where_the_organisation_is_reached_is_shown_but_for_what_is_a_way_in():
    mail = '[[way_in]]\nkind = "mail"\naddress = "security@haven.example"\n'
    more = 'mail = "security@haven.example"\nphone = "+31 20 000 00 01"\npage = "https://haven.example/s"'
    text = with_lines('mail = "security@haven.example"', more)
    assert [shown(each, "contact")["en"] for each in (text, text.replace("[clauses]", f"{mail}\n[clauses]"))] == [
        "You can also reach us about security here: security@haven.example, +31 20 000 00 01, https://haven.example/s.",
        "You can also reach us about security here: +31 20 000 00 01, https://haven.example/s.",
    ]
    ids = [clause.id for clause in clauses_of(policy_of(with_lines("[clauses]", f"{mail}\n[clauses]")))]
    assert "contact" not in ids


def test_brands_and_sources_are_named():
    brands = '\n[[brand]]\nid = "a"\nname = "A & B"\nhosts = ["a.example"]\n[[brand]]\nid = "c"\nname = "C"\nhosts = ["c.example"]\n'
    text = with_lines("format = 1", 'format = 1\nbased_on = ["practice", "iso_29147"]') + brands
    assert (shown(text, "brands")["nl"], shown(text, "based_on")["en"]) == (
        "Dit is het beleid van Haven. Het geldt voor al onze merken: A & B, C.",
        "This policy is based on: Common in the published policies of Dutch and Belgian organisations; ISO/IEC 29147:2018, Vulnerability disclosure https://www.iso.org/standard/72311.html",
    )


def test_how_long_everything_is_kept_is_shown():
    kept = '[retention]\nidentity = "1 week"\nfinder_page = "2 months"\nfiles = "3 months"\nreport = "1 month"\n'
    text = with_lines("[clauses]", kept.replace('"1 month"', '"12 months"') + "\n[clauses]")
    names = ("erasure", "page_stays", "files_erased", "report_erased")
    spans = ("1 week", "2 months", "3 months", "12 months")
    assert [span in shown(text, name)["en"] for name, span in zip(names, spans, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("currency", "nl", "en"),
    [
        ("EUR", "Laag: € 750 tot € 2.000.", "Low: €750 to €2,000."),
        ("CHF", "Laag: CHF 750 tot CHF 2.000.", "Low: CHF 750 to CHF 2,000."),
    ],
)
def test_money_is_written_as_each_language_does(currency, nl, en):
    text = SMALL + f'\n[reward]\ncurrency = "{currency}"\n[[reward.step]]\nseverity = "low"\nleast = 750\nmost = 2000\n'
    step = next(clause for clause in clauses_of(policy_of(text)) if clause.id == "reward.low")
    assert (step.text("nl"), step.text("en")) == (
        nl.replace("€ ", "€\xa0").replace("CHF ", "CHF\xa0"),
        en.replace("CHF ", "CHF\xa0"),
    )


def test_the_page_of_thanks_is_named_where_there_is_one():
    thanks = SMALL + '\n[credit]\nhall_of_fame = true\npage = "https://www.haven.example/thanks"\n'
    assert shown(thanks, "hall_of_fame") == {
        "nl": "Als u dat wilt, komt uw naam op onze bedankpagina: https://www.haven.example/thanks.",
        "en": "If you want, your name comes on our page of thanks: https://www.haven.example/thanks.",
    }
