"""The steps of leaving, for several stories."""

from datetime import timedelta

from tests.journeys.person import Person
from withdrawals.tasks import sweep_withdrawals

DUE = {"en": "Mon 30 Nov", "ja": "11月30日（月）"}
STOP = "If this was not you, stop it here. Your membership then stays as it is:"
COMPLETE = "To have it completed now instead of waiting:"
CONFIRM = (
    "Somebody, perhaps you, asked to withdraw with this e-mail address. The phone number that was entered is not the "
    "registered one, so please confirm that it was you:"
)
FOLLOW = "To see how far it is:"


def ask_to_withdraw(person: Person, *, phone: str) -> str:
    """From the empty form to the answer page; returns the reference number."""
    person.opens("/withdraw/")
    person.enters({"Registered phone number": phone, "Registered e-mail address": person.email})
    person.presses("Withdraw")
    return see_the_answer(person)


def see_the_answer(person: Person) -> str:
    person.arrives_at("We have received it")
    assert person.value_of("Finished by") == DUE[person.language]
    return person.value_of("Reference number")


def complete_at_once(person: Person) -> None:
    person.opens_mailed_link(COMPLETE)
    person.arrives_at("Complete the withdrawal now")
    person.presses("Complete it now")
    person.reads("Your withdrawal is being completed. The receipt reaches you by mail within minutes.")


def pass_the_grace_time(clock) -> None:
    """From Friday over Labor Thanksgiving Day to Tuesday, when the worker looks what is due."""
    clock.shift(timedelta(days=4))
    sweep_withdrawals()
