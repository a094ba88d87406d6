"""Styles and icons, named by their content so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):
    """Collected once at each start; a file that is not in the manifest keeps its plain name."""

    manifest_strict = False
