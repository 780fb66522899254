"""The page of a row in the admin, as a browser sends it: whole."""

from django.urls import reverse


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def opened(client, row) -> dict:
    """What a browser sends of the page as it stands: each field, and what stood in it at first."""
    form = client.get(page_of(row)).context["adminform"].form
    said = {}
    for it in form:
        value = [getattr(row, "pk", row) for row in it.value()] if isinstance(it.value(), list) else it.value()
        if value not in (False, None):
            said |= {it.html_name: value, it.html_initial_name: value}
        elif it.field.show_hidden_initial:
            said |= {it.html_initial_name: "False" if value is False else ""}
    return said
