"""The house rules that a program can hold: each test names the places that break one."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, get_resolver
from django.utils.functional import Promise

from advisors.migrations import _tallies as of_advisors
from advisors.migrations._tallies import Sql
from jobs.migrations import _tallies as of_jobs
from support.migrations import _tallies as of_support
from tests import source
from withdrawals.migrations import _tallies as of_withdrawals

CATALOGUE = source.ROOT / "locale/ja/LC_MESSAGES/django.po"
# Everybody may see these without signing in. Every other address asks for it.
PUBLIC = {
    "",
    "admin/login/",
    "healthz",
    "i18n/kana/",
    "i18n/setlang/",
    "invitation/<str:token>/",
    "jobs/",
    "jobs/<int:posting_id>/",
    "line/webhook/",
    "login/",
    "login/code/",
    "login/link/<str:token>/",
    "logout/",
    "manifest.webmanifest",
    "metrics",
    "mypage/security/authenticate/",
    "mypage/security/webauthn/login/",
    "notices/stop/<str:token>/",
    "operator/",
    "privacy/",
    "readyz",
    "register/",
    "register/code/",
    "robots.txt",
    "sitemap-<section>.xml",
    "sitemap.xml",
    "support/",
    "support/seminars/leave/<str:token>/",
    "terms/",
    "withdraw/",
    "withdraw/link/<str:token>/",
    "withdraw/receipt/",
    "withdraw/received/",
    "withdraw/return/",
    "withdraw/status/<str:token>/",
}
# The order of the topics in each app: what a topic knows stands before it.
ROOMS = {
    "accounts": ("users", "looks", "files", "messages", "attempts", "registration", "sign_in", "line", "profile"),
    "advisors": ("people", "hours", "assignment", "invitation", "conversation", "counseling", "handover", "tallies"),
    "jobs": ("postings", "conditions", "referrals", "notices"),
    "support": ("documents", "resume", "seminars", "mock_interviews", "suits"),
    "withdrawals": ("erasure", "requests"),
}
COUNTING = (of_advisors, of_jobs, of_support, of_withdrawals)
SQLITE_TRIGGERS = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
FACES = {"views", "forms", "fields", "admin", "security_urls"}
OF_THE_APP = {"holdings", "tasks"}
SPOKEN_OF = re.compile(r"(?<![\w/.<*{])(?:\w+/)+\w+\.(?:py|md)\b")
NAMES_THAT_NAME_NOTHING = {"utils", "helpers", "services", "managers", "signals", "misc", "common"}


def project_models():
    return [model for app in source.APPS for model in apps.get_app_config(app).get_models()]


# What is counted


@pytest.mark.django_db
def test_triggers_that_count_are_where_they_belong():
    """SQLite forgets those of a table that it rebuilds: such a migration begins with `lift` and ends with `hold`."""
    sql = Sql(connection.vendor == "postgresql")
    tallies = [it for app in COUNTING for it in app.tallies(sql)]
    there = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger" if sql.is_postgresql else SQLITE_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(there)
        found = {name: table for name, table in cursor.fetchall() if name.startswith("tally_")}
    assert found == {it.name: it.table for it in tallies}


# Where things live


def test_imports_point_one_way():
    """accounts <- advisors <- jobs <- support <- withdrawals; config knows the apps in its addresses only."""
    wrong = []
    for rank, app in enumerate(source.APPS):
        later = source.APPS[rank + 1 :]
        wrong += [(source.named(path), name) for path in source.modules(app) for name in app_imports(path, later)]
    for path in source.modules("config"):
        if path.name != "urls.py":
            wrong += [(source.named(path), name) for name in app_imports(path, source.APPS)]
    assert wrong == []


def app_imports(path: Path, named: tuple[str, ...]) -> list[str]:
    return [name for name in source.imported(path) if name.split(".")[0] in named]


@pytest.mark.parametrize("app", ROOMS)
def test_topics_know_only_what_stands_before_them(app):
    """Faces (views, forms, admin) may look across the topics of their app; what they show may not."""
    rooms, wrong = ROOMS[app], []
    for path in source.modules(*(f"{app}/{room}" for room in rooms)):
        inside = path.relative_to(source.ROOT / app).parts
        if FACES & {path.stem, *inside}:
            continue
        may = {*rooms[: rooms.index(inside[0]) + 1], *OF_THE_APP}
        for name in source.imported(path):
            top, _, rest = name.partition(".")
            if top == app and rest.split(".")[0] not in may:
                wrong.append((source.named(path), name))
    assert wrong == []


def test_an_app_has_no_other_rooms():
    """Folders that are neither a topic, nor Django's, nor the app's part of the demo."""
    ours = {f"{app}/{room}" for app, rooms in ROOMS.items() for room in rooms}
    ours |= {"accounts/pulses", "advisors/today"}
    found = {source.named(path.parent) for app in ROOMS for path in (source.ROOT / app).glob("*/__init__.py")}
    others = {f"{app}/{folder}" for app in ROOMS for folder in ("demo", "management", "migrations", "templatetags")}
    assert found - others == ours


def test_imports_are_absolute_and_at_the_top():
    wrong = []
    for path in source.modules(*source.CODE, "tests", "benchmarks", "docs"):
        for node in source.nodes(path, ast.ImportFrom):
            wrong += [f"{source.named(path)}:{node.lineno}"] if node.level else []
        for function in source.nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            wrong += [f"{source.named(path)}:{node.lineno}" for node in inside]
    assert wrong == []


def test_files_that_are_spoken_of_are_there():
    """By their whole path, or by the end of it, in code and in docs."""
    tracked = [path for path in source.tracked() if path.suffix in {".py", ".md"}]
    there = [f"/{source.named(path)}" for path in tracked]
    wrong = []
    for path in tracked:
        spoken = SPOKEN_OF.findall(path.read_text())
        wrong += [(source.named(path), name) for name in spoken if not any(it.endswith(f"/{name}") for it in there)]
    assert wrong == []


def test_modules_are_named_after_what_they_know():
    parts = {
        (source.named(path), part) for path in source.modules(*source.CODE) for part in (path.stem, path.parent.name)
    }
    assert [path for path, part in sorted(parts) if part in NAMES_THAT_NAME_NOTHING] == []


def test_the_admin_has_one_kit_of_buttons():
    """What moves a row is data of its topic; how it asks, acts and answers is `config/admin/buttons.py`'s alone."""
    kinds = [
        (source.named(path), node.name)
        for path in source.modules(*source.CODE)
        for node in source.nodes(path, ast.ClassDef)
    ]
    found = [(path, name) for path, name in kinds if name in {"Move", "Button", "Question"}]
    assert found == [("config/admin/buttons.py", name) for name in ("Question", "Move", "Button")]


# What a view may do, and who may see it


def is_view(path: Path) -> bool:
    return path.stem == "views" or path.parent.name == "views"


def test_views_write_nothing_and_fetch_only_what_is_visible():
    wrong = []
    for path in filter(is_view, source.modules(*source.CODE)):
        for name, call in source.calls(path):
            by_model = name == "get_object_or_404" and isinstance(call.args[0], ast.Name)
            if name in {"save", "create", "bulk_create", "update_or_create", "get_or_create"} or by_model:
                wrong.append(f"{source.named(path)}:{call.lineno} {name}")
    assert wrong == []


def test_status_is_written_by_a_step_only():
    """`config.steps.step`; where nobody holds the lock, a model may say in one statement what it was and is."""
    wrong = []
    for path in source.modules(*source.APPS):
        for node in source.nodes(path, ast.Attribute):
            if node.attr == "status" and isinstance(node.ctx, ast.Store):
                wrong.append(f"{source.named(path)}:{node.lineno}")
        if path.stem == "models" or path.parent.name == "models":
            continue
        for name, call in source.calls(path):
            if name == "update" and "status" in {keyword.arg for keyword in call.keywords}:
                wrong.append(f"{source.named(path)}:{call.lineno}")
    assert wrong == []


def test_who_is_leaving_is_said_once():
    """`leaving()` and `JobSeeker.is_leaving`: elsewhere only withdrawals knows which state of a request that is."""
    wrong = []
    for path in source.modules("config", *source.APPS[:-1]):
        if source.named(path) != "accounts/users/models.py":
            wrong += [f"{source.named(path)}:{node.lineno}" for node in ast.walk(source.tree(path)) if says_it(node)]
    for path in source.templates():
        if "withdrawals" not in path.parts and any(map(LEAVING.search, TAGS.findall(path.read_text()))):
            wrong.append(source.named(path))
    assert wrong == []


LEAVING = re.compile(r"""["'.]scheduled["'\s%}|]|is_scheduled""")


def says_it(node: ast.AST) -> bool:
    """The word itself, or what withdrawals names after it."""
    word = getattr(node, "value", None) if isinstance(node, ast.Constant) else getattr(node, "attr", None)
    return word in {"scheduled", "SCHEDULED", "is_scheduled"}


def test_tasks_are_queued_on_commit():
    """Outside tasks.py nothing is sent to the broker before the row it speaks of is stored."""
    wrong = []
    for path in source.modules(*source.APPS):
        if path.stem == "tasks" or path.parent.name == "tasks":
            continue
        sent = [call for name, call in source.calls(path) if name in {"delay", "apply_async", "send_task"}]
        wrong += [f"{source.named(path)}:{call.lineno}" for call in sent]
    assert wrong == []


def test_nothing_saves_more_than_it_changed():
    """A bare `save` writes every column as it was read: what somebody else has changed meanwhile is lost."""
    wrong = []
    for path in source.modules(*source.CODE):
        bare = [call for name, call in source.calls(path) if name == "save" and not call.args and not is_narrow(call)]
        wrong += [f"{source.named(path)}:{call.lineno}" for call in bare]
    assert wrong == []


def is_narrow(call: ast.Call) -> bool:
    """What is saved is named, or a row is new."""
    return bool({"update_fields", "force_insert"} & {keyword.arg for keyword in call.keywords})


def test_tasks_and_commands_go_by_the_clock_of_the_database():
    """`config.clock`: the machine they run on may be ahead of the one that made the promise."""
    wrong = []
    for path in source.modules(*source.APPS):
        if not (path.stem == "tasks" or "commands" in path.parts):
            continue
        asked = [call for name, call in source.calls(path) if name == "now" or name == "localdate" and not call.args]
        wrong += [f"{source.named(path)}:{call.lineno}" for call in asked if ast.unparse(call.func) != "clock.now"]
    assert wrong == []


def routes(patterns, prefix: str = ""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from routes(pattern.url_patterns, route)


def test_every_address_asks_for_sign_in_but_those_written_down():
    public = {route for route, view in routes(get_resolver().url_patterns) if not getattr(view, "login_required", True)}
    assert public == PUBLIC


# Pages: what the Content-Security-Policy forbids, and what is said


FORBIDDEN_IN_A_PAGE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.DOTALL),
    "an inline style": re.compile(r"<style\b"),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.DOTALL),
    "something from another host": re.compile(r"""(?:src|srcset|action|poster|xlink:href)\s*=\s*["']?(?:https?:)?//"""),
    "a style sheet from another host": re.compile(r"""<link\b[^>]*href\s*=\s*["']?(?:https?:)?//"""),
    "a javascript address": re.compile(r"javascript:"),
}


@pytest.mark.parametrize("what", FORBIDDEN_IN_A_PAGE)
def test_pages_hold_nothing_the_policy_forbids(what):
    pages = [path for path in source.templates() if path.suffix == ".html"]
    wrong = [source.named(page) for page in pages if FORBIDDEN_IN_A_PAGE[what].search(page.read_text())]
    assert wrong == []


def test_style_sheets_force_nothing_and_fetch_nothing_from_elsewhere():
    forbidden = re.compile(r"!important|@import\s+(?:url\()?[\"']?https?:|url\([\"']?(?:https?:)?//")
    sheets = sorted((source.ROOT / "static").rglob("*.css"))
    assert [source.named(sheet) for sheet in sheets if forbidden.search(sheet.read_text())] == []


TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{% comment.*?{% endcomment %}|{#.*?#}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
OWN_LANGUAGE = re.compile(r"""<(\w+)\b[^>]*\slang="\w+"[^>]*>[^<]*</\1>""")
SPOKEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description)=["']([^"']*)["']""")
MARKUP = re.compile(r"<!--.*?-->|<(?:script|svg|code)\b.*?</(?:script|svg|code)>|<[^>]*>|&[a-z]+;", re.DOTALL)


@pytest.mark.parametrize("path", source.templates(), ids=source.named)
def test_text_in_templates_is_translated(path):
    """Said through gettext, unless it says its own language: `lang="ja"`."""
    text = OWN_LANGUAGE.sub("", TAGS.sub("", TRANSLATED.sub("", path.read_text())))
    spoken = [MARKUP.sub(" ", text), *SPOKEN_ATTRIBUTE.findall(text)]
    words = [word for said in spoken for word in re.findall(r"[^\W\d_]{2,}", said)]
    assert words == []
    assert [said for said in spoken if re.search(r":(\s|$)", said)] == []  # `followed_by`: another language has another


# Days and hours


FOR_MACHINES = r"(?:c|Y-m-d(?: H:i)?|n/j|D)"
AD_HOC_IN_A_PAGE = re.compile(rf"""\|(?:date|time)(?::["'](?!{FOR_MACHINES}["'])[^"']*["'])?(?=[\s|}}])""")
# A file's name, what is counted by month, a document with its own dates, and the one place itself.
WRITES_DATES = {"config/days.py", "advisors/tallies/showing.py", "support/resume/steps.py"}


def test_days_and_hours_are_written_in_one_place():
    """`config.days`, and its filters `day`, `hour` and `when`; machines read ISO, a strip of days n/j and D."""
    wrong = [source.named(path) for path in source.templates() if AD_HOC_IN_A_PAGE.search(path.read_text())]
    for path in source.modules(*source.CODE):
        if source.named(path) not in WRITES_DATES:
            ad_hoc = [call for name, call in source.calls(path) if name in {"strftime", "date_format", "time_format"}]
            wrong += [f"{source.named(path)}:{call.lineno}" for call in ad_hoc if not is_iso(call)]
            parts = [node for node in source.nodes(path, ast.FormattedValue) if not is_for_machines(node)]
            wrong += [f"{source.named(path)}:{part.lineno}" for part in parts]
    assert wrong == []


def is_for_machines(part: ast.FormattedValue) -> bool:
    """Not a moment, or one as file names and tables have it."""
    spec = "".join(it.value for it in getattr(part.format_spec, "values", []) if isinstance(it, ast.Constant))
    return "%" not in spec[:-1] or spec in {"%Y-%m-%d", "%Y-%m", "%Y%m%d"}


def is_iso(call: ast.Call) -> bool:
    return bool(call.args) and getattr(call.args[0], "value", "") == "%Y-%m-%d"


def test_no_page_says_a_day_or_an_hour_as_it_comes():
    """A bare `{{ due_on }}` would be written by Django, with a year and without its day of the week."""
    bare = re.compile(r"{{ (?:[a-z_]+\.)*\w+_(?:on|at) }}|{% blocktranslate[^%]*=(?:[a-z_]+\.)*\w+_(?:on|at)[ %]")
    wrong = []
    for path in source.templates():
        text = BOUND.sub(r"\1", path.read_text())
        wrong += [(source.named(path), found) for found in bare.findall(text)]
    assert wrong == []


# What is said inside a `blocktranslate` under a name that it binds to something written already.
BOUND = re.compile(r"({% blocktranslate[^%]*\bwith\b[^%]*%}).*?{% endblocktranslate %}", re.DOTALL)


# Words


def test_every_model_and_field_has_a_name_for_people():
    nameless = []
    for model in project_models():
        names = {"": model._meta.verbose_name, "plural": model._meta.verbose_name_plural}
        names |= {
            field.name: field.verbose_name for field in model._meta.fields if field.editable and not field.auto_created
        }
        nameless += [f"{model._meta.label} {part}" for part, name in names.items() if not isinstance(name, Promise)]
    assert nameless == []


@pytest.fixture
def catalogue() -> polib.POFile:
    if not CATALOGUE.exists():
        pytest.skip("the Japanese catalogue is not made yet")
    return polib.pofile(str(CATALOGUE))


def test_everything_said_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert sorted({text for text in source.wrapped_strings() if text} - known) == []


def test_everything_in_the_catalogue_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.obsolete and (entry.fuzzy or not entry.translated())] == []


def test_translations_keep_the_placeholders(catalogue):
    placeholder = re.compile(r"%\(\w+\)[sd]|{\w+}")
    wrong = []
    for entry in catalogue:
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            if text and set(placeholder.findall(text)) - set(placeholder.findall(entry.msgid + entry.msgid_plural)):
                wrong.append(entry.msgid)
    assert wrong == []


def test_compiled_catalogue_is_fresh(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert spoken(compiled) == spoken([entry for entry in catalogue if not entry.obsolete])


def spoken(entries) -> dict:
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


# The database, and the repository


def constraint_names() -> set[str]:
    return {constraint.name for model in project_models() for constraint in model._meta.constraints}


def test_every_constraint_is_violated_by_some_test():
    tests = [path for path in source.modules("tests") if path.name != Path(__file__).name]
    written = "\n".join(path.read_text() for path in tests)
    assert sorted(name for name in constraint_names() if name not in written) == []


def test_nothing_tracked_names_a_registry_or_a_machine():
    names = [
        "index-" + "url",
        "find-" + "links",
        "/" + "root/",
        "/" + "home/",
        '"resolved": "' + "http",
        str(source.ROOT),
    ]
    forbidden = re.compile("|".join(map(re.escape, names)))
    texts = [(path, path.read_bytes().decode(errors="ignore")) for path in source.tracked()]
    assert [source.named(path) for path, text in texts if forbidden.search(text)] == []
