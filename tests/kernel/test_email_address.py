"""Normalisation of e-mail addresses: two spellings of one address are equal, look-alike characters are not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError

# Characters that upper, lower, case folding or a normal form turns into an ASCII letter.
_ALIKE = {"i": "ıİⅰｉ", "s": "ſｓⓢ", "k": "\u212aｋ", "e": "éｅℯ", "a": "ａª", "ss": "ß", "fi": "ﬁ"}
local_parts = st.from_regex(r"[a-zA-Z0-9]{1,12}([._+-][a-zA-Z0-9]{1,8})?", fullmatch=True)
domains = st.sampled_from(["exemple.fr", "region-centre.fr", "pacte.example", "été.fr", "xn--t-9fab.fr"])
addresses = st.builds("{}@{}".format, local_parts, domains)


@given(addresses, st.randoms(use_true_random=False), st.sampled_from(["", " ", "\t", "\u00a0", "\u2003"]))
def test_every_spelling_of_an_address_gives_the_same_one(address: str, chance: Random, space: str) -> None:
    written = "".join(chance.choice([sign, sign.upper(), sign.lower()]) for sign in address)
    assert canonical_email(f"{space}{written}{space}") == canonical_email(address)


@given(addresses)
def test_the_one_spelling_is_its_own_and_is_plain_ascii_without_capitals(address: str) -> None:
    found = canonical_email(address)
    assert canonical_email(found) == found
    assert found.isascii()
    assert found == found.lower()


@given(addresses, st.sampled_from(sorted(_ALIKE)))
def test_a_sign_that_only_looks_like_another_reaches_nobody(address: str, letters: str) -> None:
    """CVE-2019-19844: upper("ı") is "I" and upper("ſ") is "S". Such an address is refused, so it matches no account."""
    local, _, domain = address.partition("@")
    for sign in _ALIKE[letters]:
        with pytest.raises(ValidationError):
            canonical_email(f"{local}{sign}@{domain}")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        found = canonical_email(text)
    except ValidationError as refused:
        assert refused.code == "email"
    else:
        assert canonical_email(found) == found


@given(local_parts, local_parts)
def test_two_addresses_are_the_same_only_by_their_capitals(one: str, other: str) -> None:
    same = canonical_email(f"{one}@exemple.fr") == canonical_email(f"{other}@exemple.fr")
    assert same == (one.lower() == other.lower())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Prenom.NOM@Region.FR", "prenom.nom@region.fr"),
        ("prénom".replace("é", "e") + "@été.fr", "prenom@xn--t-9fab.fr"),
        ("a@XN--T-9FAB.fr", "a@xn--t-9fab.fr"),
        ("a@ｅxemple.fr", "a@exemple.fr"),
        ("o'neil+pacte@exemple.fr", "o'neil+pacte@exemple.fr"),
        ("pacte@localhost", "pacte@localhost"),
    ],
)
def test_examples(written: str, found: str) -> None:
    assert canonical_email(written) == found


@pytest.mark.parametrize(
    "written",
    [
        "", "@", "a@", "@exemple.fr", "a.exemple.fr", "a b@exemple.fr", "a@exemple", "a@exemple.fr.", "a@.fr",
        "a..b@exemple.fr", ".a@exemple.fr", '"a b"@exemple.fr', "a@b@exemple.fr", "a@[127.0.0.1]",
        "a@exemple.fr\r\nBcc: x", "a\x00@exemple.fr", "a" * 65 + "@exemple.fr", "a@" + "b" * 250 + ".fr",
        "a" * 250 + "@c.fr",
        "pılote@exemple.fr",
    ],
)  # fmt: skip
def test_what_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        canonical_email(written)
