"""The people of the demo: samples by their names, and out of reach by their addresses and numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import ADVISORS, SUPPORT_DESK, AdvisorGender, JobSeeker, Language, MailboxProof, Notice, User
from accounts.profile.correcting import choose_notices
from accounts.registration.registering import new_member
from accounts.users.prefectures import Prefecture
from advisors.models import Advisor, Assignment

FAMILY_NAMES = ("見本", "例示", "仮名", "試作", "サンプル", "テスト", "ひな形", "雛型")
GIVEN_NAMES = ("花子", "太郎", "一子", "次郎", "さくら", "三郎", "みどり", "はじめ", "ゆき", "まなぶ", "のぞみ")
PREFECTURES, WISHES = Prefecture.values, AdvisorGender.values
ASSIGNED = 24
MEMBERS = ASSIGNED + 2


@dataclass(frozen=True)
class Staff:
    """Somebody who works in the admin: at the desk, as an advisor, or as administrator of everything."""

    email: str
    group: str = ""
    name: str = ""
    gender: str = ""


ADMINISTRATOR = Staff("admin@example.jp")
DESK = (Staff("desk1@example.jp", SUPPORT_DESK), Staff("desk2@example.jp", SUPPORT_DESK))
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
    """The sign-in of a staff member, made if there is none, with a mailbox that counts as proven."""
    is_administrator = staff == ADMINISTRATOR
    user, _ = User.objects.get_or_create(
        email=staff.email,
        defaults={"is_staff": True, "is_superuser": is_administrator, "password": "!", "joined_at": since},
    )
    EmailAddress.objects.get_or_create(user=user, email=staff.email, defaults={"verified": True, "primary": True})
    if staff.group:
        user.groups.add(Group.objects.get_or_create(name=staff.group)[0])
    if staff.name:
        Advisor.objects.get_or_create(user=user, defaults={"name": staff.name, "gender": staff.gender})
    return user


def advisors() -> list[Advisor]:
    """All of them, the first who signs in first."""
    present = Advisor.objects.filter(user__email__in=[staff.email for staff in ADVISOR_STAFF]).select_related("user")
    return sorted(present, key=lambda advisor: [staff.email for staff in ADVISOR_STAFF].index(advisor.user.email))


def phone(number: int) -> str:
    """A number that can be written and not be rung: after an area code in Japan no number begins with 1."""
    return f"+8131{number:07d}"


def email(number: int) -> str:
    return f"member{number:02d}@example.com"


def is_settled_in() -> bool:
    """Whether the members of the demo have been made already."""
    return User.objects.filter(email__in=[email(number) for number in range(1, MEMBERS + 1)]).exists()


def register(number: int, address: str, *, at: datetime) -> JobSeeker:
    """A member like those who come by the form."""
    language = Language.ENGLISH if number % 12 == 7 else Language.JAPANESE
    proof = MailboxProof(email=address, details=details(number, at.year), language=language)
    return new_member(proof, now=at).job_seeker


def details(number: int, year: int) -> dict[str, str]:
    """What they typed, each number another person."""
    return {
        "family_name": FAMILY_NAMES[number % len(FAMILY_NAMES)],
        "given_name": GIVEN_NAMES[number % len(GIVEN_NAMES)],
        "phone": phone(number),
        "birth_date": date(year - 20 - number * 7 % 13, 1 + number % 12, 1 + number * 7 % 28).isoformat(),
        "prefecture": PREFECTURES[number * 13 % len(PREFECTURES)],
        "advisor_gender": WISHES[number % len(WISHES)],
    }


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
