"""Mail that belongs elsewhere is recognised by its words; a report never is."""

import pytest

from meldpunt.arrivals.rules.misdirected import (
    as_facts,
    channel_for,
    from_facts,
    matters_of,
    suggested,
)
from meldpunt.arrivals.terms import Suggestion
from meldpunt.policy.terms import Mail, Matter, OtherChannel

SURE = {
    "phishing, nl": (
        Matter.PHISHING,
        "Phishing",
        (
            "Goedemiddag,\n\nIk kreeg een mail waarin staat dat ik een boete moet betalen. Het is een verdachte mail, ik denk phishing. "
            "Ik heb niet op de link geklikt. Onderstaande mail stuur ik door."
        ),
    ),
    "phishing, en": (
        Matter.PHISHING,
        "Suspicious email about a parcel",
        (
            "Hello,\n\nI received an email that says I must pay for a parcel. It looks like phishing, so I did not click. "
            "I am forwarding it to you, see below."
        ),
    ),
    "fake mail, nl": (
        Matter.FAKE_MAIL,
        "Is deze mail van jullie?",
        "Ik kreeg een e-mail met jullie logo. Volgens mij is het een nepmail. Doet alsof hij echt van jullie komt.",
    ),
    "fraud, nl": (
        Matter.FRAUD,
        "Opgelicht",
        (
            "Ik ben opgelicht. Ik kreeg een spookfactuur en heb geld overgemaakt. Het rekeningnummer was niet van uw bedrijf. "
            "Ik doe ook aangifte."
        ),
    ),
    "fraud, en": (
        Matter.FRAUD,
        "Fraudulent invoice",
        "I was scammed. Somebody sent me a fake invoice that carries your name, and I have lost money. Should I go to the police?",
    ),
    "complaint, nl": (
        Matter.COMPLAINT,
        "Klacht",
        "Ik wil een klacht indienen. Ik ben zeer ontevreden: ik ben drie weken lang niet teruggebeld door de klantenservice.",
    ),
    "complaint, en": (
        Matter.COMPLAINT,
        "Complaint about poor service",
        "I want to complain. Your customer service was rude and my parcel was delivered late. I want a refund.",
    ),
    "question, nl": (
        Matter.QUESTION,
        "Vraag over mijn abonnement",
        "Ik heb een vraag. Hoe kan ik een adreswijziging doorgeven? Mijn klantnummer is 12345.",
    ),
    "question, en": (
        Matter.QUESTION,
        "Question about my order",
        "When will my order be delivered? Could you tell me your opening hours? My order number is 12345.",
    ),
    "outage, nl": (Matter.OUTAGE, "Storing", "Wij hebben sinds gisteren geen internet. Het modem doet het niet."),
}
REPORTS = {
    "dmarc": "Phishing possible in your name: your domain has no DMARC record, so anybody can send fake mail in your name.",
    "open redirect": "Phishing: the link https://shop.example/go?to= leads anywhere, which makes a suspicious email look like yours.",
    "another's invoice": "Klacht! Ik zie de factuur van een andere klant als ik inlog op mijn rekening. Ik wil een klacht indienen.",
    "another's invoice, en": "I have a question about my invoice: on my subscription page I see the bill of another customer.",
    "wrong order": "My order page shows the orders of somebody else. I want to complain, this is poor service and I want a refund.",
    "by numbers": "Een vraag over mijn bestelling: als ik het nummer verander zie ik bestellingen van anderen.",
    "outage on purpose": "Your website is down after one request, an outage by a crafted payload. It does not work since this morning.",
    "found papers": "Klacht: bij het oud papier lagen dossiers, gegevens op straat liggen. Zeer ontevreden.",
    "leaked": "Spam: mijn adres dat ik alleen bij u gebruik is gelekt. Ik kreeg een mail, phishing, op dat adres.",
    "fraud with codes": "Fraude: kortingscodes kunnen zonder in te loggen worden opgevraagd. Oplichters kunnen valse factuur maken.",
    "request": "Complaint\n\nGET /invoices/1001 HTTP/1.1\nHost: shop.example\n\nRefund works without a check. Poor service.",
    "number of a weakness": "Outage: your router runs firmware with CVE-2024-12345, no internet when somebody sends a packet.",
    "victim": "Klacht: mijn account is gehackt en er is een bestelling gedaan. Oplichting!",
    "script": "Question about my order: the order number field takes <script>, can you help me",
}
ALL = frozenset(Matter)


@pytest.mark.parametrize(("matter", "subject", "text"), SURE.values(), ids=SURE)
def test_sure(matter: Matter, subject: str, text: str) -> None:
    """A mail with many words for one matter, and none of a report."""
    suggestion = suggested(subject=subject, text=text, offered=ALL)
    assert suggestion is not None
    assert (suggestion.matter, suggestion.is_sure, suggestion.against) == (matter, True, ())


@pytest.mark.parametrize("text", REPORTS.values(), ids=REPORTS)
def test_a_report_is_never_misdirected(text: str) -> None:
    """Whatever else it says: one sign of a report, and nothing is suggested."""
    assert suggested(subject="", text=text, offered=ALL) is None


def test_sign_in_what_was_folded_away() -> None:
    """A report that somebody passes on with a few words of their own."""
    subject, text = "Klacht", "Klacht, zeer ontevreden, niet teruggebeld door de klantenservice. Zie hieronder."
    assert suggested(subject=subject, text=text, quoted="I found a vulnerability in your shop.", offered=ALL) is None


def test_explains_itself() -> None:
    """The words that made the suggestion, as they stand in the mail but for capitals."""
    suggestion = suggested(subject="Klacht", text="Uw MEDEWERKER was onbeleefd.", offered=ALL)
    assert suggestion == Suggestion(Matter.COMPLAINT, False, ("klacht", "medewerker", "onbeleefd"))


def test_doubt_is_named_and_never_sure() -> None:
    """A word that a finder could have written too."""
    text = "Ik wil een klacht indienen, zeer ontevreden, slechte service. Mijn wachtwoord vergeten duurt een uur. Schadevergoeding!"
    suggestion = suggested(subject="Klacht", text=text, offered=ALL)
    assert suggestion is not None
    assert (suggestion.is_sure, suggestion.against) == (False, ("wachtwoord",))


@pytest.mark.parametrize("kept", ["has_files", "is_sealed"])
def test_never_sure_with(kept: str) -> None:
    """What was attached was not read, and who encrypts has a reason."""
    _, subject, text = SURE["complaint, nl"]
    suggestion = suggested(subject=subject, text=text, offered=ALL, **{kept: True})  # type: ignore[arg-type]  # one of two
    assert suggestion is not None
    assert suggestion.is_sure is False


def test_two_matters_are_not_sure() -> None:
    """Who has a question and a complaint is read by a person."""
    text = SURE["complaint, nl"][2] + " " + SURE["question, nl"][2]
    suggestion = suggested(subject="Klacht", text=text, offered=ALL)
    assert suggestion is not None
    assert suggestion.is_sure is False


def test_only_what_the_policy_sends_elsewhere() -> None:
    """Without a channel there is nothing to suggest."""
    _, subject, text = SURE["complaint, nl"]
    assert suggested(subject=subject, text=text, offered={Matter.FRAUD, Matter.OUTAGE}) is None


def test_phishing_goes_where_fake_mail_goes() -> None:
    """People have one word for both, and policies often name one."""
    _, subject, text = SURE["phishing, en"]
    suggestion = suggested(subject=subject, text=text, offered={Matter.FAKE_MAIL})
    assert suggestion is not None
    assert suggestion.matter is Matter.PHISHING


@pytest.mark.parametrize("text", ["", "Hallo", "klacht", "a " * 100_000, "klacht " * 100_000])
def test_too_little_or_too_much(text: str) -> None:
    """One word alone says nothing, also when it stands there often."""
    assert suggested(subject="", text=text, offered=ALL) is None


def test_part_of_a_word_is_not_the_word() -> None:
    """`frude` is in no list, and `klachtvrij` is not a complaint."""
    assert suggested(subject="Klachtvrij", text="Helpdeskmedewerkers met storingsvrije modems", offered=ALL) is None


def test_channel_of_a_matter() -> None:
    """The channel that names it, else the one that names what people call the same."""
    fraud = OtherChannel((Matter.FRAUD, Matter.FAKE_MAIL), mail=Mail("fraude@stadsbank.example"))
    complaint = OtherChannel((Matter.COMPLAINT,), mail=Mail("klacht@stadsbank.example"))
    matters = (Matter.COMPLAINT, Matter.PHISHING, Matter.OUTAGE)
    assert [channel_for(matter, (fraud, complaint)) for matter in matters] == [complaint, fraud, None]


def test_matters_of_the_policy() -> None:
    """Every matter for which there is another channel."""
    channels = (OtherChannel((Matter.FRAUD, Matter.PHISHING)), OtherChannel((Matter.QUESTION,)))
    assert matters_of(channels) == {Matter.FRAUD, Matter.PHISHING, Matter.QUESTION}


@pytest.mark.parametrize("suggestion", [None, Suggestion(Matter.FRAUD, True, ("fraude",), ("server",))])
def test_facts_and_back(suggestion: Suggestion | None) -> None:
    """What is sealed is read back equal."""
    assert from_facts(as_facts(suggestion)) == suggestion


def test_words_are_not_in_its_name() -> None:
    """What was written in a mail stays out of logs and errors."""
    assert "geheim" not in repr(Suggestion(Matter.FRAUD, True, ("geheim",), ("geheim",)))
