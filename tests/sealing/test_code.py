"""Access codes: the same again from the same form, read however people write them, and nothing from anything else."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from meldpunt.sealing.rules.base32 import ALPHABET, decode, encode
from meldpunt.sealing.rules.codes import derive_code, parse

SECRET, FORM, DIGEST = bytes(range(32)), bytes(range(16)), bytes(range(32, 64))
CODE = derive_code(secret=SECRET, form_random=FORM, digest=DIGEST)
ZEROS_AND_ONES = encode(b"\0" * 15 + b"\x21", group=4)


def test_is_seven_groups_of_four():
    groups = CODE.text.split("-")
    assert [(len(group), set(group) <= set(ALPHABET)) for group in groups] == [(4, True)] * 7


def test_the_same_form_and_content_give_the_same_code():
    assert derive_code(secret=SECRET, form_random=FORM, digest=DIGEST) == CODE


@pytest.mark.parametrize(
    "other", [{"secret": bytes(32)}, {"form_random": bytes(16)}, {"digest": bytes(32)}, {"digest": DIGEST[:-1]}]
)
def test_anything_else_gives_another_code(other):
    code = derive_code(**({"secret": SECRET, "form_random": FORM, "digest": DIGEST} | other))
    assert (code.text != CODE.text, code.locator != CODE.locator, code.seed != CODE.seed) == (True, True, True)


@pytest.mark.parametrize("form_random", [b"", bytes(15), bytes(17)])
def test_refuses_a_form_random_of_another_size(form_random):
    with pytest.raises(ValueError, match="16 bytes"):
        derive_code(secret=SECRET, form_random=form_random, digest=DIGEST)


def test_what_it_derives_is_unrelated():
    assert (len({CODE.locator, CODE.seed, CODE.salt}), len(CODE.locator), len(CODE.seed), len(CODE.salt)) == (
        3,
        32,
        32,
        32,
    )


def test_parses_what_is_shown():
    assert parse(CODE.text) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE.text.lower(),
        CODE.text.replace("-", ""),
        CODE.text.replace("-", " "),
        CODE.text.replace("-", "\u2013"),
        CODE.text.replace("-", "\u2011"),
        CODE.text.replace("-", "\u00a0\n"),
        f"  \u201c{CODE.text}\u201d.\r\n",
        "\ufeff\u200b\u202a" + CODE.text + "\u202c",
        "".join(chr(ord(character) + 0xFEE0) if character != "-" else "\u3000" for character in CODE.text),
        CODE.text.replace("0", "O").replace("1", "I"),
        CODE.text.replace("0", "o").replace("1", "l"),
    ],
    ids=range(11),
)
def test_parses_what_people_make_of_it(typed):
    assert parse(typed) == CODE


@pytest.mark.parametrize("zero", "0Oo\u041e\u043e\u039f\u03bf\uff10\U0001d7ce")
@pytest.mark.parametrize("one", "1IiLl\u0406\u0456\u0399\uff11\u0131")
def test_parses_look_alikes(zero, one):
    assert parse(ZEROS_AND_ONES.translate({ord("0"): zero, ord("1"): one})) == parse(ZEROS_AND_ONES)


@pytest.mark.parametrize(
    ("alike", "letter"),
    list(zip("АВЕКМНРСТХЅЈУΑΒΕΖΗΚΜΝΡΤΧ", "ABEKMHPCTXSJYABEZHKMNPTX", strict=True)),  # noqa: RUF001 - that is the point
)
def test_parses_letters_of_other_alphabets_that_look_the_same(alike, letter):
    text = next(text for text in (encode(bytes([9, byte]) * 8, group=4) for byte in range(256)) if letter in text)
    assert (parse(text.replace(letter, alike)).valid, parse(text.replace(letter, alike)).text) == (True, text)


@pytest.mark.parametrize("position", range(28))
def test_one_wrong_character_is_noticed(position):
    bare = CODE.text.replace("-", "")
    wrong = [bare[:position] + other + bare[position + 1 :] for other in ALPHABET if other != bare[position]]
    assert [parse(text).valid for text in wrong] == [False] * 31


def test_any_two_swapped_characters_are_noticed():
    bare = CODE.text.replace("-", "")
    pairs = [(i, j) for i in range(28) for j in range(i) if bare[i] != bare[j]]
    swapped = [bare[:j] + bare[i] + bare[j + 1 : i] + bare[j] + bare[i + 1 :] for i, j in pairs]
    assert {parse(text).valid for text in swapped} == {False}


@settings(max_examples=100)
@given(secret=some.binary(min_size=16, max_size=16), position=some.integers(0, 27), other=some.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_in_any_code(secret, position, other):
    bare = encode(secret, group=28)
    assert parse(bare[:position] + other + bare[position + 1 :]).valid is (other == bare[position])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "----",
        CODE.text[:-1],
        CODE.text + "0",
        CODE.text * 2,
        CODE.text[:-1] + "U",
        CODE.text[:-1] + "\u0661",
        CODE.text[:-1] + "\0\ud800",
        CODE.text[:-1] + "\U0001f511",
        "Z" * 28,
        "0" * 27 + "1",
        "A" * 1_000_000,
        CODE.text + " " * 1_000_000 + "A",
        "\ufdfa" * 10_000,
        "\u00df" * 14,
        "' OR 1=1 --",
    ],
    ids=range(17),
)
def test_what_is_no_code_derives_all_the_same_and_finds_nothing(typed):
    code = parse(typed)
    sizes = (len(code.text), len(code.locator), len(code.seed), len(code.salt))
    assert (code.valid, sizes, code.locator == CODE.locator) == (
        typed.startswith(CODE.text + " "),
        (34, 32, 32, 32),
        code.valid,
    )


@settings(max_examples=300)
@given(typed=some.text(max_size=60) | some.text(alphabet=string.printable, max_size=60) | some.text(some.characters()))
def test_never_raises(typed):
    assert len(parse(typed).locator) == 32


def test_a_number_too_large_for_a_code_is_none():
    too_large = encode(b"\1" + bytes(16), group=99)
    assert (len(too_large), decode(too_large[-28:], size=16)) == (30, None)


@given(secret=some.binary(min_size=32, max_size=32))
def test_longer_secrets_read_back(secret):
    assert decode(encode(secret, group=6), size=32) == secret


def test_no_repr_shows_it():
    assert repr(CODE) == "AccessCode(valid=True)"
