"""`security.txt` as it is served for each of the examples and each of their brands: the checker has nothing to say, gpg verifies it."""

import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.actions import change_settings
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import Settings
from meldpunt.policy.jobs import keep_keys, keep_security_texts
from meldpunt.policy.queries import keys
from meldpunt.policy.terms import PolicyText
from tests.factories.openpgp import key_of
from tests.factories.people import MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import publish_by_two, publish_text
from tests.factories.policy_texts import EXAMPLES, files_beside, policy_of
from tests.outside.gnupg import Gpg, gnupg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what its own dependencies use is not ours to mend
    from sectxt import Parser

PLACE = "/.well-known/security.txt"
type Said = Mapping[str, str]
type Verdict = tuple[list[Said], list[Said], list[Said], bool]

GOOD: Verdict = ([], [], [], True)
NO_KEY = '\n[key]\noffer = "none"\n'


@pytest.fixture
def gpg() -> Iterator[Gpg]:
    with gnupg() as made:
        yield made


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.django_db
def test_nothing_is_to_be_said_of_any_name(path: Path, gpg: Gpg, monkeypatch: pytest.MonkeyPatch) -> None:
    """No error, no recommendation and no notification; and the signature is of the organisation's key."""
    monkeypatch.setattr(keys, "address_of", lambda host: f"https://{host}")
    made, policy = published(path)
    gpg.run("--import", given=key_of(made).certificate)
    hosts = [*policy.organisation.hosts, *(host for brand in policy.brand for host in brand.hosts)]
    assert {host: judged(host, gpg) for host in hosts} == dict.fromkeys(hosts, GOOD)


@pytest.mark.django_db
def test_without_a_key_its_lack_is_all_there_is_to_say(gpg: Gpg, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who offers no key signs nothing, and has nothing to encrypt to: the checker recommends both, and finds no error."""
    monkeypatch.setattr(keys, "address_of", lambda host: f"https://{host}")
    _made, policy = published(EXAMPLES / "clinic.toml", more=NO_KEY)
    for host in [*policy.organisation.hosts, *(host for brand in policy.brand for host in brand.hosts)]:
        errors, recommended, notified, signed = judged(host, gpg)
        codes = sorted(each["code"] for each in recommended)
        assert (errors, codes, notified, signed) == ([], ["no_encryption", "not_signed"], [], False)


@pytest.mark.django_db
def test_the_eight_brands_are_among_them() -> None:
    made, policy = published(EXAMPLES / "insurer.toml")
    texts = {served(brand.hosts[0]) for brand in policy.brand}
    assert (len(policy.brand), len(texts), made.facts.name in str(texts)) == (8, 8, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Contact: ", b"Kontact: "),
        (b"Expires: 20", b"Expires: 19"),
        (b"Canonical: https://", b"Canonical: https://www."),
        (b"-----BEGIN PGP SIGNED MESSAGE-----\n", b""),
    ],
)
@pytest.mark.django_db
def test_a_worse_text_is_not_let_through(old: bytes, new: bytes, gpg: Gpg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "address_of", lambda host: f"https://{host}")
    made, policy = published(EXAMPLES / "clinic.toml")
    gpg.run("--import", given=key_of(made).certificate)
    (host,) = policy.organisation.hosts
    text = served(host)
    assert old in text
    assert (verdict(text, host, gpg) == GOOD, verdict(text.replace(old, new, 1), host, gpg) == GOOD) == (True, False)


def published(path: Path, *, more: str = "") -> tuple[MadeOrganisation, PolicyText]:
    """Publish an example, with `more` at its end, for an organisation that is as its file says, and let the worker make its key and the signatures."""
    now = timezone.now()
    written = path.read_text(encoding="utf-8") + more
    policy = policy_of(written, files_beside(path))
    own = policy.organisation
    made = make_organisation(name=own.name, host_names=own.hosts, languages=[each.value for each in own.languages])
    fit_calendar(made, policy, now)
    publish = publish_by_two if policy.second_eyes else publish_text
    publish(made, written, files=files_beside(path), now=now - timedelta(days=1))
    keep_keys(keys=Sequoia(), now=now)
    keep_security_texts(keys=Sequoia(), now=now)
    return made, policy


def served(host: str) -> bytes:
    """Fetch the text as a program does."""
    answer = Client(headers={"host": host}).get(PLACE, secure=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return bytes(answer.content)


def judged(host: str, gpg: Gpg) -> Verdict:
    """Return what the checker and gpg say of the text at a host name."""
    return verdict(served(host), host, gpg)


def verdict(text: bytes, host: str, gpg: Gpg) -> Verdict:
    """Return errors, recommendations and notifications of the checker, and whether gpg finds a good signature over all of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        checked = Parser(text, urls=f"https://{host}{PLACE}")
    verified = gpg.run("--verify", given=text)
    good = verified.returncode == 0 and b"GOODSIG" in verified.stderr and text.startswith(b"-----BEGIN PGP SIGNED")
    return checked.errors, checked.recommendations, checked.notifications, good


def fit_calendar(made: MadeOrganisation, policy: PolicyText, now: datetime) -> None:
    """Give the organisation the calendar that its policy names."""
    named = policy.organisation
    settings = Settings(
        name=named.name,
        languages=tuple(language.value for language in named.languages),
        zone=named.zone,
        region=named.country,
        mail_from="",
        notice_phrase="",
        finder_mail_enabled=True,
        closed_days=tuple(day.isoformat() for day in named.closed),
        worked_days=tuple(day.isoformat() for day in named.open),
    )
    change_settings(settings=settings, by=make_lead(made).unlocked, now=now)


@pytest.mark.django_db
def test_the_key_that_verifies_it_is_the_one_on_the_key_page(gpg: Gpg) -> None:
    made, policy = published(EXAMPLES / "hosting-provider.toml")
    page = Client(headers={"host": policy.organisation.hosts[0]}).get("/openpgp-key.asc", secure=True)
    gpg.run("--import", given=page.content)
    assert (page.text, gpg.run("--verify", given=served(policy.organisation.hosts[0])).returncode) == (
        armoured(key_of(made).certificate),
        0,
    )
