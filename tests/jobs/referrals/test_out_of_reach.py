"""A date at the edge of time, and a cell that cannot be stored, are refused before anything is counted with them."""

import pytest
from django.urls import reverse

from jobs.postings.imports.importing import upload
from jobs.referrals.admin.buttons import InterviewForm
from tests.jobs.postings.test_importing import ROW, as_csv


@pytest.mark.parametrize("day", ["9999-12-31 23:59", "9999-12-31T10:00", "2201-01-01 00:00"])
def test_interview_at_the_edge_of_time_is_refused_beside_its_field(day):
    form = InterviewForm({"starts_at": day, "place": "here"})
    assert form.errors["starts_at"] == ["This date is too far away. Please look at the year."]


@pytest.mark.parametrize("query", ["opens_on=9999-12-31&closes_on=9999-12-31", "opens_on=0001-01-01"])
def test_posting_at_the_edge_of_time_is_refused(query, administrator_client):
    sent = dict(pair.split("=") for pair in query.split("&"))
    errors = administrator_client.post("/admin/jobs/jobposting/add/", sent).context["adminform"].form.errors
    assert errors["opens_on"] == ["This date is too far away. Please look at the year."]


@pytest.mark.parametrize("name", ["external_id", "company_external_id", "title", "prefecture"])
def test_cell_with_a_nul_byte_is_named_at_every_visit(name, administrator, administrator_client, now):
    kept = upload(as_csv({**ROW, name: "a\0b"}), by=administrator, now=now)
    for _visit in range(2):
        page = administrator_client.get(reverse("admin:jobs_jobposting_import_check", args=[kept.pk]))
        assert "There is a character that cannot be stored." in page.content.decode()
