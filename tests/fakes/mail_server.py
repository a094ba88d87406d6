"""A real mail server on this machine: it can encrypt and ask for a sign-in, and keeps what it takes in a folder."""

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from meldpunt.outside.smtp import Security
from tests.site.program import free_port

ADDRESS = "127.0.0.1"
USER, PASSWORD = "desk", "a password of the mail server"


@dataclass
class MailServer:
    """What a running mail server has taken, each letter as it came and in clear, and the certificate to trust."""

    port: int
    certificate: Path
    mailbox: Path
    letters: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, _visit: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep a letter, and whether it came over an encrypted connection."""
        raw = envelope.original_content or b""
        letter = message_from_bytes(raw, policy=policy.SMTP)
        (self.mailbox / f"{len(self.letters)}.eml").write_bytes(raw)
        (self.mailbox / f"{len(self.letters)}.txt").write_text(text_of(letter), encoding="utf-8")
        transport = server.transport
        self.encrypted.append(transport is not None and transport.get_extra_info("ssl_object") is not None)
        self.letters.append(letter)
        return "250 taken"


def text_of(letter: EmailMessage) -> str:
    """Return subject and words of a letter, decoded."""
    return f"{letter['Subject']}\n{letter.get_content()}"


@contextmanager
def mail_server(folder: Path, security: Security, *, password: str = PASSWORD) -> Iterator[MailServer]:
    """Run a mail server while the block lasts; nobody hands in a letter without signing in as USER."""
    context = _context(folder)
    (folder / "mailbox").mkdir()
    kept = MailServer(free_port(), folder / "mail-certificate.pem", folder / "mailbox")
    controller = Controller(
        kept,
        hostname=ADDRESS,
        port=kept.port,
        ssl_context=context if security is Security.TLS else None,
        tls_context=context if security is Security.STARTTLS else None,
        require_starttls=security is Security.STARTTLS,
        authenticator=_Doorkeeper(password),
        auth_required=True,
        auth_require_tls=security is Security.STARTTLS,
    )
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


@dataclass(frozen=True)
class _Doorkeeper:
    """Knows one user."""

    password: str

    def __call__(
        self, _server: SMTP, _visit: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            self.password.encode(),
        )
        return AuthResult(success=right, handled=False)


def _context(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to show its certificate."""
    make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "mail-certificate.pem", folder / "mail-key.pem")
    return context


def make_certificate(folder: Path) -> None:
    """Make a certificate that signs itself for this machine's address: mail-certificate.pem and mail-key.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(tz=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    for extension in (
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ADDRESS))]),
        x509.BasicConstraints(ca=True, path_length=0),
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
    ):
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mail-certificate.pem").write_bytes(certificate)
    (folder / "mail-key.pem").write_bytes(private)
