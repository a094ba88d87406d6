"""What is stored against what rows name, after the expiry jobs ran with a later clock. Runs in a folder's own environment.

python -m benchmarks.leftovers [DAYS]    prints JSON: files without a row, and rows without a file
"""

import json
import os
import sys
from datetime import timedelta

import django

DAYS = 9  # later than anything that waits
MINUTES = 300  # the orphans' job looks through one of 256 folders a minute


def main(days: int) -> None:
    """Run the jobs until there is nothing left to do, then compare."""
    from django.conf import settings
    from django.utils import timezone

    from meldpunt.arrivals.jobs import expire_arrivals
    from meldpunt.arrivals.models import UploadDraft
    from meldpunt.reports.jobs import remove_orphaned_files
    from meldpunt.reports.models import Attachment

    later = timezone.now() + timedelta(days=days)
    while expire_arrivals(now=later):
        pass
    for minute in range(MINUTES):
        remove_orphaned_files(now=later + timedelta(minutes=minute))
    stored = {str(path.relative_to(settings.FILES)) for path in settings.FILES.rglob("*") if path.is_file()}
    named = {
        *Attachment.objects.values_list("stored_as", flat=True),
        *UploadDraft.objects.values_list("stored_as", flat=True),
    }
    print(
        json.dumps({"orphans": sorted(stored - named), "missing": sorted(named - stored), "kept": len(stored & named)})
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DAYS)
