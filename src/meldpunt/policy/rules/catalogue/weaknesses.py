"""Kinds of weakness that an organisation may exclude, because they rarely do harm by themselves."""

from typing import Final

from meldpunt.policy.terms import Weakness


def _weakness(name: str, en: str, nl: str) -> Weakness:
    return Weakness(name, {"nl": nl, "en": en})


WEAKNESSES: Final = (
    _weakness("missing_headers", "missing security headers", "beveiligingsheaders die ontbreken"),
    _weakness(
        "cookie_flags", "missing flags on cookies without a session", "vlaggen die ontbreken op cookies zonder sessie"
    ),
    _weakness("version_shown", "a version number that can be seen", "een versienummer dat te zien is"),
    _weakness(
        "mail_records", "missing or loose SPF, DKIM or DMARC records", "SPF, DKIM of DMARC die ontbreekt of te ruim is"
    ),
    _weakness("dns_records", "missing DNSSEC or CAA records", "DNSSEC of CAA die ontbreekt"),
    _weakness("tls_details", "TLS settings without a working attack", "TLS-instellingen zonder werkende aanval"),
    _weakness(
        "clickjacking", "clickjacking on pages without anything to do", "clickjacking op pagina's waar niets te doen is"
    ),
    _weakness(
        "rate_limit",
        "missing limits on how often a form can be sent",
        "geen grens aan hoe vaak een formulier verstuurd kan worden",
    ),
    _weakness("user_names", "finding out which user names exist", "ontdekken welke gebruikersnamen bestaan"),
    _weakness("logout_csrf", "cross-site request forgery on signing out", "cross-site request forgery bij uitloggen"),
    _weakness(
        "self_xss",
        "scripts that only the visitor can run against themselves",
        "scripts die bezoekers alleen bij zichzelf kunnen uitvoeren",
    ),
    _weakness(
        "public_files",
        "files that are public on purpose, such as robots.txt",
        "bestanden die met opzet openbaar zijn, zoals robots.txt",
    ),
    _weakness("open_ports", "open ports without a weakness behind them", "open poorten zonder zwakke plek erachter"),
    _weakness(
        "old_browsers",
        "weaknesses that need a browser without updates",
        "zwakke plekken die een browser zonder updates nodig hebben",
    ),
    _weakness(
        "scanner_output",
        "the output of a scanner without your own check",
        "de uitvoer van een scanner die u zelf niet hebt nagekeken",
    ),
)
