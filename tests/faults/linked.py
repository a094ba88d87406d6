"""A report whose finder was mailed a link: `python -m tests.faults.linked` makes one where the program runs, and prints token and code."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - found once the line above is done

from meldpunt.people.models import Organisation  # noqa: E402 - as above
from meldpunt.people.queries import organisation_facts  # noqa: E402 - as above
from tests.factories.cases import mail_link, make_case  # noqa: E402 - as above
from tests.factories.people import MadeOrganisation  # noqa: E402 - as above

made = MadeOrganisation(organisation_facts(Organisation.objects.get().pk), "", "")
case = make_case(made, now=timezone.now())
sys.stdout.write(f"{mail_link(case, now=timezone.now())} {case.receipt.code}\n")
