"""The addresses anybody may read."""

from django.urls import path

from meldpunt.doors.public import explained, health, home, language, looks, policy, robots

app_name = "public"

urlpatterns = [
    path("", home.show, name="home"),
    path("policy", policy.show, name="policy"),
    path("policy.json", policy.copy, name="copy"),
    path("policy/history", policy.history, name="history"),
    path("policy/<int:edition>", policy.version, name="version"),
    path("policy/<int:edition>/<str:name>", policy.document, name="document"),
    path("sealed", explained.sealed, name="sealed"),
    path("accessibility", explained.accessibility, name="accessibility"),
    path("language", language.choose, name="language"),
    path("theme.css", looks.theme, name="theme"),
    path("logo", looks.logo, name="logo"),
    path("favicon.ico", looks.favicon, name="favicon"),
    path("robots.txt", robots.show, name="robots"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
