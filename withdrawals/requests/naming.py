"""What in a text leads to a member: the words to look for, and which of them mean nobody else."""

import re
from dataclasses import dataclass

from accounts.models import JobSeeker

CALLED = ("さん", "様", "氏", "君", "くん", "ちゃん")
KANJI = "一-龯々"
ENDS_NAME = rf"(?=$|[^{KANJI}]|様|氏|君)"


@dataclass(frozen=True)
class Subject:
    """Whom a text is about, as far as the member's name or number may be theirs as well."""

    family_name: str
    given_name: str
    phone: str


class Naming:
    """The words that lead to one member.

    `sure` are the full name, phone, e-mail and member number, standing alone: part of a longer name or address is
    somebody else's. `called` are family or given name with an honorific, which a namesake bears too.
    """

    def __init__(self, member: JobSeeker) -> None:
        self.member = member

    def words(self, about: Subject | None = None) -> list[str]:
        """What is looked for in any place; not what is the own of whom the text is about."""
        return [*self.full_names(about), *self.called_names(about), *self.contacts(about)]

    def sure_words(self) -> list[str]:
        """Of these, what nobody else bears."""
        return [*self.full_names(None), *self.contacts(None)]

    def full_names(self, about: Subject | None) -> list[str]:
        family, given = self.member.family_name, self.member.given_name
        if about and (about.family_name, about.given_name) == (family, given):
            return []
        return [f"{family}{between}{given}" for between in ("", " ", "\u3000")] + [f"{given} {family}"]

    def called_names(self, about: Subject | None) -> list[str]:
        own = (about.family_name, about.given_name) if about else ()
        names = [name for name in (self.member.family_name, self.member.given_name) if name not in own]
        return [f"{name}{word}" for name in names for word in CALLED]

    def contacts(self, about: Subject | None) -> list[str]:
        phone = self.member.phone
        numbers = [phone.as_national, phone.as_national.replace("-", ""), phone.as_e164]
        own = about is not None and about.phone == phone
        return [*([] if own else numbers), self.member.user.email, self.member.member_number]

    def is_in(self, text: str, about: Subject) -> bool:
        return any(word.lower() in text.lower() for word in self.words(about))

    def sure(self, about: Subject) -> re.Pattern[str]:
        return pattern(named_alone(self.full_names(about)) + written_alone(self.contacts(about)))

    def sure_or_called(self, about: Subject) -> re.Pattern[str]:
        called = [rf"(?<![{KANJI}]){re.escape(word)}" for word in self.called_names(about)]
        return pattern([self.sure(about).pattern, *called])


def named_alone(names: list[str]) -> list[str]:
    return [rf"(?<![{KANJI}A-Za-z]){re.escape(name)}(?![A-Za-z]){ENDS_NAME}" for name in names]


def written_alone(contacts: list[str]) -> list[str]:
    return [rf"(?<![A-Za-z0-9._%+-]){re.escape(contact)}(?![A-Za-z0-9_-])" for contact in contacts]


def pattern(pieces: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(pieces), re.IGNORECASE)
