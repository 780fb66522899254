"""Static files may be collected into a folder that is there or not: pages find them under the names they have."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from config.collected import CollectedFilesStorage


@pytest.fixture
def not_there(tmp_path, settings_of):
    """A checkout in production whose static files have not been collected yet."""
    strict = settings_of(VAR_DIR=str(tmp_path / "var"))
    assert strict["STORAGES"]["staticfiles"]["BACKEND"] == "config.collected.CollectedFilesStorage"
    with override_settings(STORAGES=strict["STORAGES"], STATIC_ROOT=tmp_path / "staticfiles"):
        yield tmp_path / "staticfiles"


def test_pages_answer_before_anything_is_collected(not_there, client, db):
    assert 'href="/static/css/site.css"' in client.get("/").content.decode()


def test_pages_answer_after_files_were_collected_into_a_new_folder(not_there, client, db):
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (not_there / "staticfiles.json").exists()
    address = CollectedFilesStorage().url("css/site.css")
    assert address != "/static/css/site.css"
    assert (not_there / address.removeprefix("/static/")).exists()
    assert f'href="{address}"' in client.get("/").content.decode()


def test_empty_folder_is_no_collection(not_there, client, db):
    not_there.mkdir()
    assert client.get("/").status_code == 200
