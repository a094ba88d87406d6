"""Reading a policy file, with every problem named by its line.

Invariants: every value of a file is kept, which tests prove by writing a policy and reading it again; no text of the file is ever
run, formatted or fetched; the time a hostile file takes is bounded by its size.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from meldpunt.people.terms import OpenPgp
from meldpunt.policy.rules.contradictions import contradictions
from meldpunt.policy.rules.file.beside import check_files
from meldpunt.policy.rules.file.building import Builder
from meldpunt.policy.rules.file.positions import lines_of
from meldpunt.policy.rules.file.source import Refused, decode, parse
from meldpunt.policy.rules.file.words import Complaint, Path, dotted
from meldpunt.policy.rules.looks import looks_can_be_seen
from meldpunt.policy.rules.own_key import key_flaws
from meldpunt.policy.terms import PolicyRefused, PolicyText, Problem

DATES: Final = frozenset({"takes_effect", "review_by"})
"""Keys that were right once and are not any more, because time went by."""


def read(content: bytes, *, today: date, files: Mapping[str, bytes], keys: OpenPgp | None = None) -> PolicyText:
    """Return the policy a file holds.

    `today` is the day in the organisation's zone; `files` are the files beside it, by name; `keys` looks into a key file, where one can
    be among them. Raises PolicyRefused with all problems.
    """
    try:
        text = decode(content)
        raw = parse(text)
    except Refused as refused:
        raise PolicyRefused((refused.problem,)) from None
    builder = Builder()
    policy = builder.table(PolicyText, raw, ())
    complaints = builder.complaints
    if policy is not None:
        complaints = [
            *contradictions(policy, today=today),
            *check_files(policy, files),
            *looks_can_be_seen(policy, files),
        ]
        if keys is not None and not any(complaint.path == ("key", "file") for complaint in complaints):
            complaints += key_flaws(policy, files, keys=keys, today=today)
        if not complaints:
            return policy
    raise PolicyRefused(_placed(complaints, lines_of(text)))


def read_earlier(content: bytes, *, today: date, files: Mapping[str, bytes]) -> PolicyText:
    """Return the policy in a file that was written some time ago: dates that passed since are not held against it.

    Arguments as for `read`. Raises PolicyRefused with all problems.
    """
    try:
        return read(content, today=today, files=files)
    except PolicyRefused as refused:
        again = read_again(content) if {problem.key for problem in refused.problems} <= DATES else None
        if again is None:
            raise
        return again


def read_again(content: bytes) -> PolicyText | None:
    """Return the policy in a file that was published once: what was right then is not held against today. None where it is not one."""
    try:
        return Builder().table(PolicyText, parse(decode(content)), ())
    except Refused:
        return None


def placed(content: bytes, complaints: Iterable[Complaint]) -> tuple[Problem, ...]:
    """Return complaints about a policy that was read from `content`, each with its line."""
    return _placed(complaints, lines_of(decode(content)))


def problems(
    content: bytes, *, today: date, files: Mapping[str, bytes], keys: OpenPgp | None = None
) -> tuple[Problem, ...]:
    """Return what is wrong with a policy file, by line; nothing when it can be published."""
    try:
        read(content, today=today, files=files, keys=keys)
    except PolicyRefused as refused:
        return refused.problems
    return ()


def _placed(complaints: Iterable[Complaint], lines: Mapping[Path, int]) -> tuple[Problem, ...]:
    return tuple(
        sorted(
            Problem(_line(one.path, lines), dotted(one.path), one.message, one.remedy, one.values) for one in complaints
        )
    )


def _line(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of the nearest thing around a place that is in the file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
