"""Organisations, members, roles and the keys they hold."""
