"""What is said of an encrypted message: why it stays closed and what to do then, and what its signature is worth."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meldpunt.people.terms import MessageFlaw, Verdict

FLAWS: Final[Mapping[MessageFlaw, str | Promise]] = {
    MessageFlaw.NO_MESSAGE: _(
        "There is no encrypted message in it. Copy all of it, from BEGIN PGP MESSAGE to END PGP MESSAGE. "
        "Or choose the file that came with the mail: it is often called encrypted.asc."
    ),
    MessageFlaw.NOT_OURS: _("It was encrypted to somebody else's key, so nobody here can open it."),
    MessageFlaw.SECRET_ELSEWHERE: _(
        "It was encrypted to your key, but the secret part of that key is not on this server. "
        "Open it in the mail program of whoever has the secret part."
    ),
    MessageFlaw.PASSWORD: _("It was encrypted with a password and not to your key. Ask the finder to use your key."),
    MessageFlaw.UNPROTECTED: _(
        "It was encrypted in an old way that shows no change on its way here, so it is not opened. "
        "Ask the finder to send it again with a newer program."
    ),
    MessageFlaw.DAMAGED: _(
        "It is damaged: a part is missing, or was changed on its way here. Copy it once more, all of it. "
        "If that does not help, ask the finder to send it again."
    ),
    MessageFlaw.TOO_LARGE: _(
        "It is too large, or would be once it is opened. Ask the finder to send the files by the form."
    ),
    MessageFlaw.UNKNOWN_WAY: _("It was encrypted to your key in a way that this program does not know."),
    MessageFlaw.SIGNER_UNREADABLE: _("The key of the finder cannot be read. Correct it, or leave it out."),
    MessageFlaw.BUSY: _(
        "It could not be tried just now. Try again in a minute; if that does not help, tell who runs the server."
    ),
}
"""Why it stays closed, and what to do."""

VERDICTS: Final[Mapping[Verdict, str | Promise]] = {
    Verdict.VALID: _(
        "Signed, and not changed since. Compare the fingerprint with the finder before you rely on the name behind it."
    ),
    Verdict.CHANGED: _("The signature does not fit: the text was changed after it was signed. Do not rely on it."),
    Verdict.UNKNOWN_KEY: _(
        "Signed with a key that we do not have. Ask the finder for it, and open the message again with it."
    ),
    Verdict.EXPIRED: _("Signed with a key that has ended, or a signature that has. Ask the finder for the newer key."),
    Verdict.REVOKED: _("Signed with a key that its owner took back. Do not rely on it."),
    Verdict.WEAK: _("Signed in a way that can be forged. Do not rely on it."),
    Verdict.NONE: _("Not signed: anybody can have written it."),
}
"""What a signature is worth."""
