"""A visitor of forms who needs no server: the report is taken in, and read back, by the verbs that the pages call."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from meldpunt.arrivals.access import is_canary, new_form, read_form
from meldpunt.arrivals.actions import begin_upload
from meldpunt.arrivals.terms import Channel
from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import enter, take_in
from meldpunt.people.queries import oldest_organisation, organisation_by_host, organisation_by_slug
from meldpunt.reports.terms import Contact, Identity, ReportContent
from meldpunt.upkeep.terms import DeadEnd, FilledIn, Trouble, Visit


class FakeVisitor:
    """Visits at `now`; ends where `fails` says, and shows `says` in the place of the page."""

    def __init__(
        self,
        *,
        now: datetime,
        fails: Trouble | None = None,
        says: str | None = None,
        certificate_until: datetime | None = None,
    ) -> None:
        self.now, self.fails, self.says, self.certificate_until = now, fails, says, certificate_until
        self.visited: list[str] = []

    def there_and_back(self, site: str, filled_in: FilledIn, mark: Callable[[str], str]) -> Visit:
        """Report and come back."""
        self.visited.append(site)
        if self.fails:
            raise DeadEnd(self.fails)
        where = urlsplit(site)
        slug = where.path.rpartition("/o/")[2].strip("/")
        found = organisation_by_slug(slug) or organisation_by_host(where.hostname or "") or oldest_organisation()
        assert found is not None
        token = new_form(organisation=found.id, policy_version=1, language=found.language, now=self.now)
        assert is_canary(token=token, mark=mark(token))
        upload = begin_upload(
            organisation=found.id, name="test.txt", media_type="text/plain", by=Channel.FORM, now=self.now
        )
        upload.write(filled_in.file)
        receipt = take_in(
            organisation=found.id,
            form=read_form(token=token, organisation=found.id),
            content=ReportContent(where=filled_in.texts["where"], what=filled_in.texts["what"]),
            identity=Identity(),
            contact=Contact(),
            uploads=[upload.finish()],
            language=found.language,
            by=Channel.CANARY,
            now=self.now,
        )
        finder = enter(organisation=found.id, code=receipt.code, by=Channel.FORM, now=self.now)
        page = open_for_finder(by=finder, now=self.now).report.what
        return Visit(page if self.says is None else self.says, self.certificate_until)
