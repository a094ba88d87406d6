"""Decisions of people: who may do what, which password holds, which key is true, what time does to a session."""
