"""Where the ideas of the clauses come from. The wording is the project's own."""

from typing import Final

SOURCES: Final[dict[str, tuple[str, str]]] = {
    "ncsc_guideline": (
        "Coordinated Vulnerability Disclosure: the Guideline, NCSC-NL, 2018",
        "https://english.ncsc.nl/publications/publications/2019/juni/01/coordinated-vulnerability-disclosure-the-guideline",
    ),
    "sample_text": ("Responsible disclosure, sample text by Floor Terra", "https://responsibledisclosure.nl/"),
    "cert_guide": ("CERT Guide to Coordinated Vulnerability Disclosure", "https://certcc.github.io/CERT-Guide-to-CVD/"),
    "cert_cc_policy": (
        "Vulnerability disclosure policy, CERT Coordination Center",
        "https://certcc.github.io/certcc_disclosure_policy/",
    ),
    "iso_29147": ("ISO/IEC 29147:2018, Vulnerability disclosure", "https://www.iso.org/standard/72311.html"),
    "be_law_2024": (
        "Law of 26 April 2024 on cybersecurity (Belgium), arts. 22-23",
        "https://www.ejustice.just.fgov.be/",
    ),
    "gdpr": ("Regulation (EU) 2016/679", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
    "practice": ("Common in the published policies of Dutch and Belgian organisations", ""),
    "meldpunt": ("Follows from how Meldpunt works", ""),
}
