"""Give the only organisation of a folder its mail address. Runs in that folder's own environment.

python -m benchmarks.mail_address ADDRESS
"""

import os
import sys

import django


def main(address: str) -> None:
    """Write it into the settings."""
    from meldpunt.people.models import Organisation

    Organisation.objects.update(mail_in=address)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    django.setup()
    main(sys.argv[1])
