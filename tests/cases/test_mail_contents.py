"""What of a mail is the report or the message."""

from dataclasses import replace

import pytest

from meldpunt.arrivals.terms import Encryption, KeySource, LearnedKey
from meldpunt.cases.rules.mail_contents import keys_of
from tests.fakes.mail_reading import MAIL


@pytest.mark.parametrize(
    ("addresses", "is_partly", "source"),
    [
        (("sam@finder.example",), False, KeySource.SIGNED),
        (("sam@finder.example",), True, KeySource.ATTACHED),
        (("security@kliniek.example",), False, KeySource.ATTACHED),
    ],
)
def test_a_key_that_signed_is_the_senders_where_it_says_so_and_signed_all(addresses, is_partly, source):
    key = LearnedKey(b"-", "A" * 40, KeySource.SIGNED, addresses)
    mail = replace(MAIL, keys=(key,), encryption=Encryption(is_partly_signed=is_partly))
    assert [each.source for each in keys_of(mail)] == [source]
