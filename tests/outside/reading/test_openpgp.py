"""Mails that are encrypted and signed with OpenPGP: opened, judged, and the sender's key learned, whoever made them and in whichever way."""

from base64 import b64encode

import pytest
from pysequoia import Cert, Profile, SignatureMode, Tsk, encrypt, sign

from meldpunt.arrivals.terms import CannotRead, Encryption, Envelope, KeySource, MailFlaw, Way
from meldpunt.outside.openpgp import Sequoia
from meldpunt.outside.reading import ChildReader
from meldpunt.people.terms import HeldKey, MessageFlaw, Verdict
from tests.outside.gnupg import Gpg
from tests.outside.messages import FINDER, NOW, by_gpg, finders_gpg, held, make
from tests.outside.reading import mails
from tests.outside.reading.encrypted import INNER, encrypted, pgp_mime, read, signed
from tests.outside.reading.mails import made, multipart
from tests.outside.sequoia import sq

gpg = pytest.fixture(finders_gpg, scope="module")


PART = "Content-Type: text/plain\n\nThe gate is open.  \n-- \nAnna\n"


@pytest.mark.parametrize("options", [(), ("--compress-algo", "none"), ("--compress-algo", "bzip2")])
def test_encrypted_mail(gpg: Gpg, options: tuple[str, ...]):
    key = make()
    found = read(pgp_mime(encrypted(gpg, INNER, key, *options)), key)
    assert (found.text, found.subject, found.parts) == ("The gate is open, café.", "The gate", ())
    assert found.encryption == Encryption(encrypted=True, fingerprint=key.fingerprint, is_opened=True)


def test_encrypted_and_signed_mail_teaches_the_key(gpg: Gpg):
    key = make()
    inner = f"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHello\n--x\nContent-Type: application/pgp-keys\n\n{gpg.export(FINDER).decode()}\n--x--\n"
    found = read(pgp_mime(encrypted(gpg, inner, key, "--sign", "--local-user", FINDER)), key)
    finder = Sequoia().read(gpg.export(FINDER)).fingerprint
    assert (found.text, found.encryption.verdict, found.encryption.signed_by) == ("Hello", Verdict.VALID, finder)
    assert [(each.source, each.fingerprint, each.addresses, each.trouble) for each in found.keys] == [
        (KeySource.SIGNED, finder, (FINDER,), "")
    ]
    assert not found.encryption.is_partly_signed


def test_former_key_opens(gpg: Gpg):
    former, current = make(), make()
    found = read(pgp_mime(encrypted(gpg, INNER, former)), current, former)
    assert (found.text, found.encryption.fingerprint) == ("The gate is open, café.", former.fingerprint)


def test_key_of_an_older_kind(gpg: Gpg):
    """ElGamal, as GnuPG made for years: no library opens what was encrypted to it."""
    about = "%no-protection\nKey-Type: DSA\nKey-Length: 1024\nSubkey-Type: ELG-E\nSubkey-Length: 1024\nName-Email: old@haven.example\n"
    assert gpg.run("--gen-key", given=f"{about}Expire-Date: 0\n%commit\n".encode()).returncode == 0
    secret = gpg.export_secret("old@haven.example")
    binary = bytes(Tsk.from_bytes(secret))
    key = HeldKey("OLD", bytes(Tsk.from_bytes(secret).extract_certificate()), binary)
    message = gpg.run(
        "--trust-model", "always", "--armor", "--encrypt", "-r", "old@haven.example", given=INNER.encode()
    ).stdout
    assert mails.read(pgp_mime(message), held=[key], now=NOW).text == "The gate is open, café."


def test_sixth_version():
    made_key = Tsk.generate(user_ids=["Haven <security@haven.example>"], profile=Profile.RFC9580)
    certificate = made_key.extract_certificate()
    finder = Tsk.generate(user_ids=[f"Anna <{FINDER}>"], profile=Profile.RFC9580)
    armoured = encrypt(INNER.encode(), recipients=[certificate], signer=finder.signer())
    key = HeldKey(certificate.fingerprint.upper(), bytes(certificate), bytes(made_key))
    found = mails.read(pgp_mime(armoured), held=[key], signers=[bytes(finder.extract_certificate())], now=NOW)
    assert (found.text, found.encryption.verdict) == ("The gate is open, café.", Verdict.VALID)


def test_sq_encrypts_and_signs():
    key = make()
    with sq() as finder:
        finder.make(FINDER)
        message, certificate = finder.encrypted(INNER.encode(), key.certificate), finder.certificate()
    found = read(pgp_mime(message), key, signers=[certificate])
    assert (found.text, found.encryption.verdict) == ("The gate is open, café.", Verdict.VALID)


def test_signed_mail(gpg: Gpg):
    found = read(signed(gpg, PART), signers=[gpg.export(FINDER)])
    assert (found.text, found.encryption.verdict) == ("The gate is open.  ", Verdict.VALID)
    assert ([each.name for each in found.parts], found.encryption.encrypted) == (["signature.asc"], False)


def test_breaks_that_a_server_changed(gpg: Gpg):
    found = read(signed(gpg, PART).replace(b"\r\n", b"\n"), signers=[gpg.export(FINDER)])
    assert found.encryption.verdict is Verdict.VALID


def test_signed_mail_that_was_changed(gpg: Gpg):
    found = read(signed(gpg, PART).replace(b"is open", b"is shut"), signers=[gpg.export(FINDER)])
    assert (found.text, found.encryption.verdict) == ("The gate is shut.  ", Verdict.CHANGED)


def test_signer_who_is_not_known(gpg: Gpg):
    assert read(signed(gpg, PART)).encryption.verdict is Verdict.UNKNOWN_KEY


def test_signer_whose_key_ended(gpg: Gpg):
    assert read(signed(gpg, PART), signers=[gpg.export(FINDER)], days=900).encryption.verdict is Verdict.EXPIRED


def test_signature_in_an_old_way(gpg: Gpg):
    mail = signed(gpg, PART, "--digest-algo", "SHA1", "--allow-weak-digest-algos")
    assert read(mail, signers=[gpg.export(FINDER)]).encryption.verdict is Verdict.WEAK


def test_signer_whose_key_was_taken_back():
    key = Tsk.generate(user_ids=[f"Anna <{FINDER}>"], profile=Profile.RFC4880)
    certificate = key.extract_certificate()
    text = sign(key.signer(), b"hello", mode=SignatureMode.CLEAR)
    revoked = bytes(certificate) + bytes(certificate.revoke(key.certifier()))
    found = read(made(body=text), signers=[bytes(Cert.from_bytes(revoked))])
    assert (found.text, found.encryption.verdict) == ("hello", Verdict.REVOKED)


def test_text_beside_what_was_signed(gpg: Gpg):
    inner = signed(gpg, PART).partition(b"MIME-Version: 1.0\r\n")[2].decode().replace("\r\n", "\n")
    found = read(
        multipart("mixed", inner, "\n\nThis list is served by nobody.", boundary="outer"), signers=[gpg.export(FINDER)]
    )
    assert (found.encryption.verdict, found.encryption.is_partly_signed) == (Verdict.VALID, True)


def test_signed_within_encrypted(gpg: Gpg):
    key = make()
    inner = signed(gpg, PART).partition(b"MIME-Version: 1.0\r\n")[2]
    found = read(pgp_mime(encrypted(gpg, inner, key)), key, signers=[gpg.export(FINDER)])
    assert (found.text, found.encryption.verdict, found.encryption.encrypted) == (
        "The gate is open.  ",
        Verdict.VALID,
        True,
    )


def test_encrypted_text_in_a_mail(gpg: Gpg):
    key = make()
    first, second = (encrypted(gpg, text, key).decode() for text in ("one é\n", "two\n"))
    found = read(made(body=f"Hello\n\n{first}\nand\n\n{second}\nAnna\n"), key)
    assert (found.text.split(), found.encryption.encrypted) == (["Hello", "one", "é", "and", "two", "Anna"], True)


def test_mail_in_an_encrypted_text(gpg: Gpg):
    key = make()
    inner = "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHello\n--x\nContent-Type: image/png; name=a.png\n\nx\n--x--\n"
    found = read(made(body=encrypted(gpg, inner, key).decode()), key)
    assert (found.text, [each.name for each in found.parts]) == ("Hello", ["a.png"])


@pytest.mark.parametrize(
    ("charset", "text"), [("utf-8", "Een café ✓ open\n- punt\n"), ("iso-8859-1", "Een café\n- punt\n")]
)
def test_cleartext_signature(gpg: Gpg, charset: str, text: str):
    block = gpg.run("--clearsign", "--local-user", FINDER, given=text.encode(charset)).stdout
    found = read(made(f"Content-Type: text/plain; charset={charset}", body=block), signers=[gpg.export(FINDER)])
    assert (found.text, found.encryption.verdict) == (text.strip(), Verdict.VALID)
    changed = read(
        made(f"Content-Type: text/plain; charset={charset}", body=block.replace(b"punt", b"komma")),
        signers=[gpg.export(FINDER)],
    )
    assert changed.encryption.verdict is Verdict.CHANGED


def test_encrypted_file(gpg: Gpg):
    key, content = make(), bytes(range(256))
    armoured = encrypted(gpg, content, key).decode()
    part = (
        f'Content-Type: application/octet-stream; name="picture.png.asc"\nContent-Disposition: attachment\n\n{armoured}'
    )
    found = read(multipart("mixed", "\n\nSee the picture", part), key)
    assert (found.text, [(each.name, each.content) for each in found.parts]) == (
        "See the picture",
        [("picture.png", content)],
    )


def test_key_of_somebody_else(gpg: Gpg):
    found = read(pgp_mime(encrypted(gpg, INNER, make())), make())
    assert (found.text, found.encryption.flaw, found.encryption.is_closed) == ("", MessageFlaw.NOT_OURS, True)
    assert [each.name for each in found.parts] == ["encrypted.asc"]


def test_readable_text_beside_what_stays_closed(gpg: Gpg):
    found = read(made(body=f"Your login page is open.\n\n{encrypted(gpg, INNER, make()).decode()}"), make())
    assert (found.encryption.flaw, found.encryption.is_closed) == (MessageFlaw.NOT_OURS, False)
    assert found.text.startswith("Your login page is open.\n\n-----BEGIN PGP MESSAGE-----")


def test_closed_text_alone(gpg: Gpg):
    found = read(made(body=encrypted(gpg, INNER, make()).decode()), make())
    assert (found.encryption.flaw, found.encryption.is_closed) == (MessageFlaw.NOT_OURS, True)


def test_secret_part_is_elsewhere(gpg: Gpg):
    key = make()
    raw = pgp_mime(encrypted(gpg, INNER, key))
    found = mails.read(raw, held=[HeldKey(key.fingerprint, key.certificate, None)], now=NOW)
    assert (found.encryption.flaw, found.encryption.is_closed) == (MessageFlaw.SECRET_ELSEWHERE, True)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_cut_off(gpg: Gpg, kept: float):
    key = make()
    armoured = encrypted(gpg, INNER * 40, key)
    found = read(pgp_mime(armoured[: int(len(armoured) * kept)]), key)
    assert (found.text, found.encryption.flaw) == ("", MessageFlaw.DAMAGED)


def test_changed_on_its_way(gpg: Gpg):
    key = make()
    message = bytearray(by_gpg(gpg, INNER.encode(), key))
    message[-9] ^= 1
    part = f"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n{b64encode(message).decode()}"
    found = read(multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1", part), key)
    assert (found.text, found.encryption.flaw) == ("", MessageFlaw.DAMAGED)


def test_bomb_is_stopped(gpg: Gpg):
    key = make()
    raw = pgp_mime(encrypted(gpg, bytes(200 * 1024 * 1024), key))
    with pytest.raises(CannotRead) as caught:
        ChildReader().read(raw, keys=held(key), signers=[], envelope=Envelope(Way.PIPE), now=NOW)
    assert caught.value.flaw in {MailFlaw.TOO_LARGE, MailFlaw.TIMED_OUT}  # on a slow machine its time is over first


def test_child_opens_and_judges(gpg: Gpg):
    key = make()
    raw = pgp_mime(encrypted(gpg, INNER, key, "--sign", "--local-user", FINDER))
    by_child = ChildReader().read(
        raw, keys=held(key), signers=[gpg.export(FINDER)], envelope=Envelope(Way.PIPE), now=NOW
    )
    assert by_child == read(raw, key, signers=[gpg.export(FINDER)])


def test_part_of_a_key_that_its_owner_never_bound(gpg: Gpg):
    """Somebody hangs a key of theirs below the finder's: what they sign is not the finder's."""
    stranger = Tsk.generate(user_ids=["Eve <eve@other.example>"], profile=Profile.RFC4880)
    from pysequoia.packet import PacketPile, Tag

    packets = list(PacketPile.from_bytes(bytes(stranger.extract_certificate())))
    first = next(at for at, packet in enumerate(packets) if packet.tag == Tag.PublicSubkey)
    finder = bytes(Cert.from_bytes(gpg.export(FINDER)))
    forged = finder + b"".join(bytes(packet) for packet in packets[first:])
    text = sign(stranger.signer(), b"I am Anna", mode=SignatureMode.CLEAR)
    assert read(made(body=text), signers=[forged]).encryption.verdict is not Verdict.VALID


def test_clear_text_is_in_no_repr(gpg: Gpg):
    key = make()
    assert "gate" not in repr(read(pgp_mime(encrypted(gpg, INNER, key)), key))
