"""When something is well and when it is not: pure decisions on what was measured."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from meldpunt.policy.terms import KeyTrouble, PrivacyGap, ProposalTrouble, ReviewDay
from meldpunt.upkeep.terms import Certificate, Finding

LEAST_FREE = 512 * 1024 * 1024  # bytes; below it a few large reports could fill the disk
HEARTBEAT_WITHIN = timedelta(minutes=2)
RENEW_BEFORE = timedelta(days=14)
LONGEST_WAIT = timedelta(hours=1)  # of a letter
GIVEN_UP_WITHIN = timedelta(days=7)
CLOCK_MARGIN = timedelta(minutes=1)
OPENPGP: Mapping[KeyTrouble, str] = {
    KeyTrouble.UNREADABLE: "this version of the program cannot read the policy in force, so no key is published and security.txt is not signed again: write it as docs/policy-file.md says now (./meldpunt policy show --source has the old file) and ./meldpunt policy publish",
    KeyTrouble.MISSING: "the policy offers a key, and there is none: ./meldpunt openpgp make or import",
    KeyTrouble.ADDRESS_TAKEN: "the policy offers a key for an address that another organisation's key has already, so none is made: ask whose it is, then ./meldpunt openpgp make",
    KeyTrouble.ENDS: "the key ends within 30 days and was not renewed: renew it where it was made and import it again, or ./meldpunt openpgp replace",
    KeyTrouble.OTHER_ADDRESS: "the key is for another address than the one in the policy: ./meldpunt openpgp replace",
    KeyTrouble.NOT_SIGNED: "security.txt is not signed, or its signature ends soon: look whether the worker runs and the secrets file is the right one",
}
"""What to do about it. A key that is there in public only is somebody's choice: the desk tells what it leaves undone."""
PROPOSALS: Mapping[ProposalTrouble, str] = {
    ProposalTrouble.NOBODY_ELSE: "there is no second person. Let a lead invite a second lead or an administrator, or let whoever proposed it withdraw it (at the desk, or ./meldpunt policy withdraw).",
    ProposalTrouble.PROPOSER_GONE: "who proposed it may not publish any more. Let a lead or an administrator send it back at the desk (Policy, Read the proposal), and then propose it.",
}
"""Why nobody may, and what to do about it."""
PRIVACY: Mapping[PrivacyGap, str] = {
    PrivacyGap.ADDRESS: "address",
    PrivacyGap.OFFICER: "officer (or without_officer)",
    PrivacyGap.BASIS: "basis",
}
"""Under which key of `[privacy]` it is said."""
NO_POLICY = "%s has published no policy of its own: its privacy statement names no legal basis, officer or term. Publish one with ./meldpunt policy publish, or at the desk."
"""A first day may go by like this; the law wants more."""


def disk(free: int) -> Finding:
    """Judge the `free` bytes where the data is."""
    advice = f"Only {free // 2**20} MB are free where the data is. Make room, or move the data to a larger disk."
    return _finding("disk", well=free >= LEAST_FREE, advice=advice)


def reading(trouble: str) -> Finding:
    """Judge whether a mail can be read; `trouble` is a short code, empty for none."""
    advice = f"What comes by mail cannot be read ({trouble}), and mail servers are told to try again. The line of the log before this one says why: the program that reads it does not start, or there is no memory for it."
    return _finding("reading", well=not trouble, advice=advice)


def worker(last_beat: datetime | None, now: datetime) -> Finding:
    """Judge when the background worker last said that it is there."""
    well = last_beat is not None and abs(now - last_beat) <= HEARTBEAT_WITHIN
    return _finding("worker", well=well, advice="The background worker is silent. Restart Meldpunt and read its log.")


def clock(now: datetime, last_entry: datetime | None, *, synchronised: bool | None) -> Finding:
    """Judge the clock against what was written down last, and by whether the system keeps it right (None: unknown)."""
    if last_entry is not None and last_entry > now + CLOCK_MARGIN:
        return Finding(
            "clock",
            well=False,
            advice="The clock is behind the newest journal entry. Set it right before anything else.",
        )
    return _finding(
        "clock",
        well=synchronised is not False,
        advice="The clock is not synchronised. Start systemd-timesyncd or chrony.",
    )


def secrets(mode: int | None) -> Finding:
    """Judge the permissions (the last nine bits) of the secrets file; None when there is no such file."""
    if mode is None:
        return Finding(
            "secrets",
            well=False,
            advice="There is no secrets file. Restore it from your backup: without it nothing opens.",
        )
    return _finding("secrets", well=mode & 0o077 == 0, advice="Others can read the secrets file. Run: chmod 600 on it.")


def letters(held_back: int, *, real: bool) -> Finding:
    """Judge how many letters wait for an SMTP server that the settings do not name; a remark as soon as there is a `real` organisation."""
    if real and not held_back:
        remark = (
            "No mail server is set: invitations and mails to finders will wait. Set MELDPUNT_SMTP_HOST and start again."
        )
        return Finding("mail", well=True, advice=remark)
    advice = f"{held_back} letters with links or to finders wait, sealed. Set MELDPUNT_SMTP_HOST and start again."
    return _finding("mail", well=held_back == 0, advice=advice)


def handed_out(names: Sequence[str]) -> Finding:
    """Judge the files with secrets that still lie in the data folder: they get into its backups."""
    advice = (
        f"Still in the data folder: {', '.join(names)}. Keep the code on paper, use the link, and remove the files."
    )
    return _finding("papers", well=not names, advice=advice)


def mail(*, problems: Sequence[str], waiting_since: datetime | None, given_up: int, now: datetime) -> Finding:
    """Judge the letters that fail now (codes of what was wrong), the oldest that waits, and how many were given up lately."""
    wrong = [f"some fail ({', '.join(problems)})"] if problems else []
    if waiting_since is not None and now - waiting_since > LONGEST_WAIT:
        wrong.append("the oldest waits for more than an hour")
    if given_up:
        wrong.append(f"{given_up} were given up in the last {GIVEN_UP_WITHIN.days} days")
    advice = f"Of the letters: {'; '.join(wrong)}. Check the SMTP settings and the mail server's log."
    return _finding("mail", well=not wrong, advice=advice)


def openpgp(slug: str, troubles: Collection[KeyTrouble]) -> Finding:
    """Judge the OpenPGP key and the signed `security.txt` of an organisation."""
    wrong = [OPENPGP[trouble] for trouble in troubles if trouble in OPENPGP]
    return _finding("OpenPGP", well=not wrong, advice=f"Of {slug}: {'; '.join(wrong)}.")


def address(slug: str, *, has_host: bool, is_brands: bool) -> Finding:
    """Judge the short name of an organisation: one with `--`, from before that was refused, may have a page that is a brand's too."""
    if "--" not in slug or (has_host and not is_brands):
        return Finding("address", well=True)
    owner, _, brand = slug.partition("--")
    advice = [f"The page /o/{slug}/ can be taken for that of the brand {brand} of an organisation {owner}."]
    if is_brands:
        advice.append(f"That brand is there: publish the policy of {owner} with another id for it.")
    if not has_host:
        advice.append(f"Give {slug} a host name of its own, and use that: ./meldpunt hosts {slug} NAME")
    return Finding("address", well=False, advice=" ".join(advice))


def privacy(slug: str, gaps: Collection[PrivacyGap], *, has_policy: bool) -> Finding:
    """Judge what the privacy statement of an organisation can say (GDPR, article 13(1)).

    Point c wants the legal basis told in any case. An officer (b) is not compulsory for everybody (article 37), and an e-mail address
    to reach the controller (a) is in every policy: without these the statement is well, with a remark. Under the built-in policy
    nobody has written one yet, also with a remark.
    """
    if not has_policy:
        return Finding("privacy statement", well=True, advice=NO_POLICY % slug)
    if not gaps:
        return Finding("privacy statement", well=True)
    needed = PrivacyGap.BASIS in gaps
    lacks = "lacks what the law wants told" if needed else "can tell more"
    missing = ", ".join(PRIVACY[gap] for gap in gaps)
    advice = f"The privacy statement of {slug} {lacks}. Add to [privacy] in its policy: {missing}."
    return Finding("privacy statement", well=not needed, advice=advice)


def front_desk(slug: str, numberless: Collection[str]) -> Finding:
    """Judge the card for the front desk, with a remark: whoever prints it can write the numbers of these tables of the policy on it."""
    tables = ", ".join(f"[{table}]" for table in numberless)
    advice = f"The card for the front desk of {slug} tells to call people without their number. Add phone in its policy under: {tables}."
    return Finding("front desk", well=True, advice=advice if numberless else "")


def second_eyes(slug: str, *, lacking: bool) -> Finding:
    """Judge whether two people can publish where the policy wants two."""
    advice = f"Two people publish the policy of {slug}, and fewer than two members may: no member's proposal can be approved. Let a lead invite a second lead or an administrator."
    return _finding("second pair of eyes", well=not lacking, advice=advice)


def proposal(slug: str, trouble: ProposalTrouble | None) -> Finding:
    """Judge whether somebody may approve the policy that waits for a second person."""
    advice = f"A proposed policy of {slug} waits, and nobody may approve it: {PROPOSALS[trouble]}" if trouble else ""
    return _finding("second pair of eyes", well=trouble is None, advice=advice)


def review(slug: str, due: ReviewDay | None) -> Finding:
    """Judge whether somebody looked at the policy again in time, as its `review_by` says; a day that is near is a remark."""
    if due is None:
        return Finding("policy review", well=True)
    told = f"The policy of {slug} {'was' if due.passed else 'is'} to be looked at again by {due.day}"
    advice = f"{told}. Let a lead see whether it still holds, and publish it with a new review_by."
    return Finding("policy review", well=not due.passed, advice=advice)


def brands(slug: str, hosts: Collection[str] | None) -> Finding:
    """Judge whether brands are as the policy in force says; `hosts` keep them from it, None where nothing waits."""
    advice = [f"The brands of {slug} are not yet those of its policy in force."]
    if hosts:
        advice.append(f"It may not use: {', '.join(hosts)}. Let it publish a policy without these names.")
        advice.append("To give it one that is free, publish the policy yourself: ./meldpunt policy publish")
    else:
        advice.append("Look whether the worker runs, and at its log.")
    return _finding("brands", well=hosts is None, advice=" ".join(advice))


def certificate(found: Certificate | None, now: datetime) -> Finding:
    """Judge the dates of the TLS certificate; None when it cannot be read."""
    if found is None:
        return Finding("TLS", well=False, advice="The certificate cannot be read. Check MELDPUNT_TLS_CERTIFICATE.")
    if not found.valid_from <= now <= found.valid_until:
        return Finding("TLS", well=False, advice="The certificate is not valid today. Renew it now.")
    days = (found.valid_until - now).days
    return _finding(
        "TLS", well=found.valid_until - now >= RENEW_BEFORE, advice=f"The certificate ends in {days} days. Renew it."
    )


def _finding(subject: str, *, well: bool, advice: str) -> Finding:
    return Finding(subject, well=well, advice="" if well else advice)
