"""Adapters to the world beyond this program."""
