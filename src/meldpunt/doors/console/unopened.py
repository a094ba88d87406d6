"""What is said of a policy that offers an OpenPGP key to which nobody can open mail."""

from django.utils.translation import gettext

from meldpunt.people.terms import OpenPgpKeyFacts
from meldpunt.policy.rules.key_standing import opens_nobody
from meldpunt.policy.terms import PolicyText


def unopened_lines(policy: PolicyText, held: OpenPgpKeyFacts | None) -> list[str]:
    """Return what is to be done so that mail to the key can be opened; nothing where it can. `held` is the key in use, None without one."""
    if not opens_nobody(policy, held):
        return []
    return [
        gettext("Note: this policy offers an OpenPGP key, and nobody can open mail to it yet."),
        gettext(
            "Once there is one, hand it to the handlers' mail program: ./meldpunt openpgp export --secret. "
            'Or import a key of your own, or write offer = "none" under [key].'
        ),
    ]
