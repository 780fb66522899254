"""The page that finds a size by three measures: what it says, where it leads, and what is no measure."""

import pytest

from tests.reading import unmarked

pytestmark = pytest.mark.django_db
PAGE = "/support/suits/size/"
MENS = {"who": "mens", "chest": "93", "waist": "80", "height": "172"}
WOMENS = {"who": "womens", "chest": "81", "waist": "62", "height": "158"}


def page(client, asked) -> str:
    return unmarked(client.get(PAGE, asked).content.decode())


def errors(client, asked) -> list[str]:
    return list(client.get(PAGE, asked).context["form"].errors)


@pytest.mark.parametrize(
    ("asked", "cut", "size", "also"), [(MENS, "mens", "A5", "AB5"), (WOMENS, "womens_skirt", "9", "7")]
)
def test_size_is_named_with_the_one_beside_it_and_leads_to_the_form(asked, cut, size, also, seeker_client):
    answer = seeker_client.get(PAGE, asked)
    assert answer.context["named"].endswith(size)
    assert answer.context["also"].endswith(also)
    assert f"?cut={cut}&amp;size={size}#reserve" in answer.content.decode()


def test_who_none_fits_is_given_the_phone(seeker_client):
    assert "None of our sizes fits these measures well." in page(seeker_client, WOMENS | {"chest": "120"})


def test_nothing_is_wrong_before_measures_are_sent(seeker_client):
    assert [errors(seeker_client, asked) for asked in ({}, {"who": "mens"})] == [[], []]


@pytest.mark.parametrize(("name", "least", "most"), [("chest", 60, 150), ("waist", 45, 150), ("height", 130, 210)])
def test_measure_is_within_what_people_measure(name, least, most, seeker_client):
    within = [errors(seeker_client, MENS | {name: it}) for it in (least, most)]
    beyond = [errors(seeker_client, MENS | {name: it}) for it in (least - 1, most + 1)]
    assert (within, beyond) == ([[], []], [[name], [name]])
    said = f"Enter centimetres between {least} and {most}."
    assert said in page(seeker_client, MENS | {name: most + 1})
