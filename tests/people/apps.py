"""What an authenticator app does with a key that was typed."""

from base64 import b32decode


def app_with(secret: str) -> bytes:
    """Take a key over, as it stands on the page."""
    return b32decode(secret.replace(" ", ""))
