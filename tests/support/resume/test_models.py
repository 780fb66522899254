"""What the database refuses of a résumé, and who may see one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from support.models import Resume, ResumeEntry
from tests import factories

pytestmark = pytest.mark.django_db


def refused(factory, match: str, **fields) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        factory(**fields)


MAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("resumeentry_fits_its_kind", {"kind": "hobby"}),
        ("resumeentry_fits_its_kind", {"employment": ""}),
        ("resumeentry_fits_its_kind", {"ended_on": MAY, "ending": "graduated"}),
        ("resumeentry_fits_its_kind", {"kind": "education", "ended_on": MAY, "ending": "own"}),
        ("resumeentry_fits_its_kind", {"kind": "education", "tasks": "掃除"}),
        ("resumeentry_fits_its_kind", {"kind": "licence", "ended_on": MAY, "ending": "own"}),
        ("resumeentry_ended_on_iff_ended", {"ended_on": MAY}),
        ("resumeentry_ended_on_iff_ended", {"ending": "own"}),
        ("resumeentry_ends_after_it_began", {"ended_on": date(2022, 3, 1), "ending": "own"}),
        ("resumeentry_known_by_months", {"began_on": date(2022, 4, 2)}),
        ("resumeentry_known_by_months", {"ended_on": date(2024, 5, 2), "ending": "own"}),
    ],
)
def test_entry_that_makes_no_sense_is_refused(constraint, fields):
    refused(factories.ResumeEntryFactory, constraint, **fields)


def test_work_history_takes_one_of_two_forms():
    refused(factories.ResumeFactory, "resume_about_known", about="life")


def test_member_has_one_resume(seeker):
    factories.ResumeFactory(seeker=seeker)
    refused(lambda: Resume.objects.create(seeker=seeker, saved_at=factories.JOINED), "resume")


def test_only_the_member_sees_the_draft(seeker, other_seeker, assignment, desk, administrator):
    entry = factories.ResumeEntryFactory(resume__seeker=seeker)
    others = [other_seeker.user, assignment.advisor.user, desk, administrator]
    assert [list(model.objects.visible_to(seeker.user)) for model in (Resume, ResumeEntry)] == [[entry.resume], [entry]]
    assert not any(model.objects.visible_to(user).exists() for model in (Resume, ResumeEntry) for user in others)


def test_rows_name_nobody():
    entry = factories.ResumeEntryFactory()
    assert str(entry.resume) == f"résumé {entry.resume_id}"
    assert str(entry) == f"entry of a résumé {entry.pk}"
