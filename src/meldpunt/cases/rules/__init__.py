"""Decisions about cases: states, what is due, what to do now, what the finder is told."""
