"""The people of the demo: samples by their names, and out of reach by their addresses and numbers."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import SUPPORT_DESK, AdvisorGender, JobSeeker, Language, MailboxProof, User
from accounts.registration.registering import new_member
from accounts.users.prefectures import Prefecture

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


def employ(staff: Staff, *, since: datetime) -> User:
    """The sign-in of a staff member, made if there is none, with a mailbox that counts as proven."""
    is_administrator = staff == ADMINISTRATOR
    user, _made = User.objects.get_or_create(
        email=staff.email,
        defaults={"is_staff": True, "is_superuser": is_administrator, "password": "!", "joined_at": since},
    )
    EmailAddress.objects.get_or_create(user=user, email=staff.email, defaults={"verified": True, "primary": True})
    if staff.group:
        user.groups.add(Group.objects.get_or_create(name=staff.group)[0])
    return user


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
