"""Each reason for which something is refused has its own words."""

import inspect

from config.refusals import Refusal


def reasons(kind: type[Refusal]) -> list[type[Refusal]]:
    """Those that are raised: nothing is a kind of them."""
    return [it for sub in kind.__subclasses__() for it in (reasons(sub) or [sub])]


def words(reason: type[Refusal]) -> str:
    """What it says, or from what it makes its sentence when it is raised."""
    return str(vars(reason).get("said") or vars(reason).get("text") or inspect.getsource(reason.__init__))


def test_every_refusal_has_words_of_its_own():
    found = [reason for reason in reasons(Refusal) if reason.__module__.split(".")[0] != "tests"]
    said = {reason: words(reason) for reason in found}
    assert len(found) > 20
    assert [reason for reason in found if list(said.values()).count(said[reason]) > 1] == []
