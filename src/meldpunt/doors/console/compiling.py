"""Translations made ready to use: every `.po` gets its `.mo`, as GNU msgfmt would make it."""

from pathlib import Path

import polib

PACKAGE = Path(__file__).parents[2]


def compile_all(package: Path = PACKAGE) -> int:
    """Compile each translation that is newer than its compiled form; return how many."""
    stale = [source for source in package.rglob("locale/*/LC_MESSAGES/django.po") if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    compile_all()
