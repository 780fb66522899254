"""Days and hours in the columns of lists and the fields that are only read, written as everywhere: config/days.py.

The stock admin writes them by itself, with the year, and has no place to say otherwise: what it calls is
replaced here.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib.admin import helpers, utils
from django.contrib.admin.templatetags import admin_list

from config import days


def with_days(stock: Callable[..., str]) -> Callable[..., str]:
    @wraps(stock)
    def display(value: Any, *how: Any, **more: Any) -> str:
        if isinstance(value, datetime):
            return days.when(value)
        return days.day(value) if isinstance(value, date) else stock(value, *how, **more)

    return display


display_for_field = with_days(utils.display_for_field)


def write_days_as_everywhere() -> None:
    for module, name in (
        (admin_list, "display_for_field"),
        (admin_list, "display_for_value"),
        (helpers, "display_for_field"),
    ):
        setattr(module, name, with_days(getattr(module, name)))
