"""`./meldpunt manage messages`: bring the Dutch translation files up to date with the texts."""

import argparse

from django.core.management.base import BaseCommand

from meldpunt.doors.console import compiling, messages


class Command(BaseCommand):
    """Adds what is missing; a person fills in the Dutch."""

    help = "Add missing texts to each app's Dutch translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take app names and --prune."""
        parser.add_argument("apps", nargs="*", help="only these apps, such as portal")
        parser.add_argument("--prune", action="store_true", help="drop texts that are no longer used")

    def handle(self, **options: object) -> None:
        """Update each file and say what changed."""
        wanted = options["apps"]
        for app in messages.apps():
            if wanted and app.folder.name not in wanted:  # type: ignore[operator]  # a list of strings
                continue
            changed = messages.update(app, prune=bool(options["prune"]))
            self.stdout.write(f"{app.folder.name}: {len(app.texts)} texts, {changed} changed")
        compiling.compile_all()
