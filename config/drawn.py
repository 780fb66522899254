"""Fields drawn as Django's own templates draw them, and without them: those take a template for each option.

A list of all prefectures was more than half of a page's time.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape

Widget = Mapping[str, Any]  # what a widget says of itself to its template


def attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(text(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def text(value: Any) -> str:
    """As `stringformat:"s"` writes it; what is known to be safe stays so."""
    return value if isinstance(value, str) else str(value)


def plain(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{conditional_escape(text(value))}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{given}{attributes(widget)}>'


def select(widget: Widget) -> str:
    drawn = "".join(grouped(name, "".join(map(option, options))) for name, options, _ in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{attributes(widget)}>{drawn}\n</select>'


def option(widget: Widget) -> str:
    value, label = conditional_escape(text(widget["value"])), conditional_escape(widget["label"])
    return f'\n  <option value="{value}"{attributes(widget)}>{label}</option>'


def grouped(name: str | None, options: str) -> str:
    return f'\n  <optgroup label="{conditional_escape(name)}">{options}\n  </optgroup>' if name else options


def boxes(widget: Widget) -> str:
    """Radio buttons or boxes to tick, none of them in groups."""
    attrs = widget["attrs"]
    own = "".join(f' {name}="{conditional_escape(attrs[name])}"' for name in ("id", "class") if attrs.get(name))
    drawn = "".join(f"<div>\n    {box(it)}\n</div>" for _, options, _ in widget["optgroups"] for it in options)
    return f"<div{own}>{drawn}\n</div>"


def box(widget: Widget) -> str:
    if not widget["wrap_label"]:
        return plain(widget)
    of = f' for="{conditional_escape(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return f"<label{of}>{plain(widget)} {conditional_escape(widget['label'])}</label>"


INPUTS = ("checkbox", "date", "email", "hidden", "number", "search", "tel", "text", "time", "url")
DRAWN: dict[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": draw
    for name, draw in {
        "select": select,
        "radio": boxes,
        "checkbox_select": boxes,
        **dict.fromkeys(INPUTS, plain),
    }.items()
}
