"""The project's own files, as the house rules read them."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "advisors", "jobs", "support", "withdrawals")
CODE = ("config", *APPS)
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
WRAPPED = re.compile(rf"\b(n?p?gettext|_)(\({STRING}(?:, (?:{STRING}|[^()',\"]+))*\))", re.DOTALL)


def modules(*folders: str) -> list[Path]:
    """Python files, migrations left out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the last word of what is called: `save` of `form.save()`."""
    for node in nodes(path, ast.Call):
        yield getattr(node.func, "attr", None) or getattr(node.func, "id", ""), node


def imported(path: Path) -> Iterator[str]:
    """The full names of the modules a file imports."""
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        else:
            yield from (name.name for name in node.names)


def tracked() -> list[Path]:
    """The files that git knows; a checkout without git has none to be judged."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def wrapped_strings() -> Iterator[str]:
    """Every text that the code and the templates give to gettext (a plural by its singular)."""
    for path in modules(*CODE):
        for name, call in calls(path):
            if name in {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}:
                yield text_of(call.args[0])
            elif name in {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}:
                yield text_of(call.args[1])
    for path in templates():
        yield from template_strings(path)


def text_of(node: ast.expr) -> str:
    return ast.literal_eval(node)


def template_strings(path: Path) -> Iterator[str]:
    for function, arguments in WRAPPED.findall(templatize(path.read_text(), origin=named(path))):
        call = ast.parse(f"f{arguments}", mode="eval").body
        yield text_of(call.args["p" in function])
