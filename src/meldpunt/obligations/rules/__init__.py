"""Decisions about obligations: pure functions of facts and moments."""
