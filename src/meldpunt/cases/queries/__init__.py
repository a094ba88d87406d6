"""Questions about cases that need no key."""

from meldpunt.cases.queries.addresses import page_of_finders, page_of_rules
from meldpunt.cases.queries.advice import AdviceText, advice_text, people_behind
from meldpunt.cases.queries.earliest import first_version_reported
from meldpunt.cases.queries.listing import count_cases, list_cases
from meldpunt.cases.queries.numbers import number_of_thread, numbers_of_threads
from meldpunt.cases.queries.past import answers_by_member, count_reports, past_reports
from meldpunt.cases.queries.promised import case_ids, promised_facts, promised_facts_of
from meldpunt.cases.queries.replies import SavedReply, late_reply, saved_replies, saved_reply
from meldpunt.cases.queries.withholding import cases_with_unsaid, list_reviews, withheld_in
from meldpunt.cases.queries.words import newest_words

__all__ = (
    "AdviceText",
    "SavedReply",
    "advice_text",
    "answers_by_member",
    "case_ids",
    "cases_with_unsaid",
    "count_cases",
    "count_reports",
    "first_version_reported",
    "late_reply",
    "list_cases",
    "list_reviews",
    "newest_words",
    "number_of_thread",
    "numbers_of_threads",
    "page_of_finders",
    "page_of_rules",
    "past_reports",
    "people_behind",
    "promised_facts",
    "promised_facts_of",
    "saved_replies",
    "saved_reply",
    "withheld_in",
)
