"""A real gpg finds the key by the mail address alone: over HTTPS, at port 443, with an authority that this machine trusts.

In both forms of the directory (draft-koch-openpgp-webkey-service, 3.1), for the organisation and for the domain of a brand. Only the
names that a form needs exist, so that gpg has no other way. All of it happens in a network and a mount of its own, so that neither
names, ports nor certificates of the machine are touched.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.factories.policy_texts import SMALL

pytestmark = [pytest.mark.server, pytest.mark.sqlite]
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
BRANDED = (
    SMALL.replace("security@haven.example", "security@harbour.example")
    + '\n[[brand]]\nid = "harbour"\nname = "Harbour"\nhosts = ["report.harbour.example"]\n'
)
NOBODY = """
import socket
asked = socket.socket(type=socket.SOCK_DGRAM)
asked.bind(("127.0.0.1", 53))
while True:
    question, who = asked.recvfrom(512)
    asked.sendto(question[:2] + b"\\x81\\x83" + question[4:6] + bytes(6) + question[12:], who)
"""
"""A name server that knows no name (RFC 1035, 4.1.1: RCODE 3); what exists stands in the file of hosts."""
WORKER = """
import os
from datetime import UTC, datetime
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "meldpunt.site.settings"
django.setup()
from meldpunt.outside.openpgp import Sequoia
from meldpunt.policy.jobs import keep_keys
assert keep_keys(keys=Sequoia(), now=datetime.now(tz=UTC)) == 1
"""
"""What the worker does within a minute: it makes the key that the policy offers."""
PROGRAMS = ("gpg", "dirmngr", "unshare", "mount", "ip")
SCRIPT = """
set -eu
mount --bind "$1/hosts" /etc/hosts
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/authority.pem" /etc/ssl/certs/ca-certificates.crt
ip link set lo up
cd "$1"
meldpunt() { "$PYTHON" -m meldpunt "$@"; }
meldpunt init --name Haven --host-name report.haven.example --language nl,en \
    --handler-email anna@haven.example --recovery-code-file "$1/recovery"
meldpunt policy publish --yes "$1/policy.toml"
"$PYTHON" "$1/worker.py"
"$PYTHON" "$1/nobody.py" &
NAMES=$!
"$PYTHON" -m meldpunt start --host 127.0.0.1 --port 443 >"$1/server.log" 2>&1 &
SERVER=$!
trap 'kill $SERVER $NAMES; wait $SERVER || true; gpgconf --kill all' EXIT
for _ in $(seq 120); do grep -q "Meldpunt is at" "$1/server.log" && break; sleep 0.5; done
sleep 1
gpg --batch --no-tty --auto-key-locate clear,nodefault,wkd --locate-external-keys "$2"
"""


def make_certificates(folder: Path, hosts: Sequence[str]) -> None:
    """Write an authority, and a certificate of the server that it signed."""
    now, own = datetime.now(tz=UTC), ec.generate_private_key(ec.SECP256R1())
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Authority of a test")])
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, hosts[0])])
    names = x509.SubjectAlternativeName([x509.DNSName(name) for name in hosts])
    for who, key, extension, file in (
        (issuer, authority, x509.BasicConstraints(ca=True, path_length=None), "authority.pem"),
        (subject, own, names, "server.pem"),
    ):
        made = x509.CertificateBuilder().subject_name(who).issuer_name(issuer).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        made = made.not_valid_after(now + timedelta(days=9)).add_extension(extension, critical=file == "authority.pem")
        signed = made.sign(authority, hashes.SHA256())
        (folder / file).write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "server.key").write_bytes(own.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain))


@pytest.mark.parametrize(
    ("policy", "address", "hosts"),
    [
        (SMALL, "security@haven.example", ("report.haven.example", "openpgpkey.haven.example")),
        (SMALL, "security@haven.example", ("report.haven.example", "haven.example")),
        (BRANDED, "security@harbour.example", ("report.harbour.example", "openpgpkey.harbour.example")),
        (BRANDED, "security@harbour.example", ("report.harbour.example", "harbour.example")),
    ],
    ids=["advanced", "direct", "brand, advanced", "brand, direct"],
)
def test_gpg_locates_the_key_of_the_address(tmp_path: Path, policy: str, address: str, hosts: tuple[str, ...]) -> None:
    """The worker made the key by itself, and the domain is clearly the organisation's: nobody vouched for it."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing or os.geteuid() != 0 or not AUTHORITIES.is_file():
        pytest.skip(f"needs root, {AUTHORITIES} and: {', '.join(missing) or 'nothing more'}")
    make_certificates(tmp_path, hosts)
    (tmp_path / "hosts").write_text(f"127.0.0.1 localhost {' '.join(hosts)}\n", encoding="ascii")
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\n", encoding="ascii")
    (tmp_path / "nobody.py").write_text(NOBODY, encoding="ascii")
    (tmp_path / "worker.py").write_text(WORKER, encoding="ascii")
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    (home / "dirmngr.conf").write_text("standard-resolver\n", encoding="ascii")
    around = {name: value for name, value in os.environ.items() if not name.startswith("MELDPUNT_")} | {
        "GNUPGHOME": str(home),
        "PYTHON": sys.executable,
        "MELDPUNT_DATA": str(tmp_path / "data"),
        "MELDPUNT_SECRETS_FILE": str(tmp_path / "secrets" / "secrets.json"),
        "MELDPUNT_TLS_CERTIFICATE": str(tmp_path / "server.pem"),
        "MELDPUNT_TLS_KEY": str(tmp_path / "server.key"),
    }
    command = ["unshare", "--net", "--mount", "sh", "-c", SCRIPT, "sh", str(tmp_path), address]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False, timeout=240)
    assert (done.returncode, f"Haven <{address}>" in done.stdout) == (0, True), done.stdout + done.stderr
