"""`make states`: docs/states.md, every status and what may follow it, printed from the tables in the models."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils.translation import override

PAGE = Path(__file__).resolve().with_suffix(".md")
HEAD = """# States

Which status may follow which, as `config/steps.py: step` holds it, and which time each writes. Printed by `make states`
from `NEXT` and `TIMES` of the models; do not edit it here. What leads from one to the other is told in
[architecture](architecture.md).
"""


def main() -> None:
    PAGE.write_text(printed())


def printed() -> str:
    with override("en"):
        return "\n".join([HEAD, *("\n".join(drawn(model)) for model in apps.get_models() if hasattr(model, "NEXT"))])


def drawn(model: type[Any]) -> Iterator[str]:
    yield f"## {str(model._meta.verbose_name).capitalize()}, `{model._meta.label}`\n"
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {model._meta.get_field('status').default}")
    for status, after in model.NEXT.items():
        # A set has no order of its own.
        yield from (f"    {status} --> {later}" for later in model.Status if later in after)
        if not after:
            yield f"    {status} --> [*]"
    yield "```\n"
    yield from ("| status | is called | writes |", "| --- | --- | --- |")
    for status in model.Status:
        writes = f"`{model.TIMES[status]}`" if status in model.TIMES else ""
        yield f"| `{status}` | {status.label} | {writes} |"
    yield ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
