"""Whether a choice is among several, where the several are one number: a bit for each, in the order of the choices."""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

from config.typed import Text

Choices = Iterable[tuple[str, Text]]
Compiled = tuple[str, tuple[str | int, ...]]


def bits_of(choices: Choices, codes: Iterable[str]) -> int:
    """The number that stands for these codes."""
    values = [value for value, _label in choices]
    return sum(1 << values.index(code) for code in set(codes))


def codes_of(choices: Choices, number: int) -> list[str]:
    """The codes that a number stands for."""
    return [value for place, (value, _label) in enumerate(choices) if number >> place & 1]


@CharField.register_lookup
class Among(Lookup):
    """`prefecture__among=number`, where the number may be a column of another row. An unknown code is none of it."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        column, column_params = self.process_lhs(compiler, connection)
        number, number_params = self.process_rhs(compiler, connection)
        places = self.lhs.output_field.choices
        whens = " ".join("WHEN %s THEN %s" for _ in places)
        codes = [part for place, (value, _label) in enumerate(places) for part in (value, 1 << place)]
        return (
            f"(CASE {column} {whens} ELSE 0 END & {number}) <> 0",
            (*column_params, *codes, *number_params),
        )
