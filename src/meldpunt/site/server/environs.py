"""From granian's request to the environment that Django reads; the only place that sees a client's address."""

import sys
from ipaddress import ip_address
from typing import IO, Any, Protocol

FORGOTTEN = frozenset({"user-agent", "proxy", "forwarded", "x-real-ip"})  # and all x-forwarded-...
HEALTH = frozenset({"/healthz", "/readyz"})
SEPARATORS = {"cookie": "; "}


class Headers(Protocol):
    """The headers of a request, in lower case, repeated ones one by one."""

    def items(self) -> list[tuple[str, str]]:
        """Return names and values."""
        ...

    def get(self, key: str, /) -> str | None:
        """Return the first value of `key`."""
        ...


class Scope(Protocol):
    """What granian tells about a request."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Headers:
        """Return the headers."""
        ...


def is_ambiguous(scope: Scope) -> bool:
    """Tell whether a request names several hosts, so that two programs could read it differently (RFC 9112, 3.2)."""
    hosts = [value for name, value in scope.headers.items() if name == "host"]
    return len(hosts) > 1 or (bool(hosts) and scope.authority not in {None, hosts[0]})


def is_exposed(scope: Scope, trusted_proxies: frozenset[str]) -> bool:
    """Tell whether others could read this request on its way, where a proxy should speak https for us.

    Over plain http only this machine itself, without a proxy between, an onion service and the health of this server are served.
    """
    headers = scope.headers
    if not trusted_proxies or origin(scope, trusted_proxies)[1] == "https" or scope.path in HEALTH:
        return False
    forwarded = any(name == "forwarded" or name.startswith("x-forwarded-") for name, _ in headers.items())
    host = (headers.get("host") or scope.authority or "").partition(":")[0]
    return not (host.endswith(".onion") or (_is_this_machine(scope) and not forwarded))


def environ(scope: Scope, body: IO[bytes], length: int, trusted_proxies: frozenset[str]) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of one whole request.

    The user agent is left out: nothing here needs it, and what is not there is not logged. The client's address and the
    scheme are taken from a proxy's headers only when the proxy is one of `trusted_proxies`.
    """
    headers = scope.headers
    address, scheme = origin(scope, trusted_proxies)
    name, _, port = scope.server.rpartition(":")
    return _header_variables(headers) | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "CONTENT_TYPE": headers.get("content-type") or "",
        "CONTENT_LENGTH": str(length),
        "HTTP_HOST": headers.get("host") or scope.authority or "",
        "SERVER_NAME": name.strip("[]") or "localhost",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _header_variables(headers: Headers) -> dict[str, Any]:
    """Return `HTTP_...` of every header but the forgotten; one with an underscore could pose as another."""
    variables: dict[str, Any] = {}
    for name, value in headers.items():
        if "_" in name or name in FORGOTTEN or name.startswith("x-forwarded-"):
            continue
        key = "HTTP_" + name.replace("-", "_").upper()
        variables[key] = f"{variables[key]}{SEPARATORS.get(name, ',')}{value}" if key in variables else value
    return variables


def origin(scope: Scope, trusted_proxies: frozenset[str]) -> tuple[str, str]:
    """Return the client's address and scheme: the connection's, or what trusted proxies say of it."""
    headers = scope.headers
    address = _peer(scope)
    if address not in trusted_proxies:
        return address, scope.scheme
    values = [value for name, value in headers.items() if name == "x-forwarded-for"]
    hops = [hop.strip() for hop in ",".join(values).split(",") if hop.strip()]
    others = [hop for hop in hops if hop not in trusted_proxies]
    scheme = "https" if headers.get("x-forwarded-proto") == "https" else "http"
    return (others[-1] if others else address), scheme


def _peer(scope: Scope) -> str:
    return scope.client.rpartition(":")[0].strip("[]")


def _is_this_machine(scope: Scope) -> bool:
    """Tell whether who asks sits here: at a loopback address, or at the one that was asked, as the daily test of the way in does."""
    return _is_loopback(_peer(scope)) or _peer(scope) == scope.server.rpartition(":")[0].strip("[]")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
