"""From nothing to a running server: check, migrate, make the first organisation, start the children."""

import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connections

from meldpunt.arrivals.terms import MailReader
from meldpunt.doors.console.handed_in import others_can_read
from meldpunt.people.terms import OpenPgp
from meldpunt.site import preparing
from meldpunt.site.database_lock import hold
from meldpunt.site.databases import UnknownDatabase
from meldpunt.site.environment import Environment
from meldpunt.site.mail_socket import mail_socket
from meldpunt.site.preparing import CannotStart
from meldpunt.site.secrets import SecretsUnusable, make_secrets
from meldpunt.site.supervisor import Child, supervise
from meldpunt.upkeep.terms import Place


def start(*, dumped: bool = False, new_secrets: bool = False) -> None:
    """Serve in the foreground until asked to stop. Raises CannotStart with what to do.

    `dumped`: the operator has a dump of the PostgreSQL database. `new_secrets`: make a secrets file in place of a lost one.
    """
    preparing.harden()
    environment = preparing.read_environment()
    preparing.check_transport(environment)
    preparing.prepare_data(environment.data)
    if new_secrets:
        _make_secrets(environment)
    with (
        preparing.lock(environment.data),
        preparing.listen(environment.host, environment.port) as listener,
        mail_socket(environment) as mail,
    ):
        prepare_django()
        if others_can_read(environment.secrets_path):
            sys.stderr.write(f"Others can read the secrets file. Run: chmod 600 {environment.secrets_path}\n")
        with hold(environment) as keep:
            migrate(dumped=dumped)
            address = preparing.address(environment, listener.getsockname()[1])
            _make_example(environment, address)
            children = [Child("web", lambda: _web(listener, environment)), Child("worker", lambda: _worker(listener))]
            if mail or environment.mailboxes:
                children.append(_mail_room(mail, environment))
            _import_early()
            connections.close_all()
            supervise(children, environment, lambda: _welcome(address), keep)
            _close()


def prepare_django() -> None:
    """Load the settings and the apps. Raises CannotStart."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    try:
        django.setup()
    except (SecretsUnusable, UnknownDatabase) as error:
        raise CannotStart(str(error)) from None


def migrate(*, dumped: bool = False) -> None:
    """Bring database and static files to this version, in this process. Raises CannotStart."""
    from meldpunt.site.statics import collect
    from meldpunt.site.upgrading import upgrade

    upgrade(output=sys.stdout, dumped=dumped)
    collect()


def migrate_unless_served() -> None:
    """Do the same for a command; while a server runs on this data, only see that both are of one version. Raises CannotStart."""
    from meldpunt.upkeep.queries import is_newer_than_program, is_older_than_program

    try:
        with preparing.lock(settings.MELDPUNT.data), hold(settings.MELDPUNT):
            migrate()
    except preparing.AlreadyRuns:
        if is_older_than_program() or is_newer_than_program():
            raise


def prepare() -> None:
    """Get ready for a command that serves nobody. Raises CannotStart."""
    preparing.harden()
    preparing.prepare_data(preparing.read_environment().data)
    prepare_django()


def place() -> Place:
    """Return where this installation keeps what the doctor looks at."""
    from meldpunt.doors.console.example import NAME

    environment = settings.MELDPUNT
    return Place(
        environment.data, environment.secrets_path, environment.tls_certificate, environment.smtp_host is not None, NAME
    )


def openpgp() -> OpenPgp:
    """Return who does the mathematics of OpenPGP keys."""
    from meldpunt.outside.openpgp import Sequoia

    return Sequoia()


def mail_reader() -> MailReader:
    """Return who reads the mails that come in; the DNS is asked for keys of their domains where the settings let it."""
    from meldpunt.outside.names import Dns
    from meldpunt.outside.reading import ChildReader

    return ChildReader(Dns().texts if settings.MELDPUNT.network_checks else None)


def public_address() -> str:
    """Return the address people use, as far as the settings say."""
    return preparing.address(settings.MELDPUNT, settings.MELDPUNT.port)


def _make_secrets(environment: Environment) -> None:
    try:
        make_secrets(environment.secrets_path)
    except SecretsUnusable as error:
        raise CannotStart(str(error)) from None


def _make_example(environment: Environment, address: str) -> None:
    """On empty data, make an organisation that can receive reports."""
    from meldpunt.doors.console.example import make_when_empty
    from meldpunt.doors.console.handing_out import NotHandedOut

    try:
        make_when_empty(address=address, folder=environment.data, output=sys.stdout, now=datetime.now(tz=UTC))
    except NotHandedOut as error:
        raise CannotStart(str(error)) from None


def _welcome(address: str) -> None:
    """Say where the page is, and how to stop."""
    sys.stdout.write(f"Meldpunt is at {address}/ (Ctrl-C stops it)\n")
    sys.stdout.flush()


def _web(listener: socket.socket, environment: Environment) -> None:
    from meldpunt.site.server.process import serve

    serve(WSGIHandler(), listener, environment)


def _worker(listener: socket.socket) -> None:
    from meldpunt.site.jobs import jobs
    from meldpunt.site.worker import work

    work(jobs(preparing.reached_at(listener)))


def _mail_room(listener: socket.socket | None, environment: Environment) -> Child:
    """Return the child that takes mail. Raises CannotStart for mailboxes that are not written well."""
    from meldpunt.doors.mailroom import room
    from meldpunt.doors.mailroom.keeping import Keeping
    from meldpunt.doors.mailroom.taking import Limits
    from meldpunt.site.mailboxes import mailboxes

    boxes = mailboxes(environment.mailboxes)
    keeping = Keeping(mail_reader(), authserv_id=environment.authserv_id)
    return Child("mail room", lambda: room.work(keeping, listener=listener, boxes=boxes, limits=Limits()))


def _close() -> None:
    """Leave nothing that was erased in the database's log; a database that is away has none of ours to empty."""
    from meldpunt.upkeep.jobs import empty_log

    with suppress(DatabaseError):
        empty_log()
    connections.close_all()


def _import_early() -> None:
    """Load what the children need before they are forked, so that they share it."""
    from django.urls import get_resolver

    from meldpunt.site import jobs, worker  # noqa: F401
    from meldpunt.site.server import process  # noqa: F401
    from meldpunt.site.warming import warm

    get_resolver().check()
    warm(WSGIHandler())
