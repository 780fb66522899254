import pytest

from tests import factories


@pytest.fixture
def counseled(seeker, advisor, assignment):
    """The seeker, to whom `advisor` may refer: a counseling has taken place."""
    slot = factories.CounselingSlotFactory(advisor=advisor)
    factories.CounselingBookingFactory(slot=slot, seeker=seeker, status="completed")
    return seeker


@pytest.fixture
def posting(db):
    return factories.JobPostingFactory()
