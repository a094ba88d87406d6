"""The addresses of a finder."""

from django.urls import path

from meldpunt.doors.portal import code_link, contact, entering, leaving, own_key, receipt, report, status

app_name = "portal"

urlpatterns = [
    path("report", report.report, name="report"),
    path("report/receipt.txt", receipt.receipt_file, name="receipt_file"),
    path("case", entering.case, name="case"),
    path("case/link", code_link.show_code, name="show_code"),
    path("case/link/<str:token>", code_link.code_link, name="code_link"),
    path("case/status", status.status, name="status"),
    path("case/files/<uuid:file>", status.file, name="file"),
    path("case/contact", contact.contact, name="contact"),
    path("case/contact/delete", contact.delete, name="delete_contact"),
    path("case/key", own_key.key, name="own_key"),
    path("case/leave", leaving.leave, name="leave"),
]
