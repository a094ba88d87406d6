"""What the reader makes of a text: own words and quotes, language, what was passed on, questions for the key."""

import pytest

from meldpunt.arrivals.terms import Mailbox
from meldpunt.outside.reading.language import language_of
from meldpunt.outside.reading.quotes import split
from meldpunt.outside.reading.wishes import asks_for_key
from tests.outside.reading.mails import made, multipart, read

WROTE = "On Mon, 1 Mar 2027 at 08:58, Haven <security@haven.example> wrote:"


@pytest.mark.parametrize(
    ("text", "own", "folded"),
    [
        ("Hello\n\nAnna", "Hello\n\nAnna", ""),
        (f"Yes.\n\n{WROTE}\n> Is it still open?\n", "Yes.", f"{WROTE}\n> Is it still open?"),
        ("Ja.\n\nOp ma 1 mrt 2027 om 08:58 schreef Haven <security@haven.example>:\n> Nog open?", "Ja.", None),
        (
            "Yes.\n\nOn Mon, 1 Mar 2027 at 08:58, Haven\n<security@haven.example> wrote:\n> Open?\n> Really?",
            "Yes.",
            None,
        ),
        ("Yes.\n\n-----Oorspronkelijk bericht-----\nVan: Haven\nOpen?", "Yes.", None),
        (
            "Yes.\n\n________________________________\nFrom: Haven\nSent: Monday\nTo: Anna\nSubject: Open?\n\nOpen?",
            "Yes.",
            None,
        ),
        ("Yes.\n\nVan: Haven\nVerzonden: maandag\nAan: Anna\nOnderwerp: Open?\n\nOpen?", "Yes.", None),
        ("Hello\n-- \nAnna\n06 12345678", "Hello", "-- \nAnna\n06 12345678"),
        ("> Is it open?\nYes.\n> Really?\nReally.", "> Is it open?\nYes.\n> Really?\nReally.", ""),
        ("> all of it", "> all of it", ""),
        (f"{WROTE}\n> Is it open?\nYes, still.\n> Since when?\nLast year.", None, ""),
        ("I looked at:\n--- a/file\n+++ b/file\n-- not a signature", None, ""),
        ("From: address is not checked, I can write as anybody.\nThat is all.", None, ""),
    ],
)
def test_own_words_and_what_is_folded(text: str, own: str | None, folded: str | None):
    found = split(text)
    assert found[0] == (text if own is None else own)
    assert folded is None or found[1] == folded
    assert [line for line in text.split("\n") if line.strip() and line not in "\n".join(found).split("\n")] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik heb een lek gevonden in uw website en wil dat graag melden.", "nl"),
        ("I have found a hole in your website and would like to report it.", "en"),
        ("Ich habe eine Schwachstelle auf Ihrer Seite gefunden und melde sie.", ""),
        ("J'ai trouvé une faille dans votre site et je voudrais la signaler.", ""),
        ("GET /index.php?id=1' HTTP/1.1", ""),
        ("Die Hasen und die Frösche", ""),
        ("", ""),
        ("ok", ""),
        ("Goedemiddag, de pagina toont gegevens van anderen.", "nl"),
        ("Goedemorgen. XSS op https://a.example/search?q=the in het zoekveld, zie bijlage.", "nl"),
    ],
)
def test_language(text: str, language: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("PGP key", ""),
        ("PGP", "Please send me your PGP key."),
        (
            "Vulnerability",
            "Hi, I found a vulnerability. Could you please share your public PGP key? Kind regards, Anna",
        ),
        (
            "Melding",
            "Geachte heer, mevrouw,\n\nKunt u mij uw openbare sleutel sturen?\n\nMet vriendelijke groet,\nAnna",
        ),
        ("Sleutel", "Graag ontvang ik uw PGP-sleutel."),
        ("Request", "Where can I find your OpenPGP key?"),
        ("Request", "Public key please"),
        ("GPG", "Could I get your GPG pubkey?"),
        ("Question", "Send me your key"),
        ("Verzoek", "Wilt u mij de sleutel sturen waarmee ik mijn melding kan versleutelen?"),
        ("Melding", "Hebben jullie een PGP-sleutel?"),
    ],
)
def test_asks_for_the_key(subject: str, text: str):
    assert asks_for_key(subject, text, 0)


@pytest.mark.parametrize(
    ("subject", "text", "files"),
    [
        ("PGP key", "Please send me your PGP key. See the picture.", 1),
        ("PGP key", "Your PGP key is at https://a.example/backup.zip, everybody can get the key", 0),
        ("Leak", "The public key of your server is too short.", 0),
        ("PGP", "Please send me your PGP key. " + "It is about the fence of the harbour, which stands open. " * 9, 0),
        (
            "PGP key",
            "I could sign in as the director with the word welcome in the portal for staff, every day since May",
            0,
        ),
        ("Hello", "", 0),
        ("Hello", "Your API key is in the page source", 0),
        ("XSS", "Send your PGP key", 0),
        ("PGP key", "I could sign in as the director", 0),
        ("Hello", "Your SSL public key is weak, please fix", 0),
        ("Hello", "Your PGP key has expired, please renew it", 0),
        ("Hello", "I need money. I have the public key of your server", 0),
        ("Melding", "De sleutel van uw API staat in de broncode van de pagina, graag verwijderen", 0),
        ("Hello", "I lost the key of my bike at your gate last Monday, please send it", 0),
    ],
)
def test_report_is_no_question_for_the_key(subject: str, text: str, files: int):
    assert not asks_for_key(subject, text, files)


def test_own_signature_and_key_beside_the_question():
    found = read(
        multipart(
            "mixed",
            "Content-Type: text/plain\n\nPlease send me your public PGP key, mine is attached.",
            'Content-Type: application/pgp-keys; name="anna.asc"\n\nx',
            "Content-Type: image/png\nContent-ID: <logo>\n\nx",
        )
    )
    assert found.asks_for_key


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Fwd: Open fence",
            (
                "Is this for you?\n\n---------- Forwarded message ---------\nFrom: Bob <bob@other.example>\n"
                "Date: Sun, 28 Feb 2027 10:00:00 +0100\nSubject: Open fence\nTo: <info@haven.example>\n\nThe fence is open.\n"
            ),
        ),
        (
            "FW: Open fence",
            (
                "Is this for you?\n\nVan: Bob <bob@other.example>\nVerzonden: zondag 28 februari 2027 09:00\n"
                "Aan: info@haven.example\nOnderwerp: Open fence\n\nThe fence is open.\n"
            ),
        ),
        (
            "Open fence",
            (
                "Is this for you?\n\nBegin forwarded message:\n\nFrom: Bob <bob@other.example>\nSubject: Open fence\n"
                "Date: 28 February 2027 at 09:00:00 UTC\nTo: info@haven.example\n\nThe fence is open.\n"
            ),
        ),
        (
            "FW: Open fence",
            (
                "Is this for you?\n\n-----Original Message-----\nFrom: Bob [mailto:bob@other.example]\n"
                "Sent: 28 February 2027 09:00\nTo: info@haven.example\nSubject: Open fence\n\nThe fence is open.\n"
            ),
        ),
    ],
)
def test_mail_passed_on_in_the_text(subject: str, text: str):
    found = read(made(head=f"Subject: {subject}\r\n", body=text))
    inner = found.forwarded
    assert inner is not None
    assert (found.text, inner.text, inner.subject) == ("Is this for you?", "The fence is open.", "Open fence")
    assert (inner.sender, inner.to) == (Mailbox("Bob", "bob@other.example"), (Mailbox("", "info@haven.example"),))
    assert inner.date is not None
    assert (inner.date.isoformat(), "The fence is open." in found.quoted) == ("2027-02-28T09:00:00+00:00", True)


def test_answer_is_not_passed_on():
    found = read(
        made(
            head="Subject: Re: x\r\n",
            body="Yes.\n\n-----Original Message-----\nFrom: Haven\nSent: now\nTo: Anna\n\nOpen?\n",
        )
    )
    assert (found.text, found.forwarded) == ("Yes.", None)
