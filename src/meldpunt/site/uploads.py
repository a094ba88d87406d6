"""What happens to files nobody asked for: they are read and dropped."""

from typing import Never

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class NoUploads(FileUploadHandler):
    """Drops every file, so that a page without an upload field never writes one to the disk in clear."""

    def new_file(self, *_args: object, **_kwargs: object) -> Never:
        """Skip the file that begins here."""
        raise SkipFile

    def receive_data_chunk(self, *_chunk: object) -> None:
        """Drop the chunk; never reached, because the file was skipped."""

    def file_complete(self, *_size: object) -> None:
        """Keep nothing."""
