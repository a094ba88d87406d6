"""Decisions about what is on its way in."""
