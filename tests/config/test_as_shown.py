"""Two people have the page of one row open: each writes what they changed on it, and no more."""

import pytest
from django.contrib import admin

from accounts.models import ADVISORS, SUPPORT_DESK
from config.admin.as_shown import AsShown
from tests import factories
from tests.opened import opened, page_of


def send(client, row, page: dict, *without: str, **typed):
    answer = client.post(page_of(row), {name: it for name, it in (page | typed).items() if name not in without})
    row.refresh_from_db()
    return answer


@pytest.fixture
def office(db):
    return factories.OfficeFactory(name="見本拠点", address="千代田区見本町1-2-3")


def test_page_that_was_left_open_overwrites_only_what_was_changed_on_it(desk_client, office):
    left_open = opened(desk_client, office)
    send(desk_client, office, opened(desk_client, office), "is_open", address="千代田区見本町4-5-6")
    send(desk_client, office, left_open, name="新しい拠点")
    assert (office.name, office.address, office.is_open) == ("新しい拠点", "千代田区見本町4-5-6", False)


def test_it_is_told_from_what_stood_there_when_it_is_shown_again_with_an_error_too(desk_client, office):
    left_open = opened(desk_client, office)
    send(desk_client, office, opened(desk_client, office), address="千代田区見本町4-5-6")
    refused = send(desk_client, office, left_open, name="")
    assert 'name="initial-address" value="千代田区見本町1-2-3"' in refused.content.decode()


def test_role_that_was_taken_away_meanwhile_is_not_given_back(administrator_client, desk):
    left_open = opened(administrator_client, desk)
    assert left_open["groups"]
    send(administrator_client, desk, opened(administrator_client, desk), "groups")
    send(administrator_client, desk, left_open, language="ja")
    assert (desk.groups.count(), desk.language) == (0, "ja")


def test_role_that_is_changed_on_the_page_is_stored(administrator_client, desk):
    page = opened(administrator_client, desk)
    groups = {it.name: it.pk for it in type(desk.groups.get()).objects.all()}
    send(administrator_client, desk, page, groups=[groups[ADVISORS], groups[SUPPORT_DESK]])
    assert {it.name for it in desk.groups.all()} == {ADVISORS, SUPPORT_DESK}


def test_photo_stays_as_it_is_where_none_is_chosen(administrator_client, advisor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    advisor.photo = factories.FileFactory()
    advisor.save()
    send(administrator_client, advisor, opened(administrator_client, advisor), name="新しい 名前")
    assert (advisor.name, advisor.photo is None) == ("新しい 名前", False)


def test_program_that_sends_no_more_than_the_fields_is_compared_with_the_row(desk_client, office):
    said = {name: it for name, it in opened(desk_client, office).items() if not name.startswith("initial-")}
    send(desk_client, office, said, name="新しい拠点")
    assert (office.name, office.address) == ("新しい拠点", "千代田区見本町1-2-3")


def test_every_form_of_the_admin_is_told_so():
    ours = [it for it in admin.site._registry.values() if it.__module__.split(".")[0] != "django"]
    assert [str(it) for it in ours if not issubclass(it.form, AsShown)] == []
