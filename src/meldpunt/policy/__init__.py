"""What an organisation asks of finders and promises them, in versions that are kept for ever."""
