"""The web server: granian receives, this folder makes sure that only a whole request ever holds a thread."""
