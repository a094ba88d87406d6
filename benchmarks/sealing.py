"""What sealing costs on one core: `./meldpunt bench sealing`. Needs no server; prints processor time."""

import os
import sys
import time
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from benchmarks.measuring import figure
from meldpunt.sealing.rules import bodies, codes, locks, pairs, streams, wraps
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.terms import ContentKey, KeyName, Place, PublicKey, Purpose

SECONDS = 1.0
GOAL_MILLISECONDS = 1.0
REPORT_SIZE = 3 * 1024
FILE_SIZE = 25 * 1024 * 1024
PIECE = bytes(64 * 1024)


def main() -> int:
    """Print every figure; the exit code is 1 when the sealing of a report takes longer than its goal."""
    seed = pairs.new_seed()
    public = pairs.public_key(seed, uuid4())
    key = new_key(purpose=Purpose.REPORT, organisation=uuid4(), thread=uuid4())
    _key_pairs(key, seed, public)
    _bodies_and_codes(key)
    _streams()
    figure("password", f"{1000 * _cost(lambda: locks.open_password('x', locks.new_salt(), PIECE[:32])):.0f} ms")
    milliseconds = 1000 * _cost(lambda: _seal_report(public))
    reached = milliseconds < GOAL_MILLISECONDS
    figure(
        "a 3 KB report",
        f"{milliseconds:.2f} ms (1 code, 1 key pair, 3 wraps, 1 body)",
        goal=f"< {GOAL_MILLISECONDS:.0f} ms",
        reached=reached,
    )
    figure(
        "the same, every key of it",
        f"{1000 * _cost(lambda: _seal_every_key(public)):.2f} ms (3 keys, 5 wraps, 2 bodies)",
    )
    return 0 if reached else 1


def _key_pairs(key: ContentKey, seed: bytes, public: PublicKey) -> None:
    wrapped, opener = wraps.wrap(key, to=public), pairs.opening_key(seed)
    _rate("key pair from seed", "pairs", lambda: pairs.public_key(seed, public.id))
    _rate("wrap", "seals", lambda: wraps.wrap(key, to=public))
    _rate(
        "unwrap, from the seed",
        "opens",
        lambda: wraps.unwrap_named(wrapped, name=key.name, recipient=public.id, opener=pairs.opening_key(seed)),
    )
    _rate("unwrap, key set up once", "opens", lambda: _unwrap(wrapped, key.name, public, opener))


def _unwrap(wrapped: bytes, name: KeyName, public: PublicKey, opener: MLKEM768X25519PrivateKey) -> ContentKey:
    return wraps.unwrap_named(wrapped, name=name, recipient=public.id, opener=opener)


def _bodies_and_codes(key: ContentKey) -> None:
    place, clear = Place(key.organisation, key.thread, "report", "body"), os.urandom(REPORT_SIZE)
    sealed = bodies.seal(clear, key=key, place=place)
    _rate("body of 3 KB", "seals", lambda: bodies.seal(clear, key=key, place=place))
    _rate("body of 3 KB", "opens", lambda: bodies.open_sealed(sealed, key=key, place=place))
    code = codes.derive_code(secret=PIECE[:32], form_random=PIECE[:16], digest=PIECE[:32])
    _rate("access code", "derived", lambda: codes.derive_code(secret=PIECE[:32], form_random=PIECE[:16], digest=b"x"))
    _rate("access code", "parsed", lambda: codes.parse(code.text))
    _rate("access code, mistyped", "parsed", lambda: codes.parse(code.text[1:]))


def _streams() -> None:
    sealed = list(_sealed_file())
    sealing = _cost(lambda: sum(len(piece) for piece in _sealed_file()))
    opening = _cost(lambda: sum(len(piece) for piece in streams.open_stream(sealed, PIECE[:32], b"place")))
    figure("file of 25 MB, sealed", f"{FILE_SIZE / sealing / 1e6:,.0f} MB/s")
    figure("file of 25 MB, opened", f"{FILE_SIZE / opening / 1e6:,.0f} MB/s")


def _sealed_file() -> list[bytes]:
    sealer = streams.StreamSealer(PIECE[:32], b"place")
    return [sealer.update(PIECE) for _ in range(FILE_SIZE // len(PIECE))] + [sealer.finish()]


def _seal_report(organisation: PublicKey) -> None:
    """Do once what the least report asks for: a finder's pair, one key for two recipients and one more, and a body."""
    _code, finder, key, other = _started(organisation)
    wraps.wrap_all([key, other], to=[organisation])
    wraps.wrap_all([key], to=[finder])
    bodies.seal(PIECE[:REPORT_SIZE], key=key, place=Place(key.organisation, key.thread, "report", "body"))


def _seal_every_key(organisation: PublicKey) -> None:
    """Do once what a report with an identity asks for: report and conversation for both, identity for one."""
    _code, finder, key, other = _started(organisation)
    identity = new_key(purpose=Purpose.IDENTITY, organisation=key.organisation, thread=key.thread)
    wraps.wrap_all([key, other, identity], to=[organisation])
    wraps.wrap_all([key, other], to=[finder])
    bodies.seal(PIECE[:REPORT_SIZE], key=key, place=Place(key.organisation, key.thread, "report", "body"))
    bodies.seal(PIECE[:200], key=identity, place=Place(key.organisation, key.thread, "report", "identity"))


def _started(organisation: PublicKey) -> tuple[str, PublicKey, ContentKey, ContentKey]:
    code = codes.derive_code(secret=PIECE[:32], form_random=os.urandom(16), digest=PIECE[:32])
    finder = pairs.public_key(code.seed, uuid4())
    thread = uuid4()
    key = new_key(purpose=Purpose.REPORT, organisation=organisation.id, thread=thread)
    return code.text, finder, key, new_key(purpose=Purpose.CONVERSATION, organisation=organisation.id, thread=thread)


def _rate(name: str, unit: str, work: Callable[[], object]) -> None:
    seconds = _cost(work)
    figure(name, f"{1 / seconds:,.0f} {unit}/s ({1e6 * seconds:.0f} us)")


def _cost(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that the work takes, averaged over about a second of doing it."""
    work()
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < SECONDS:
        work()
        done += 1
    return spent / done


if __name__ == "__main__":
    sys.exit(main())
