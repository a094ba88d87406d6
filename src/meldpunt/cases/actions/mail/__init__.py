"""What becomes of a mail: a report, a message in a case, or an entry of the mail room."""

from meldpunt.cases.actions.mail.judging import judge_again
from meldpunt.cases.actions.mail.messages import message_by_mail
from meldpunt.cases.actions.mail.opening import add_opened
from meldpunt.cases.actions.mail.receiving import receive_mail
from meldpunt.cases.actions.mail.reports import report_by_mail
from meldpunt.cases.actions.mail.rerouting import reroute_case
from meldpunt.cases.actions.mail.sorting import accept_entry, make_report_of_entry, reroute_entry

__all__ = (
    "accept_entry",
    "add_opened",
    "judge_again",
    "make_report_of_entry",
    "message_by_mail",
    "receive_mail",
    "report_by_mail",
    "reroute_case",
    "reroute_entry",
)
