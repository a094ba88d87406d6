"""Styles and icons, named by their content so that browsers may keep them for ever; collected at each start."""

from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):
    """A file that was not collected keeps its plain name, as in tests."""

    def stored_name(self, name: str) -> str:
        """Return the name that says what is in it."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))


def collect() -> None:
    """Put every style and icon of every door where the web server finds them."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
