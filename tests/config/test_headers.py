import pytest


@pytest.mark.parametrize("path", ["/", "/withdraw/", "/healthz", "/not-there/"])
def test_no_page_asks_for_what_a_device_can_see_or_hear(client, db, path):
    policy = client.get(path).headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
    assert "publickey" not in policy
