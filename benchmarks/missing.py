"""Which figures miss their goals: a line for each."""

from collections.abc import Iterator, Sequence

from benchmarks.timing import ORM, SERVICE, SQL, Figures, Operation

MOOD = 0.5  # milliseconds


def missed(operation: Operation, figures: Figures, sizes: Sequence[int], *, slack: float) -> Iterator[str]:
    """`slack` is how many times a goal of time may be passed; statements have none."""
    goals, counts = operation.goals, sorted(set(figures.statements.values()))
    if len(counts) > 1:
        yield f"statements grow with the members: {counts}"
    if counts[-1] > goals.statements:
        yield f"statements: {counts[-1]}, at most {goals.statements}"
    for what, found, most in times(operation, figures, sizes, mood=MOOD * slack):
        if found is not None and most is not None and found > most * slack:
            yield f"{what}: {found:.2f}, at most {most * slack:g}"


def grows(figures: Figures, sizes: Sequence[int], *, mood: float) -> bool:
    """By more than a machine's moods."""
    return figures.ms(SERVICE, max(sizes)) - figures.ms(SERVICE, min(sizes)) > mood


def flatness(operation: Operation, figures: Figures, sizes: Sequence[int]) -> float:
    """What may read a table from end to end, beside plain SQL: among a million members less of it is in memory."""
    flat = figures.flat(sizes)
    return flat / max(1, figures.flat(sizes, SQL)) if operation.goals.whole and not operation.goals.grows else flat


def times(
    operation: Operation, figures: Figures, sizes: Sequence[int], *, mood: float
) -> list[tuple[str, float | None, float | None]]:
    goals, large = operation.goals, max(sizes)
    growth = goals.grows(large) / goals.grows(min(sizes)) if goals.grows else 1
    flat = flatness(operation, figures, sizes) if grows(figures, sizes, mood=mood) else None
    return [
        ("flat", flat, goals.flat * growth),
        ("x SQL", figures.ratio(SQL, large), goals.sql),
        ("x ORM", figures.ratio(ORM, large), goals.orm),
        ("ms", figures.ms(SERVICE, large), goals.ms),
    ]
