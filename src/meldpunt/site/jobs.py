"""What runs in the background, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from meldpunt.arrivals import jobs as arrivals
from meldpunt.cases import jobs as cases
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations import jobs as obligations
from meldpunt.outside.form_visitor import HttpVisitor
from meldpunt.outside.names import Dns
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people import jobs as people
from meldpunt.policy import jobs as policy
from meldpunt.reports import jobs as reports
from meldpunt.site.mailing import Mailing
from meldpunt.upkeep.actions import beat
from meldpunt.upkeep.jobs import empty_log, try_form, try_inside, try_mail, try_names


@dataclass(frozen=True)
class Job:
    """One thing to do every so many seconds; `run` returns how much it did, and is run again at once when that is much."""

    name: str
    every: float
    run: Callable[[], int]
    batch: int = 1_000_000


def jobs(server: tuple[str, int]) -> list[Job]:
    """Return all jobs of an installation whose pages are answered at `server`."""
    mailing, keys = Mailing(settings.MELDPUNT), Sequoia()
    outside = HttpVisitor() if settings.MELDPUNT.network_checks else None
    inside = HttpVisitor(at=server, has_tls=settings.MELDPUNT.has_tls)
    lookups = [Job("look into the DNS", 60, lambda: try_names(names=Dns(), now=_now()), batch=1)] if outside else []
    return [
        *lookups,
        Job("heartbeat", 20, _beat),
        Job("mail", 2, mailing.deliver, batch=20),
        Job("told finders", 10, lambda: cases.keep_told(now=_now()), batch=500),
        Job("released cases", 10, lambda: cases.release_cases(now=_now()), batch=50),
        Job("obligations", 5, lambda: obligations.settle_obligations(now=_now()), batch=200),
        Job("warnings", 900, lambda: obligations.warn_of_obligations(now=_now()), batch=20_000),
        Job("figures", 60, lambda: obligations.make_due_figures(now=_now()), batch=1),
        Job("reviews", 900, lambda: cases.warn_of_due_reviews(now=_now()), batch=500),
        Job("old mail", 3600, mailing.tidy),
        Job("arrivals", 60, lambda: arrivals.expire_arrivals(now=_now()), batch=1),
        Job("orphaned files", 60, lambda: reports.remove_orphaned_files(now=_now())),
        Job("links to access codes", 3600, lambda: cases.forget_code_links(now=_now())),
        Job("finder sessions", 600, lambda: cases.expire_finder_sessions(now=_now())),
        Job("notice addresses", 3600, lambda: cases.forget_unwanted_addresses(now=_now()), batch=1),
        Job("database log", 60, empty_log),
        Job("people", 3600, lambda: people.expire(now=_now())),
        Job("policies", 60, lambda: policy.settle_versions(now=_now())),
        Job("OpenPGP keys", 60, lambda: policy.keep_keys(keys=keys, now=_now())),
        Job("security.txt", 60, lambda: policy.keep_security_texts(keys=keys, now=_now())),
        Job("sessions", 3600, _forget_sessions),
        Job("look at the way in", 900, lambda: try_inside(now=_now())),
        Job("test of the form", 60, lambda: try_form(outside=outside, inside=inside, now=_now()), batch=1),
        Job("test by mail", 60, lambda: try_mail(now=_now())),
    ]


def _beat() -> int:
    beat(by=SYSTEM, now=_now())
    return 0


def _forget_sessions() -> int:
    SessionStore.clear_expired()
    return 0


def _now() -> datetime:
    return datetime.now(tz=UTC)
