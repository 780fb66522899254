"""The steps of registering and signing in, for stories that are about something else, too."""

from tests.journeys.person import Person

DETAILS = {
    "Family name": "見本",
    "Given name": "花子",
    "E-mail address": "hanako@example.com",
    "Phone number": "０９０－１２３４－５６７８",
    "year": "２００１",
    "month": "4",
    "day": "5",
}


def fill_in(person: Person, entries: dict[str, str] = DETAILS) -> None:
    person.enters(entries)
    person.chooses("Prefecture you live in", "Tokyo")
    person.ticks("A woman")


def type_code(person: Person, button: str) -> None:
    person.arrives_at("Enter the code")
    person.enters({"Code": person.mailed_code()})
    person.presses(button)


def register(person: Person) -> None:
    """From the form to the code, which may lead to my page or to a choice."""
    person.opens("/register/")
    fill_in(person, DETAILS | {"E-mail address": person.email})
    person.presses("Send me the code")
    type_code(person, "Complete the registration")


def sign_in(person: Person) -> None:
    person.opens("/login/")
    person.sees("Sign in")
    person.enters({"E-mail address": person.email})
    person.presses("Send the code")
    person.sees("Enter the code")
    type_code(person, "Sign in")
    person.arrives_at("My page")
