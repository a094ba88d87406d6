"""The digest of what was received."""

import hashlib
import subprocess

from meldpunt.arrivals.rules.content import commitment, fingerprint, manifest

SALT = bytes(range(32))
FILES = [hashlib.sha256(b"picture").digest()]


def test_can_be_recomputed_with_public_tools() -> None:
    """The recipe in the module, done by hand."""
    where, what = "https://x", "een\r\ntwee"
    by_hand = (
        "meldpunt report 1\n"
        f"salt {SALT.hex()}\n"
        "rules 3 agreed\n"
        f"where {hashlib.sha256(where.encode()).hexdigest()}\n"
        f"what {hashlib.sha256(what.encode()).hexdigest()}\n"
        f"file {hashlib.sha256(b'picture').hexdigest()}\n"
    )
    done = subprocess.run(["sha256sum"], input=by_hand.encode(), capture_output=True, check=True)
    text = manifest({"where": where, "steps": "", "what": what}, FILES, salt=SALT, rules=3, agreed=True)
    assert commitment(text).hex() == done.stdout.decode().split()[0]


def test_says_nothing_without_the_salt() -> None:
    """Another salt gives an unrelated digest."""
    one, other = (manifest({"what": "x"}, [], salt=salt, rules=1, agreed=False) for salt in (SALT, bytes(32)))
    assert commitment(one) != commitment(other)


def test_tells_which_rules_were_shown_where_none_were_ticked() -> None:
    """The version in force applies, and the finder can prove which one it was."""
    assert manifest({}, [], salt=SALT, rules=2, agreed=False).splitlines()[2] == "rules 2 shown"


def test_moving_text_between_fields_is_another_content() -> None:
    """Lengths are part of the fingerprint."""
    assert fingerprint({"a": "bc", "d": ""}, []) != fingerprint({"a": "b", "cd": ""}, [])


def test_order_of_files_matters() -> None:
    """Files are what was sent, in the order they were sent."""
    assert fingerprint({}, [b"a" * 32, b"b" * 32]) != fingerprint({}, [b"b" * 32, b"a" * 32])
