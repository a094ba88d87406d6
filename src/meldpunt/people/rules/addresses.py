"""Where an organisation's pages are, for links in mail.

Invariant: never taken from a request. Its host name is the visitor's to choose, and a link in a letter that somebody
else asked for must not lead to them.
"""

from urllib.parse import urlsplit


def site_address(*, host: str, public_url: str | None, has_tls: bool, has_proxy: bool, port: int) -> str:
    """Return scheme, host and port of an organisation's pages, without a slash at the end.

    `public_url` counts for the organisation it names, and for one without a host name of its own. Without TLS and
    without a proxy the server is a trial on this machine, at the port of a `public_url` that is plain http.
    """
    if public_url and (not host or urlsplit(public_url).hostname == host):
        return public_url.rstrip("/")
    if has_proxy:
        return f"https://{host or 'localhost'}"
    if has_tls:
        return f"https://{host or 'localhost'}" + (f":{port}" if port != 443 else "")  # noqa: PLR2004 -- https
    return f"http://{host or '127.0.0.1'}:{_plain_port(public_url) or port}"


def _plain_port(public_url: str | None) -> int | None:
    """Return at which port the world reaches a server that speaks plain http; None where that is not said."""
    parts = urlsplit(public_url or "")
    return (parts.port or 80) if parts.scheme == "http" else None


def on_site(address: str, link: str) -> str:
    """Return the path of `link` at `address`, whatever host the link names itself."""
    return address + urlsplit(link).path
