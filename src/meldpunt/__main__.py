"""`python -m meldpunt`: what the operator asks for, done."""

import sys

from meldpunt.doors.console.arguments import Asked, read
from meldpunt.site.preparing import CannotStart


def main() -> int:
    """Run one command; a mistake is one line that says what to do. Returns the exit code."""
    asked = read(sys.argv[1:])
    asked.export()
    try:
        return _run(asked)
    except CannotStart as error:
        print(f"meldpunt: {error}", file=sys.stderr)  # noqa: T201 (this is a command line)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(asked: Asked) -> int:
    from meldpunt.site import start

    if asked.command == "start":
        start.start()
        return 0
    start.prepare()
    if asked.command == "manage":
        from django.core.management import execute_from_command_line

        execute_from_command_line(["meldpunt manage", *asked.rest])
        return 0
    return _command(asked)


def _command(asked: Asked) -> int:
    from meldpunt.doors.console import doctor, init
    from meldpunt.site import start

    if asked.command == "doctor":
        return doctor.run(start.place(), sys.stdout)
    start.migrate()
    return init.run(asked.rest, start.public_address(), sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
