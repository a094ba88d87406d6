"""`python -m meldpunt`: what the operator asks for, done."""

import os
import sys
from argparse import Namespace
from io import TextIOWrapper

from meldpunt.doors.console import init_options, reckon
from meldpunt.doors.console.arguments import Asked, read
from meldpunt.site.preparing import CannotStart


def main() -> int:
    """Run one command; a mistake is one line that says what to do. Returns the exit code."""
    asked = read(sys.argv[1:])
    asked.export()
    try:
        return _mail(asked) if asked.command == "mail" else _run(asked)
    except CannotStart as error:
        print(f"meldpunt: {error}", file=sys.stderr)  # noqa: T201 (this is a command line)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who was reading has gone; what is still to be written goes nowhere, instead of failing once more at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(asked: Asked) -> int:
    if asked.command == "reckon":
        typed = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        return reckon.run(asked.rest, source=typed, output=sys.stdout, complaints=sys.stderr)
    from meldpunt.site import start

    if asked.command == "start":
        start.start(dumped=asked.dumped, new_secrets=asked.new_secrets)
        return 0
    if asked.command == "init":
        return _init(init_options.read(asked.rest))
    start.prepare()
    if asked.command == "manage":
        from django.core.management import execute_from_command_line

        execute_from_command_line(["meldpunt manage", *asked.rest])
        return 0
    return _command(asked)


def _init(options: Namespace) -> int:
    from meldpunt.site import preparing, start

    preparing.check_secrets(preparing.read_environment())
    start.prepare()
    start.migrate_unless_served()
    from meldpunt.doors.console import init

    return init.run(options, start.public_address(), sys.stdin, sys.stdout, sys.stderr)


def _command(asked: Asked) -> int:
    from meldpunt.doors.console import doctor, hosts, policy, reseal
    from meldpunt.site import start

    if asked.command == "doctor":
        return doctor.run(start.place(), sys.stdout, reader=start.mail_reader())
    if asked.command == "policy":
        ready = start.migrate_unless_served
        return policy.run(asked.rest, keys=start.openpgp(), ready=ready, output=sys.stdout, complaints=sys.stderr)
    if asked.command == "openpgp":
        return _openpgp(asked)
    start.migrate_unless_served()
    run = hosts.run if asked.command == "hosts" else reseal.run
    return run(asked.rest, sys.stdout, sys.stderr)


def _mail(asked: Asked) -> int:
    """Take in a message, or list what is owed. A mail server throws away what ends with another exit code: whatever goes wrong is "try again"."""
    try:
        from meldpunt.site import start

        start.prepare()
        from meldpunt.doors.console import mail

        reader, source = start.mail_reader(), sys.stdin.buffer
        return mail.run(
            asked.rest, reader=reader, source=source, environment=os.environ, output=sys.stdout, complaints=sys.stderr
        )
    except CannotStart as error:
        print(f"meldpunt: {error}", file=sys.stderr)  # noqa: T201 (this is a command line)
    except Exception as error:  # noqa: BLE001 -- as above; and what it says could be of the message
        print(f"meldpunt: {type(error).__name__}", file=sys.stderr)  # noqa: T201 (this is a command line)
    return os.EX_TEMPFAIL


def _openpgp(asked: Asked) -> int:
    from getpass import getpass

    from meldpunt.doors.console import openpgp
    from meldpunt.site import start

    keys, ready, ask = start.openpgp(), start.migrate_unless_served, getpass if sys.stdin.isatty() else None
    return openpgp.run(asked.rest, keys=keys, ready=ready, output=sys.stdout, complaints=sys.stderr, ask=ask)


if __name__ == "__main__":
    sys.exit(main())
