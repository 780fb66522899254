"""What offices and advisors are called in the figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from advisors.people.models import Advisor, Office


@dataclass(frozen=True)
class Names:
    """What offices and advisors are called; one that is gone keeps its number."""

    offices: Mapping[int, str]
    advisors: Mapping[int, str]

    @classmethod
    def read(cls) -> "Names":
        return cls(dict(Office.objects.values_list("pk", "name")), dict(Advisor.objects.values_list("pk", "name")))

    def office(self, key: int | None) -> str:
        return self.offices.get(key, f"#{key}") if key else gettext("Online and by phone")

    def advisor(self, key: int | None) -> str:
        return self.advisors.get(key, f"#{key}") if key else gettext("No advisor")
