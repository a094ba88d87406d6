"""Decisions of upkeep: on this installation, and on the way in of each organisation."""
