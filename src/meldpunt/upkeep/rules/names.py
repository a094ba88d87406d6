"""What the DNS should say of the domains that mail comes to and leaves from."""

from typing import Final

from meldpunt.upkeep.terms import Names, Record, Trouble

SPF: Final = "v=spf1"
DMARC: Final = "v=DMARC1"
NOBODY: Final = frozenset({"", "."})
"""How a domain says that it takes no mail (RFC 7505)."""


def domain_of(address: str) -> str:
    """Return the domain of a mail address, in lower case; empty where it has none in the DNS, such as `localhost`."""
    domain = address.rpartition("@")[2].strip("<> ").lower()
    return domain if "." in domain else ""


def takes_mail(names: Names, domain: str) -> Trouble | None:
    """Judge whether a domain names who takes its mail, by MX or else by its own address (RFC 5321, 5.1). Raises NamesSilent."""
    servers = names.records(domain, Record.MX)
    if servers:
        return Trouble.NO_MX if NOBODY.issuperset(servers) else None
    return None if names.records(domain, Record.ADDRESS) else Trouble.NO_MX


def names_senders(names: Names, domain: str) -> Trouble | None:
    """Judge whether a domain says who sends its mail (RFC 7208, 4.5). Raises NamesSilent."""
    texts = names.records(domain, Record.TXT)
    return None if any(text == SPF or text.startswith(f"{SPF} ") for text in texts) else Trouble.NO_SPF


def judges_forgeries(names: Names, domain: str) -> Trouble | None:
    """Judge whether a domain, or one above it, says what to do with forged mail (RFC 7489, 6.6.3). Raises NamesSilent."""
    labels = domain.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    said = any(text.startswith(DMARC) for each in above for text in names.records(f"_dmarc.{each}", Record.TXT))
    return None if said else Trouble.NO_DMARC


def leads_to_keys(names: Names, domain: str) -> Trouble | None:
    """Judge whether programs find a host to ask for a key, by either method (draft-koch-openpgp-webkey-service, 3.1). Raises NamesSilent."""
    hosts = (f"openpgpkey.{domain}", domain)
    return None if any(names.records(host, Record.ADDRESS) for host in hosts) else Trouble.NO_DIRECTORY
