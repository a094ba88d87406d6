"""The addresses anybody may read."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from meldpunt.doors.public import (
    explained,
    figures,
    health,
    home,
    language,
    looks,
    openpgp_key,
    policy,
    robots,
    security_text,
    statements,
)

app_name = "public"


class EditionConverter(IntConverter):
    """The number of a version, written in one way only: a page is drawn once for every address it has."""

    regex = "[1-9][0-9]{0,8}"


register_converter(EditionConverter, "edition")

urlpatterns = [
    path("", home.show, name="home"),
    path("policy", policy.show, name="policy"),
    path("policy.json", policy.copy, name="copy"),
    path("disclose-io.json", policy.disclose_io, name="disclose-io"),
    path("policy/history", policy.history, name="history"),
    path("policy/<edition:edition>", policy.version, name="version"),
    path("policy/<edition:edition>/<str:name>", policy.document, name="document"),
    path("figures", figures.show, name="figures"),
    path("figures.csv", figures.file, name="figures-file"),
    path(".well-known/security.txt", security_text.show, name="security-txt"),
    path("security.txt", security_text.old_place, name="security-txt-before"),
    path("openpgp-key", openpgp_key.show, name="key"),
    path("openpgp-key.asc", openpgp_key.file, name="key-file"),
    path(".well-known/openpgpkey/policy", openpgp_key.directory_policy, name="key-policy"),
    path(".well-known/openpgpkey/hu/<str:name>", openpgp_key.in_directory, name="key-direct"),
    path(".well-known/openpgpkey/<str:domain>/policy", openpgp_key.directory_policy, name="key-policy-advanced"),
    path(".well-known/openpgpkey/<str:domain>/hu/<str:name>", openpgp_key.in_directory, name="key-advanced"),
    path("sealed", explained.sealed, name="sealed"),
    path("privacy", statements.privacy, name="privacy"),
    path("accessibility", statements.accessibility, name="accessibility"),
    path("language", language.choose, name="language"),
    path("theme.css", looks.theme, name="theme"),
    path("logo", looks.logo, name="logo"),
    path("favicon.ico", looks.favicon, name="favicon"),
    path("robots.txt", robots.show, name="robots"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
