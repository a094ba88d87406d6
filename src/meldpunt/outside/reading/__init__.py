"""Mail that comes in, read in a child process."""

from meldpunt.outside.reading.reader import ChildReader as ChildReader
