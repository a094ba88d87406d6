"""From nothing to a running server: check, migrate, make the first organisation, start the children."""

import os
import socket
import sys
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import Error, connections

from meldpunt.site import preparing
from meldpunt.site.databases import UnknownDatabase
from meldpunt.site.environment import Environment
from meldpunt.site.preparing import CannotStart
from meldpunt.site.secrets import SecretsUnusable
from meldpunt.site.supervisor import Child, supervise
from meldpunt.upkeep.terms import Place


def start() -> None:
    """Serve in the foreground until asked to stop. Raises CannotStart with what to do."""
    preparing.harden()
    environment = preparing.read_environment()
    preparing.check_transport(environment)
    preparing.prepare_data(environment.data)
    with preparing.lock(environment.data), preparing.listen(environment.host, environment.port) as listener:
        prepare_django()
        migrate()
        _welcome(environment, listener.getsockname()[1])
        children = [Child("web", lambda: _web(listener, environment)), Child("worker", _worker)]
        _import_early()
        connections.close_all()
        supervise(children, environment)


def prepare_django() -> None:
    """Load the settings and the apps. Raises CannotStart."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    try:
        django.setup()
    except (SecretsUnusable, UnknownDatabase) as error:
        raise CannotStart(str(error)) from None


def migrate() -> None:
    """Bring the database to this version, in this process. Raises CannotStart."""
    from meldpunt.site.statics import collect
    from meldpunt.upkeep.queries import is_newer_than_program

    try:
        if is_newer_than_program():
            message = "The database was made by a newer version of Meldpunt. Install that version, or restore a backup of this one."
            raise CannotStart(message)
        call_command("migrate", interactive=False, verbosity=0)
    except Error as error:
        message = f"The database cannot be used ({type(error).__name__}). Check MELDPUNT_DATABASE_URL, the rights and the room on the disk."
        raise CannotStart(message) from None
    collect()


def prepare() -> None:
    """Get ready for a command that serves nobody. Raises CannotStart."""
    preparing.harden()
    preparing.prepare_data(preparing.read_environment().data)
    prepare_django()


def place() -> Place:
    """Return where this installation keeps what the doctor looks at."""
    environment = settings.MELDPUNT
    return Place(environment.data, environment.secrets_path, environment.tls_certificate)


def public_address() -> str:
    """Return the address people use, as far as the settings say."""
    return preparing.address(settings.MELDPUNT, settings.MELDPUNT.port)


def _welcome(environment: Environment, port: int) -> None:
    """Say where the page is; on empty data, make an organisation that can receive reports first."""
    from meldpunt.doors.console.example import make_when_empty

    address = preparing.address(environment, port)
    make_when_empty(address=address, folder=environment.data, output=sys.stdout, now=datetime.now(tz=UTC))
    sys.stdout.write(f"Meldpunt is at {address}/ (Ctrl-C stops it)\n")
    sys.stdout.flush()


def _web(listener: socket.socket, environment: Environment) -> None:
    from meldpunt.site.server.process import serve

    serve(WSGIHandler(), listener, environment)


def _worker() -> None:
    from meldpunt.site.jobs import jobs
    from meldpunt.site.worker import work

    work(jobs())


def _import_early() -> None:
    """Load what the children need before they are forked, so that they share it."""
    from django.urls import get_resolver

    from meldpunt.site import jobs, worker  # noqa: F401
    from meldpunt.site.server import process  # noqa: F401

    get_resolver().check()
    WSGIHandler()
