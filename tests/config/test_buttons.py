"""A button pressed by somebody who was signed out meanwhile; tests/demo/test_buttons.py opens them as pages."""

import pytest
from django.urls import reverse

from tests.conftest import signed_in

SAID = "Nothing has been done yet. If you were signed out meanwhile, please press the button again."

pytestmark = pytest.mark.django_db


def test_button_pressed_while_signed_out_is_pressed_again_after_signing_in(client, seeker):
    there = client.post(reverse("advisors:wait"), follow=True)
    assert there.redirect_chain[-1][0].endswith(f"?next={reverse('advisors:wait')}")
    answer = signed_in(seeker.user).get(reverse("advisors:wait"), follow=True)
    assert answer.redirect_chain == [(reverse("advisors:counseling"), 302)]
    assert SAID in answer.content.decode()
    assert not hasattr(seeker, "slot_wait")


def test_button_takes_nothing_but_a_press(seeker_client):
    assert seeker_client.put(reverse("advisors:wait")).status_code == 405
