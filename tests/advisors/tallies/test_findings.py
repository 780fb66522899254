"""The sentence above each chart says what its numbers say, and that there are none where there are none."""

import pytest
from django.utils.translation import override

from advisors.tallies import findings
from advisors.tallies.charts import Bar

NOTHING = "Nothing of this was counted in these months."


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def bars(**amounts: int) -> list[Bar]:
    return [Bar(label, amount) for label, amount in amounts.items()]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (findings.of_months(bars(May=2, June=7)), "Most were in June: 7. On average there were 4.5 in a month."),
        (findings.of_months(bars(May=1200)), "Most were in May: 1,200. On average there were 1,200.0 in a month."),
        (findings.of_months(bars(May=0, June=0)), NOTHING),
        (findings.of_days({1: 5, 9: 4, 30: 1}), "For half of them it was within 1 day, for nine of ten within 9 days."),
        (findings.of_days({}), NOTHING),
        (findings.of_promise({0: 3, 5: 4}, 5), "All 7 were done within the 5 business days that are promised."),
        (
            findings.of_promise({5: 4, 6: 1}, 5),
            "1 of 5 were done later than the 5 business days that are promised.",
        ),
        (findings.of_promise({}, 5), NOTHING),
        (findings.of_hours(40, 10), "Of 40 hours offered, 10 were used: 25%."),
        (findings.of_hours(0, 0), NOTHING),
        (findings.of_kinds(bars(a=1, b=3)), "Most often: b, 3 of 4 (75%)."),
        (findings.of_kinds(bars(a=0)), NOTHING),
        (findings.of_notices(1200, 3), "1,200 notices were sent, and 3 times a kind of notice was turned off."),
        (findings.of_notices(0, 1), "0 notices were sent, and 1 times a kind of notice was turned off."),
        (findings.of_notices(0, 0), NOTHING),
    ],
)
def test_sentence_says_what_the_numbers_say(said, sentence):
    assert said == sentence
