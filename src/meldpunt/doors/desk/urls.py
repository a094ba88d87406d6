"""The addresses of the desk."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter, StringConverter

from meldpunt.doors.desk import (
    absences,
    account,
    beside,
    card,
    case,
    case_deeds,
    channel,
    due,
    duties,
    duty,
    entering,
    erasing,
    feed,
    figures,
    files,
    finder_keys,
    invitation,
    journal,
    keys,
    laws,
    mail_deeds,
    mail_room,
    members,
    message,
    new_code,
    openpgp_key,
    own_key,
    passwords,
    policy,
    policy_fields,
    policy_help,
    proposal,
    queue,
    returned,
    second_factor,
    settings,
    withholding,
)
from meldpunt.doors.desk import sign_in as door
from meldpunt.policy.rules.editing.filling import part_called


class CaseNumber(StringConverter):
    """A case number; what does not look like one is not looked up."""

    regex = "[0-9]{4}-[0-9]{5,10}"


register_converter(CaseNumber, "case")


class SectionName(SlugConverter):
    """The name of a section of the policy by fields: nothing typed is kept for one that is not there."""

    def to_python(self, value: str) -> str:
        """Return a name that is there. Raises ValueError."""
        if part_called(value) is None:
            raise ValueError
        return value


register_converter(SectionName, "section")

app_name = "desk"
urlpatterns = [
    path("desk/", queue.queue, name="queue"),
    path("desk/sign-in", door.sign_in, name="sign-in"),
    path("desk/sign-in/code", door.code, name="sign-in-code"),
    path("desk/sign-out", door.sign_out, name="sign-out"),
    path("desk/unlock", door.unlock, name="unlock"),
    path("desk/lock", door.lock, name="lock"),
    path("desk/invitation/<str:token>", invitation.invitation, name="invitation"),
    path("desk/forgotten", passwords.forgotten, name="forgotten"),
    path("desk/reset/<str:token>", passwords.reset, name="reset"),
    path("desk/recover", keys.recover, name="recover"),
    path("desk/due", due.due, name="due"),
    path("desk/due/named", due.named, name="due-named"),
    path("desk/figures", figures.figures, name="figures"),
    path("desk/figures.csv", figures.file, name="figures-file"),
    path("desk/figures/make", figures.make, name="figures-make"),
    path("desk/report", entering.enter, name="enter"),
    path("desk/cases/<case:number>", case.case, name="case"),
    path("desk/cases/<case:number>/answer", case_deeds.answer, name="case-answer"),
    path("desk/cases/<case:number>/opened", case_deeds.opened, name="case-opened"),
    path("desk/cases/<case:number>/note", case_deeds.note, name="case-note"),
    path("desk/cases/<case:number>/assign", case_deeds.assign, name="case-assign"),
    path("desk/cases/<case:number>/state", case_deeds.move, name="case-state"),
    path("desk/cases/<case:number>/close", case_deeds.close, name="case-close"),
    path("desk/cases/<case:number>/no", case_deeds.decline, name="case-no"),
    path("desk/cases/<case:number>/reopen", case_deeds.reopen, name="case-reopen"),
    path("desk/cases/<case:number>/new-code", new_code.new_code, name="new-code"),
    path("desk/cases/<case:number>/reroute", mail_deeds.reroute_report, name="case-reroute"),
    path("desk/cases/<case:number>/erase", erasing.erase, name="erase-finder"),
    path("desk/cases/<case:number>/key", finder_keys.give, name="finder-key"),
    path("desk/cases/<case:number>/key/<uuid:key>/use", finder_keys.confirm, name="case-key-use"),
    path("desk/cases/<case:number>/key/<uuid:key>/end", finder_keys.end, name="case-key-end"),
    path("desk/cases/<case:number>/withhold", withholding.begin, name="withhold"),
    path("desk/cases/<case:number>/withhold/end", withholding.end, name="withhold-end"),
    path("desk/cases/<case:number>/mails/<uuid:mail>/back", returned.begin, name="mail-came-back"),
    path("desk/cases/<case:number>/mails/<uuid:mail>/not-back", returned.take_back, name="mail-not-back"),
    path("desk/cases/<case:number>/files/<uuid:file>", files.download, name="case-file"),
    path("desk/cases/<case:number>/journal", journal.of_case, name="case-journal"),
    path("desk/cases/<case:number>/duties", duties.duties, name="duties"),
    path("desk/cases/<case:number>/duties/facts/<uuid:fact>", duties.recorded, name="duty-fact"),
    path(
        "desk/cases/<case:number>/duties/sent/<uuid:submission>",
        duties.submitted,
        name="duty-submission",
    ),
    path("desk/cases/<case:number>/duties/<int:event>/<slug:stage>", duty.duty, name="duty"),
    path("desk/cases/<case:number>/duties/<int:event>/<slug:stage>/file/<slug:kind>", duty.file, name="duty-file"),
    path("desk/mail", mail_room.entries, name="mail"),
    path("desk/mail/<uuid:entry>", mail_room.entry, name="mail-entry"),
    path("desk/mail/<uuid:entry>/original", mail_room.original, name="mail-original"),
    path("desk/mail/<uuid:entry>/files/<int:place>", mail_room.part, name="mail-file"),
    path("desk/mail/<uuid:entry>/accept", mail_deeds.accept, name="mail-accept"),
    path("desk/mail/<uuid:entry>/report", mail_deeds.report, name="mail-report"),
    path("desk/mail/<uuid:entry>/reroute", mail_deeds.reroute, name="mail-reroute"),
    path("desk/mail/<uuid:entry>/forget", mail_deeds.forget, name="mail-forget"),
    path("desk/message", message.message, name="message"),
    path("desk/people", members.members, name="people"),
    path("desk/people/absences", absences.absences, name="absences"),
    path("desk/people/invite", members.invite, name="invite"),
    path("desk/people/invitations/<uuid:invitation>/withdraw", members.withdraw, name="withdraw"),
    path("desk/people/<uuid:member>/role", members.change_role, name="role"),
    path("desk/people/<uuid:member>/remove", members.remove, name="remove"),
    path("desk/people/<uuid:member>/readmit", members.readmit, name="readmit"),
    path("desk/people/<uuid:member>/second-factor", second_factor.clear, name="clear-second-factor"),
    path("desk/keys", keys.keys, name="keys"),
    path("desk/keys/rotation", keys.rotation, name="rotation"),
    path("desk/keys/recovery-code", keys.recovery_code, name="recovery-code"),
    path("desk/keys/resume-intake", keys.resume_intake, name="resume-intake"),
    path("desk/policy", policy.policy, name="policy"),
    path("desk/policy/catalogue", policy_help.catalogue, name="policy-catalogue"),
    path("desk/policy/fields", policy_fields.sections, name="policy-fields"),
    path("desk/policy/fields/put-away", policy_fields.away, name="policy-fields-away"),
    path("desk/policy/fields/<section:part>", policy_fields.section, name="policy-section"),
    path("desk/policy/files", beside.files, name="policy-files"),
    path("desk/policy/files/add", beside.add, name="policy-file-add"),
    path("desk/policy/files/<str:name>", beside.file, name="policy-file"),
    path("desk/policy/files/<str:name>/replace", beside.replace, name="policy-file-replace"),
    path("desk/policy/files/<str:name>/remove", beside.remove, name="policy-file-remove"),
    path("desk/policy/proposal", proposal.proposal, name="proposal"),
    path("desk/policy/proposal/approve", proposal.approve, name="proposal-approve"),
    path("desk/policy/proposal/send-back", proposal.send_back, name="proposal-send-back"),
    path("desk/policy/proposal/withdraw", proposal.withdraw, name="proposal-withdraw"),
    path("desk/policy/proposal/<str:digest>/files/<str:name>", proposal.file, name="proposal-file"),
    path("desk/card", card.card, name="card"),
    path("desk/channel", channel.channel, name="channel"),
    path("desk/openpgp-key.asc", openpgp_key.file, name="openpgp-key"),
    path("desk/settings", settings.settings, name="settings"),
    path("desk/settings/look", settings.look, name="look"),
    path("desk/settings/logo", settings.logo, name="settings-logo"),
    path("desk/settings/look.css", settings.preview, name="look-preview"),
    path("desk/settings/laws", laws.laws, name="laws"),
    path("desk/account", account.account, name="account"),
    path("desk/account/password", account.password, name="password"),
    path("desk/account/key", own_key.key, name="own-key"),
    path("desk/account/key/remove", own_key.remove, name="own-key-remove"),
    path("desk/account/second-factor", second_factor.second_factor, name="second-factor"),
    path("desk/account/second-factor/spare-codes", second_factor.spare_codes, name="spare-codes"),
    path("desk/account/second-factor/remove", second_factor.remove, name="remove-second-factor"),
    path("desk/account/calendar", feed.feed, name="feed"),
    path("desk/account/calendar/revoke", feed.revoke, name="feed-revoke"),
    path("desk/calendar/<str:token>.ics", feed.file, name="feed-file"),
    path("desk/journal", journal.of_organisation, name="journal"),
]
