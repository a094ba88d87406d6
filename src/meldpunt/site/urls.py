"""The root of all addresses: every door at its place."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

DOORS = [d for d in ("public", "portal", "desk") if find_spec(f"meldpunt.doors.{d}.urls")]

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"meldpunt.doors.{door}.urls")) for door in DOORS]
