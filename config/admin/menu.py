"""The menu of the admin: what one does where, in words, instead of the names of tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.typed import Text, Typed


@dataclass(frozen=True)
class InMenu:
    """What somebody does on a list, who may only `look` or may `change` too; and what they `add`, if they may."""

    look: Text = ""
    change: Text = ""
    add: Text = ""


@dataclass(frozen=True)
class Way:
    words: Text
    page: str


@dataclass(frozen=True)
class Group:
    """The ways of one app."""

    name: str
    title: Text
    ways: Sequence[Way]


def in_words(app_list: Sequence[Typed], said: Mapping[Any, InMenu]) -> list[Typed]:
    """Apps as the stock admin lists them, what one does standing for the names of models, in the order of `said`."""
    place = {model: number for number, model in enumerate(said)}
    apps = [{**of_app, "models": sorted(of_app["models"], key=lambda it: place[it["model"]])} for of_app in app_list]
    for of_app in apps:
        of_app["models"] = [{**listed, "name": words(listed, said[listed["model"]])} for listed in of_app["models"]]
    return sorted(apps, key=lambda of_app: place[of_app["models"][0]["model"]])


def words(listed: Typed, said: InMenu) -> Text:
    if not listed["admin_url"]:
        return said.add
    return said.look if listed["view_only"] else said.change or said.look


def menu(app_list: Sequence[Typed], said: Mapping[Any, InMenu]) -> list[Group]:
    groups = [Group(of_app["app_label"], of_app["name"], list(ways(of_app, said))) for of_app in app_list]
    return [group for group in groups if group.ways]


def ways(of_app: Typed, said: Mapping[Any, InMenu]) -> Iterator[Way]:
    """To each list, and behind it to what is added there."""
    for listed in of_app["models"]:
        if listed["admin_url"]:
            yield Way(listed["name"], listed["admin_url"])
        if listed["add_url"] and said[listed["model"]].add:
            yield Way(said[listed["model"]].add, listed["add_url"])
