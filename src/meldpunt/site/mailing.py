"""How letters leave: by the SMTP server of the settings; without one some of them as files, and the others wait, sealed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from meldpunt.doors.console.example import NAME as EXAMPLE
from meldpunt.outbox import jobs as outbox
from meldpunt.outbox.access import NOTHING_TOLD
from meldpunt.outbox.queries import held_back
from meldpunt.outbox.rules import may_lie_open
from meldpunt.outbox.terms import Carrier, CarrierBusy, CarrierRefused, Enclosed, Enclosure, Letter, ReadyLetter
from meldpunt.outside.encrypting import SequoiaEncrypter
from meldpunt.outside.mail_folder import MailFolder
from meldpunt.outside.smtp import Security, SmtpServer
from meldpunt.people.queries import organisations
from meldpunt.people.terms import ClearMail, Encrypter, KeyRefused
from meldpunt.site.environment import Environment

KEEP_FILES: Final = timedelta(days=1)
log = structlog.get_logger("meldpunt.mail")


class Watched:
    """A carrier that says in the log when a letter did not leave: why, by a code, and never to whom."""

    def __init__(self, carrier: Carrier) -> None:
        """Stand before `carrier`."""
        self._carrier = carrier

    def send(self, letter: ReadyLetter) -> None:
        """Hand the letter over. Raises CarrierBusy, CarrierRefused."""
        try:
            self._carrier.send(letter)
        except (CarrierBusy, CarrierRefused) as problem:
            log.warning("a letter did not leave", problem=problem.code, final=isinstance(problem, CarrierRefused))
            raise
        except Exception:  # a carrier that fails in an unknown way is told too, and raised again
            log.exception("a letter did not leave")
            raise


class ToOwnKeys:
    """A carrier that encrypts a letter as a whole to the key of who gets it (RFC 3156).

    Where that key is of no use any more the letter leaves as it is: no letter to a member holds a word of a report.
    """

    def __init__(self, carrier: Carrier, encrypter: Encrypter) -> None:
        """Stand before `carrier`."""
        self._carrier, self._encrypter = carrier, encrypter

    def send(self, letter: ReadyLetter) -> None:
        """Hand the letter over. Raises CarrierBusy, CarrierRefused."""
        self._carrier.send(self._closed(letter) if letter.key and letter.enclosed is None else letter)

    def _closed(self, letter: ReadyLetter) -> ReadyLetter:
        mail = ClearMail(letter.sender, letter.to, letter.subject, letter.body, outer_subject=NOTHING_TOLD)
        try:
            content = self._encrypter.encrypt(mail, to=letter.key, signer=None, now=datetime.now(tz=UTC))
        except KeyRefused:
            return letter
        return replace(letter, subject=NOTHING_TOLD, body="", enclosed=Enclosed(Enclosure.CIPHERTEXT, content))


class Mailing:
    """The letters of one installation on their way out."""

    def __init__(self, environment: Environment) -> None:
        """Use the settings of `environment`."""
        self._environment = environment
        self._folder = MailFolder(environment.data / "outgoing")
        self._carrier = Watched(ToOwnKeys(_smtp(environment) or self._folder, SequoiaEncrypter()))

    def deliver(self) -> int:
        """Try the letters that are due; return how many left."""
        return outbox.deliver_due(carrier=self._carrier, now=datetime.now(tz=UTC), letters=self._letters())

    def tidy(self) -> int:
        """Erase letters and files that were done with long enough ago, and say in the log which letters still wait."""
        now = datetime.now(tz=UTC)
        waiting = 0 if Letter.INVITATION in self._letters() else held_back()
        if waiting:
            log.warning("letters with links or to finders wait until MELDPUNT_SMTP_HOST is set", letters=waiting)
        return self._folder.forget(before=now - KEEP_FILES) + outbox.forget(now=now)

    def _letters(self) -> list[Letter]:
        """Return the letters that may leave now."""
        if self._environment.smtp_host is not None:
            return list(Letter)
        names = [organisation.name for organisation in organisations()]
        trial = is_trial(secrets=self._environment.secrets_path, data=self._environment.data, names=names)
        return [letter for letter in Letter if may_lie_open(letter, trial=trial)]


def is_trial(*, secrets: Path, data: Path, names: Collection[str]) -> bool:
    """Tell whether this is only the trial start: nobody but the example organisation, and the secrets beside the data."""
    return set(names) == {EXAMPLE} and secrets.resolve().is_relative_to(data.resolve())


def _smtp(environment: Environment) -> Carrier | None:
    if environment.smtp_host is None:
        return None
    return SmtpServer(
        host=environment.smtp_host,
        port=environment.smtp_port,
        security=Security(environment.smtp_security),
        user=environment.smtp_user,
        password=environment.smtp_password.get_secret_value() if environment.smtp_password else None,
    )
