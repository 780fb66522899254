"""The page of the figures: who sees whose, what it says, and what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from advisors.models import Tally
from advisors.tallies import findings
from advisors.tallies.charts import Bar, Chart
from advisors.tallies.months import month_before, months_between
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/admin/advisors/tally/"
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def figures(advisor, other_advisor):
    """Of two advisors, and of nobody's advisor."""
    office = factories.OfficeFactory(name="見本拠点")
    its = {"month": OCTOBER, "office_id": office.pk}
    Tally.objects.bulk_create(
        [
            Tally(what="registered", month=OCTOBER, amount=70),
            Tally(what="counseled", advisor_id=advisor.pk, channel="online", days=3, amount=31, **its),
            Tally(what="counseled", advisor_id=other_advisor.pk, channel="online", days=9, amount=2, **its),
            Tally(what="referred", advisor_id=advisor.pk, amount=40, **its),
            Tally(what="applied", advisor_id=advisor.pk, amount=10, **its),
            Tally(what="withdrawn", month=OCTOBER, channel="web", kind="found_job", days=1, amount=19),
            Tally(what="withdrawn", month=OCTOBER, channel="phone", days=6, amount=1),
        ]
    )
    return office


def charts(response) -> dict[str, Chart]:
    return {chart.key: chart for chart in response.context["charts"]}


def amounts(chart: Chart) -> dict[str, int]:
    return {bar.label: bar.amount for bar in chart.bars}


def test_desk_sees_everybodys_with_the_finding_in_words(desk_client, figures):
    found = charts(desk_client.get(PAGE, headers={"accept-language": "en"}))
    assert list(amounts(found["funnel"]).values())[:4] == [70, 33, 40, 10]
    assert found["funnel"].finding == "For each 100 referrals there were 25 applications and 0 acceptances."
    assert found["days"].finding == "For half of them it was within 3 days, for nine of ten within 3 days."
    assert found["promise"].finding == "1 of 20 were done later than the 5 business days that are promised."
    assert [bar.amount for bar in found["promise"].bars if bar.beyond] == [1, 0, 0, 0]
    assert not any(bar.beyond for bar in found["days"].bars)


def test_advisor_sees_their_own_and_nothing_else(advisor_client, other_advisor_client, figures):
    mine, others = (charts(client.get(PAGE)) for client in (advisor_client, other_advisor_client))
    assert list(amounts(mine["funnel"]).values()) == [31, 40, 10, 0, 0, 0]
    assert list(amounts(others["funnel"]).values()) == [2, 0, 0, 0, 0, 0]
    assert not {"reasons", "registered"} & mine.keys()


def test_advisor_narrows_to_nobody_else_and_takes_nothing_away(advisor_client, other_advisor, figures):
    response = advisor_client.get(PAGE, {"advisor": other_advisor.pk, "by": "advisor"})
    assert list(amounts(charts(response)["funnel"]).values()) == [31, 40, 10, 0, 0, 0]
    assert other_advisor.name not in response.content.decode()
    assert "figures.csv" not in response.content.decode()
    for kind in ("csv", "xlsx"):
        assert advisor_client.get(reverse(f"admin:advisors_tally_{kind}"), {"by": "month"}).status_code == 403


def test_seeker_and_visitor_are_not_let_in(seeker_client, client, figures):
    for address in (PAGE, reverse("admin:advisors_tally_csv")):
        for nobody in (seeker_client, signed_in(factories.StaffFactory())):
            assert nobody.get(address).status_code == 403
        assert client.get(address).status_code == 302


def test_desk_narrows_to_an_office_and_an_advisor(desk_client, figures, other_advisor):
    of_one = charts(desk_client.get(PAGE, {"advisor": other_advisor.pk, "office": figures.pk}))
    assert list(amounts(of_one["funnel"]).values()) == [2, 0, 0, 0, 0, 0]


def test_each_step_is_a_share_of_the_one_before(desk_client, figures):
    found = charts(desk_client.get(PAGE))["funnel"]
    assert [bar.note for bar in found.bars] == ["", "47%", "121%", "25%", "0%", "", ""]


def test_charts_are_of_the_last_twelve_months_unless_others_are_asked_for(desk_client, figures):
    Tally.objects.create(what="registered", month=date(2024, 1, 1))
    assert len(charts(desk_client.get(PAGE))["registered"].bars) == 12
    asked = {"since": "2026-09-01", "until": "2026-10-01"}
    assert [bar.amount for bar in charts(desk_client.get(PAGE, asked))["registered"].bars] == [0, 70]
    assert "registered" not in charts(desk_client.get(PAGE, {"since": "2026-08-01", "until": "2026-09-01"}))


def test_of_an_office_or_an_advisor_nothing_else_is_said_than_what_is_counted_by_them(desk_client, figures, advisor):
    Tally.objects.create(what="seat_used", month=OCTOBER, office_id=figures.pk, amount=8)
    Tally.objects.create(what="document_reviewed", month=OCTOBER, advisor_id=advisor.pk, amount=9)
    of_office = desk_client.get(PAGE, {"office": figures.pk}, headers={"accept-language": "en"})
    of_advisor = desk_client.get(PAGE, {"advisor": advisor.pk}, headers={"accept-language": "en"})
    assert [it.context["narrowed"] for it in (of_office, of_advisor)] == [[figures.name], [advisor.name]]
    apart = ["Registrations", "Seminar seats used", "Documents reviewed", "Withdrawals"]
    headers = [[it in page.context["table"].header for it in apart] for page in (of_office, of_advisor)]
    assert headers == [[False, True, False, False], [False, False, True, False]]
    Tally.objects.create(what="seat_used", month=OCTOBER, office_id=10**6)  # one that is gone
    tables = [desk_client.get(PAGE, {"by": by}, headers={"accept-language": "en"}) for by in ("office", "channel")]
    by_office, by_channel = (page.context["table"] for page in tables)
    assert [name for name, _numbers in by_office.lines] == [figures.name, "#1000000"]
    assert [it in by_office.header for it in apart] == [False, True, False, False]
    assert [it in by_channel.header for it in apart] == [False, False, False, True]


def test_hours_used_and_mock_interviews(desk_client, advisor):
    its = {"month": OCTOBER, "advisor_id": advisor.pk}
    Tally.objects.create(what="slot_offered", amount=5, **its)
    Tally.objects.create(what="slot_used", kind="counseling", amount=4, **its)
    Tally.objects.create(what="slot_used", kind="mock_interview", amount=3, **its)
    found = charts(desk_client.get(PAGE))
    # What was offered and used, and taken back since: never more than there is.
    assert [(bar.amount, bar.part) for bar in found["hours"].bars if bar.amount] == [(7, 7)]
    assert amounts(found["support"])["Mock interviews with the advisor"] == 3


def test_withdrawals_stand_by_reason_and_channel(desk_client, figures):
    table = desk_client.get(PAGE).context["reasons"]
    lines = {name: dict(zip(table.header, numbers, strict=True)) for name, numbers in table.lines}
    assert (lines["I have found a job"]["Form on the site"], lines["No reason given"]["Phone"]) == ("19", "1")
    assert lines["I have found a job"]["All together"] == "19"
    assert dict(zip(table.header, table.sums, strict=True))["All together"] == "20"


def test_without_withdrawals_there_is_no_table_of_reasons(desk_client):
    assert desk_client.get(PAGE).context["reasons"] is None


def test_what_was_put_right_more_often_than_counted_is_none(desk_client):
    Tally.objects.create(what="referred", month=OCTOBER, amount=-2)
    page = desk_client.get(PAGE, {"by": "advisor"})
    assert amounts(charts(page)["funnel"])["Referrals"] == 0
    assert page.context["table"].lines == []


def test_nothing_else_can_be_asked_for(desk_client, figures):
    assert desk_client.get(PAGE, {"advisor__user__email": "x"}).status_code in (302, 400)


@pytest.mark.parametrize("by", ["month", "office", "advisor", "channel"])
def test_table_adds_up(desk_client, figures, by):
    table = desk_client.get(PAGE, {"by": by}).context["table"]
    for column, total in enumerate(table.sums):
        assert sum(int(numbers[column]) for _name, numbers in table.lines) == int(total)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "2026-11-01", "until": "2026-10-01"}, "This is before the month that the figures begin with."),
        ({"since": "2020-01-01"}, "Select a valid choice."),
        ({"since": "yesterday"}, "Select a valid choice."),
        ({"by": "seeker"}, "Select a valid choice."),
        ({"office": "x"}, "Select a valid choice."),
    ],
)
def test_wrong_choice_gets_a_sentence_beside_it_and_no_figures(desk_client, figures, asked, said):
    response = desk_client.get(PAGE, asked, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "charts" not in response.context


def test_more_than_two_years_are_refused(desk_client):
    Tally.objects.create(what="registered", month=date(2024, 1, 1))
    asked = {"since": "2024-11-01", "until": "2026-11-01"}
    response = desk_client.get(PAGE, asked, headers={"accept-language": "en"})
    assert "Please choose two years at most." in response.content.decode()


def test_page_without_any_figures_says_so(desk_client):
    found = charts(desk_client.get(PAGE, headers={"accept-language": "en"}))
    assert list(found) == ["funnel"]
    assert found["funnel"].finding == "No posting was referred in these months."


def test_month_that_goes_on_is_not_taken_away(desk_client, figures):
    response = desk_client.get(reverse("admin:advisors_tally_csv"), {"by": "month", "until": "2026-11-01"})
    assert response.status_code == 302
    response = desk_client.get(reverse("admin:advisors_tally_csv"), {"by": "month", "until": "2026-10-01"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures-month-2026-10-2026-10.csv"'
    assert "2026-11" not in response.content.decode("utf-8-sig")


def test_of_the_first_month_nothing_is_taken_away_before_it_is_over(desk_client):
    Tally.objects.create(what="registered", month=NOVEMBER, amount=77)
    assert desk_client.get(PAGE).context["exports"] == []
    assert "77" not in desk_client.get(reverse("admin:advisors_tally_csv"), {"by": "month"}).content.decode()


def test_page_leads_to_each_table_of_the_months_it_shows_that_are_over(desk_client, administrator_client, figures):
    found = desk_client.get(PAGE, {"since": "2026-10-01", "until": "2026-11-01"}).context["exports"]
    addresses = [address for _label, files in found for _kind, address in files]
    assert len(addresses) == 12
    assert all(address.endswith("&since=2026-10-01&until=2026-10-01") for address in addresses)
    assert {desk_client.get(address).status_code for address in addresses} == {200}
    assert administrator_client.get(addresses[0]).status_code == 200


def test_no_row_of_a_figure_has_a_page(administrator_client, figures):
    assert administrator_client.get(f"{PAGE}{Tally.objects.first().pk}/change/").status_code == 404


def many_figures(advisors: int) -> None:
    them = factories.AdvisorFactory.create_batch(advisors)
    Tally.objects.bulk_create(
        Tally(what=what, month=month_before(NOVEMBER, n), advisor_id=it.pk, channel="online", days=n, amount=n + 1)
        for what in ("counseled", "referred", "slot_used")
        for n in range(24)
        for it in them
    )


@pytest.mark.parametrize("advisors", [1, 100])
def test_two_years_cost_under_ten_statements_however_many_there_are(desk_client, advisors):
    many_figures(advisors)
    with counted() as sent:
        response = desk_client.get(PAGE, {"since": "2024-12-01", "until": "2026-11-01", "by": "advisor"})
    assert response.status_code == 200
    assert len(response.context["table"].lines) == advisors
    assert len(sent) < 10


# Words and places


def test_months_go_over_the_turn_of_the_year():
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert months_between(date(2025, 11, 1), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


@pytest.mark.parametrize(("share", "days"), [(0.5, 2), (0.9, 9)])
def test_half_and_nine_of_ten_are_within_so_many_days(share, days):
    assert findings.quantile({0: 1, 2: 5, 9: 4}, share) == days


def test_longest_bar_has_the_whole_width_and_highest_column_the_whole_height():
    bars = [Bar("a", 50, part=10), Bar("b", 25), Bar("c", 0)]
    lying = list(Chart("k", "t", "f", [], bars).drawn())
    assert [(it.width, it.inner_width) for it in lying] == [
        ("100.00%", "20.00%"),
        ("50.00%", "0.00%"),
        ("0.00%", "0.00%"),
    ]
    standing = list(Chart("k", "t", "f", [], bars, "columns").drawn())
    assert [(it.y, it.height, it.inner_height) for it in standing] == [(20, 140, 28), (90, 70, 0), (160, 0, 0)]


@pytest.mark.parametrize(("amount", "needs_room"), [(999, [False] * 12), (1000, [True] * 11 + [False])])
def test_numbers_of_four_digits_above_twelve_columns_need_room_but_the_highest(amount, needs_room):
    bars = [Bar(str(n), amount - 12 + n) for n in range(11)] + [Bar("most", amount)]
    standing = Chart("k", "t", "f", [], bars, "columns").drawn()
    assert [it.needs_room for it in standing] == needs_room
