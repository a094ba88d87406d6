"""A renewed certificate is taken up without a restart by hand."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.site.program import PATIENCE, free_port, run, until

pytestmark = [pytest.mark.network, pytest.mark.sqlite]
ADDRESS = "127.0.0.1"


def renew(folder: Path) -> bytes:
    """Write a new certificate and key, the key first; return the certificate as a browser gets it (DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "meld.example")])
    now = datetime.now(tz=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    certificate = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, plain[1], plain[0]))
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return certificate.public_bytes(serialization.Encoding.DER)


def shown(port: int) -> bytes:
    """Return the certificate that the server shows; nothing while it does not answer."""
    try:
        return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((ADDRESS, port), timeout=5))
    except OSError:
        return b""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Start the program with a certificate; give its port."""
    renew(tmp_path)
    wanted = free_port()
    files = {"MELDPUNT_TLS_CERTIFICATE": tmp_path / "cert.pem", "MELDPUNT_TLS_KEY": tmp_path / "key.pem"}
    variables = {name: str(path) for name, path in files.items()} | {
        "MELDPUNT_SECRETS_FILE": str(tmp_path / "secrets.json")
    }
    process = run("--data", str(tmp_path / "data"), "--port", str(wanted), **variables)
    try:
        until(lambda: process.poll() is not None or bool(shown(wanted)))
        assert process.poll() is None, process.communicate()[0]
        yield wanted
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_new_certificate_is_shown_soon(port: int, tmp_path: Path) -> None:
    """The files are looked at again and again."""
    new = renew(tmp_path)
    until(lambda: shown(port) == new)


def test_a_key_that_is_half_written_changes_nothing(port: int, tmp_path: Path) -> None:
    """The old certificate goes on until both files belong together."""
    old = shown(port)
    (tmp_path / "key.pem").write_text("half")
    assert shown(port) == old
    new = renew(tmp_path)
    until(lambda: shown(port) == new)
