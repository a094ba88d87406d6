"""Decisions about policies: the clauses there are, what stands in a first version, and reckoning of dates."""
