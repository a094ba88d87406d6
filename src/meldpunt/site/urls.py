"""The root of all addresses: every door at its place; `/o/<slug>/` is taken off before (site.middleware)."""

from django.urls import URLPattern, URLResolver, include, path

DOORS = ("public", "portal", "desk")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"meldpunt.doors.{door}.urls")) for door in DOORS]

handler400 = "meldpunt.site.errors.bad_request"
handler403 = "meldpunt.site.errors.refused"
handler404 = "meldpunt.site.errors.not_found"
handler500 = "meldpunt.site.errors.failed"
