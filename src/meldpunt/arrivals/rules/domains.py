"""Whose a domain is."""


def is_domain_of(domain: str, address: str) -> bool:
    """Tell whether a domain that signed is that of an address: the same, or one above or below it (RFC 7489, 3.1.1, without its list)."""
    signed, sent = domain.lower(), address.rpartition("@")[2].lower()
    if "." not in signed or "." not in sent:
        return False
    return signed == sent or sent.endswith(f".{signed}") or signed.endswith(f".{sent}")
