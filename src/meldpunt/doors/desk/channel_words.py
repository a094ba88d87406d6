"""How the way in is, in words: what is wrong, what to do about it, and for whom that is."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meldpunt.upkeep.terms import Level, Light, Trouble, Who

type Words = Mapping[str, str | Promise]

LIGHTS: Words = {
    Level.GREEN: _("Way in: works"),
    Level.AMBER: _("Way in: look at it"),
    Level.RED: _("Way in: broken"),
}
UNTESTED: Final = _("Way in: not tested")
UNTESTED_HEADING: Final = _("Nobody tested yet whether reports can reach you")
HEADINGS: Words = {
    Level.GREEN: _("Reports can reach you"),
    Level.AMBER: _("Reports can reach you, but something needs a look"),
    Level.RED: _("Reports may not reach you"),
}
LEVELS: Words = {Level.GREEN: _("works"), Level.AMBER: _("needs attention"), Level.RED: _("does not work")}
PEOPLE: Words = {
    Who.HANDLER: _("For a handler"),
    Who.LEAD: _("For a lead"),
    Who.ADMINISTRATOR: _("For an administrator"),
    Who.OPERATOR: _("For who runs the server"),
}
TROUBLES: Words = {
    Trouble.NO_ANSWER: _("The server did not answer its own test."),
    Trouble.NO_FORM: _("The page with the form did not come."),
    Trouble.NOT_TAKEN: _("The form did not take the test report."),
    Trouble.NO_WAY_BACK: _("The code on the receipt did not open the finder's page."),
    Trouble.OTHER_TEXT: _("The finder's page showed something else than was sent."),
    Trouble.INTAKE_STOPPED: _("No reports are taken, because the stored key did not fit."),
    Trouble.NOT_TESTED: _("The daily test did not run for more than a day."),
    Trouble.NOT_FROM_HERE: _("The server works, but from there its public address cannot be reached."),
    Trouble.OTHER_SERVER: _("The server works, but at its public address something else answers."),
    Trouble.NOT_TRUSTED: _("The certificate at the public address is not valid: browsers warn finders."),
    Trouble.ENDS_SOON: _("The certificate at the public address ends within 14 days."),
    Trouble.NOT_OPENED: _("Your organisation's key did not open the test report."),
    Trouble.KEY_ENDS: _("The OpenPGP key needs somebody."),
    Trouble.NOT_SIGNED: _("The file security.txt is not signed, or its signature ends soon."),
    Trouble.NO_MX: _("No server takes mail for the address in your policy."),
    Trouble.NO_SPF: _("Nothing says which servers may send mail for your domain (SPF)."),
    Trouble.NO_DMARC: _("Nothing says what to do with forged mail from your domain (DMARC)."),
    Trouble.NO_DIRECTORY: _("Mail programs do not find your key by themselves (WKD)."),
    Trouble.NO_DNS: _("The DNS did not answer, so your mail domain was not looked at."),
    Trouble.LETTERS_WAIT: _("Mails to finders and members do not leave."),
    Trouble.NOT_LOOKED_AT: _("Nobody could look into the mailbox for too long."),
    Trouble.MAIL_NOT_BACK: _("A test mail to your address for reports did not come in here within two hours."),
    Trouble.MAIL_NEVER: _("No test mail to the address in your policy ever came in here."),
    Trouble.MAIL_RETURNED: _("A test mail to your address for reports was refused or sent back."),
}
ADVICE: Words = {
    Trouble.NO_ANSWER: _("See whether the server runs, and read its log."),
    Trouble.NO_FORM: _("Open the page in a browser, and read the server's log."),
    Trouble.NOT_TAKEN: _("Look whether the disk is full and the database takes something. Read the server's log."),
    Trouble.NO_WAY_BACK: _("Read the server's log, and see whether the secrets file is the right one."),
    Trouble.OTHER_TEXT: _("Look what stands between the server and its visitors, such as a proxy."),
    Trouble.INTAKE_STOPPED: _("Look at the page Keys, and find out what happened before you resume."),
    Trouble.NOT_TESTED: _("See whether the worker runs, and read its log."),
    Trouble.NOT_FROM_HERE: _("Open the page from elsewhere. If it works there, this test can be switched off."),
    Trouble.OTHER_SERVER: _("Look at the proxy and at the DNS."),
    Trouble.NOT_TRUSTED: _("Renew the certificate, and see that the whole chain is sent."),
    Trouble.ENDS_SOON: _("Renew the certificate."),
    Trouble.NOT_OPENED: _("Do not trust new reports before you know what happened. Look at the page Keys."),
    Trouble.KEY_ENDS: _("Look at the settings: they say what is wrong with the key."),
    Trouble.NOT_SIGNED: _("See whether the worker runs, and whether the secrets file is the right one."),
    Trouble.NO_MX: _("Set an MX record for the domain of that address."),
    Trouble.NO_SPF: _("Set an SPF record, or mail of yours may be refused."),
    Trouble.NO_DMARC: _("Set a DMARC record, or mail of yours may be refused."),
    Trouble.NO_DIRECTORY: _("Let the name openpgpkey in front of your mail domain lead to this server."),
    Trouble.NO_DNS: _("Look at the resolver of the server."),
    Trouble.LETTERS_WAIT: _("Look at the SMTP settings and at the mail server's log."),
    Trouble.NOT_LOOKED_AT: _("Look at the settings of the mailbox and at the mail server's log."),
    Trouble.MAIL_NOT_BACK: _(
        "Look at the mail server's log and queue, at the way from there to this server, and into the folder for spam. Should no mail come in "
        "here? Then switch the test by mail off under Settings."
    ),
    Trouble.MAIL_NEVER: _(
        "Set up how mail comes in here. Do people read that mail elsewhere? Then switch the test by mail off under Settings."
    ),
    Trouble.MAIL_RETURNED: _("Look whether the address exists, and at the mail server's log."),
}


def is_known(light: Light) -> bool:
    """Tell whether a light says something: green without any test says nothing."""
    return light.level is not Level.GREEN or light.is_tested
