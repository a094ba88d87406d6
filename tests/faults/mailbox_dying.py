"""A mail room that is killed between keeping a message and putting it away. Runs in a folder's own environment.

python -m tests.faults.mailbox_dying MAILBOXES
"""

import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path

import django

from meldpunt.outside.imap import ImapPostbox


def die(_postbox: ImapPostbox, _message: object, *, on: date) -> None:  # noqa: ARG001 (as the method it stands in for)
    """Be killed where a message would be put away."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(path: Path) -> None:
    """Look into the first mailbox of a file, once."""
    from meldpunt.doors.mailroom.keeping import Keeping
    from meldpunt.doors.mailroom.mailboxes import Round
    from meldpunt.outside.reading import ChildReader
    from meldpunt.site.mailboxes import mailboxes

    [box] = mailboxes(path)
    ImapPostbox.put_away = die  # type: ignore[method-assign,assignment]
    Round(box, Keeping(ChildReader()), lambda name, problem: None, threading.Event(), 1_000_000).run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    django.setup()
    main(Path(sys.argv[1]))
