"""The staff of the demo, and whom of them its members have for an advisor."""

from datetime import datetime, timedelta

from accounts.demo import people
from accounts.demo.people import ADMINISTRATOR, ASSIGNED, DESK, MEMBERS, Staff, email, register
from accounts.models import ADVISORS, AdvisorGender, JobSeeker, Notice, User
from accounts.profile.correcting import choose_notices
from advisors.models import Advisor, Assignment

ADVISOR_NAMES = (
    "見本 あおい",
    "例示 けん",
    "仮名 めぐみ",
    "試作 だいち",
    "雛型 ひかり",
    "見本 そうた",
    "例示 かおり",
    "仮名 わたる",
    "試作 ことは",
    "雛型 りく",
    "見本 すみれ",
    "例示 あきら",
)
GENDERS = (Advisor.Gender.FEMALE, Advisor.Gender.MALE)
ADVISOR_STAFF = tuple(
    Staff(f"advisor{number}@example.jp", ADVISORS, name, GENDERS[(number - 1) % 2])
    for number, name in enumerate(ADVISOR_NAMES, start=1)
)
STAFF = (ADMINISTRATOR, *DESK, *ADVISOR_STAFF)
SHOWN_STAFF = (ADMINISTRATOR, *DESK, *ADVISOR_STAFF[:3])


def employ(staff: Staff, *, since: datetime) -> User:
    """Their sign-in, and what makes an advisor of them."""
    user = people.employ(staff, since=since)
    if staff.name:
        Advisor.objects.get_or_create(user=user, defaults={"name": staff.name, "gender": staff.gender})
    return user


def advisors() -> list[Advisor]:
    """All of them, the first who signs in first."""
    present = Advisor.objects.filter(user__email__in=[staff.email for staff in ADVISOR_STAFF]).select_related("user")
    return sorted(present, key=lambda advisor: [staff.email for staff in ADVISOR_STAFF].index(advisor.user.email))


def settle_in(*, now: datetime) -> list[JobSeeker]:
    """The members of the demo: most with an advisor of the gender they wish, two who are still to get one."""
    seekers = [register(n, email(n), at=now - timedelta(days=3 + n * 11, hours=n)) for n in range(MEMBERS, 0, -1)]
    seekers.reverse()
    for number, seeker in enumerate(seekers[:ASSIGNED]):
        assign(seeker, advisors(), changed=number % 8 == 5)
    for seeker in seekers[::5]:
        choose_notices(seeker, stopped={Notice.NEWS})
    return seekers


def assign(seeker: JobSeeker, choice: list[Advisor], *, changed: bool) -> None:
    """An advisor whom the seeker's wish fits; one who `changed` had another before."""
    wish = seeker.advisor_gender
    fitting = [advisor for advisor in choice if wish in (AdvisorGender.ANY, advisor.gender)]
    began, ended = seeker.joined_at + timedelta(days=1), seeker.joined_at + timedelta(days=2)
    first, second = fitting[seeker.pk % len(fitting)], fitting[(seeker.pk + 1) % len(fitting)]
    if changed:
        Assignment.objects.create(seeker=seeker, advisor=second, began_at=began, ended_at=ended)
    Assignment.objects.create(seeker=seeker, advisor=first, began_at=ended if changed else began)
