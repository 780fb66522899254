"""Slips of the fingers: how many lie between two texts, where, and which domain was meant."""

import pytest

from accounts.users.slips import DOMAINS, differences, domains_near, one_slip_off, slips_between


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("gmail", "gmail", 0),
        ("gmail", "gmial", 1),
        ("gmail", "gmal", 1),
        ("gmail", "gmaill", 1),
        ("gmail", "gnail", 1),
        ("gmail", "gnial", 2),
        ("gmail", "yahoo", 3),
        ("", "ab", 2),
        ("ab", "abcdef", 3),
    ],
)
def test_slips_are_counted_up_to_the_most_that_is_asked_for(one, other, slips):
    assert slips_between(one, other, at_most=2) == slips
    assert slips_between(other, one, at_most=2) == slips


def test_everything_one_slip_off_is_one_slip_off_and_nothing_is_missing():
    near = set(one_slip_off("aba", "ab")) - {"aba"}
    assert {slips_between("aba", other, at_most=2) for other in near} == {1}
    assert near == {"baa", "aab", "bba", "aaa", "abb", "ba", "aa", "ab", "aaba", "baba", "abba", "abaa", "abab"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("docomo.ne.jo", "docomo.ne.jp"),
        ("docmo.ne.jp", "docomo.ne.jp"),
        ("ezwed.ne.jp", "ezweb.ne.jp"),
        ("yahoo.co.jo", "yahoo.co.jp"),
        ("yaho.co.jp", "yahoo.co.jp"),
        ("softbank.jp", "i.softbank.jp"),
        ("i.sofbank.jp", "i.softbank.jp"),
        ("iclod.com", "icloud.com"),
        ("outlok.jp", "outlook.jp"),
        ("hotmal.co.jp", "hotmail.co.jp"),
        ("example.com", None),
        ("school.ac.jp", None),
        ("", None),
        *[(domain, None) for domain in DOMAINS],
    ],
)
def test_domain_that_was_meant(typed, meant):
    assert (domains_near(typed) or [None])[0] == meant


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("gmial", "gmail", ("gm[ia]l", "gm[ai]l")),
        ("ab", "axb", ("ab", "a[x]b")),
        ("aab", "ab", ("a[a]b", "ab")),
        ("hanaok@gmial.com", "hanako@gmail.com", ("hana[ok]@gm[ia]l.com", "hana[ko]@gm[ai]l.com")),
    ],
)
def test_differences_are_marked_in_both_texts(one, other, marked):
    found = ["".join(f"[{text}]" if differs else text for text, differs in it) for it in differences(one, other)]
    assert tuple(found) == marked
