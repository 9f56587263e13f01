"""The rules of the house that no linter knows. docs/developers/house-rules.md gives the reasons."""

import ast
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.models import get_page_models

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
TEMPLATES = ROOT / "templates"

#: The folders of the design. A new one is a decision: write it down in docs/decisions first.
SECTIONS = {"home", "news", "people", "search"}
SITE_APPS = {
    "access", "accounts", "audit", "branding", "config", "conversations", "core", "demo", "departments",
    "events", "insights", "notifications", "policies", "stewardship", "transfer", "wall",
}  # fmt: skip
OURS = SECTIONS | SITE_APPS
LONGEST_MODULE = 300
CATCH_ALLS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "common",
    "shared",
    "stuff",
    "functions",
}
#: Django's own suggestions, which say what was done to the tables and not what for.
NAMES_NOBODY_SAYS = re.compile(
    r"auto_\d|initial|_and_more|^\d+_(alter|add|remove|delete|rename)_|_\d{8}"
)
#: Templates that stand in the admin, whose content policy allows it.
ADMIN = {"branding/swatches.html"}
#: Mails, whose readers' programs know no style sheet of ours.
MAILS = {"notifications/letter.html"}
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
FRAMES = {"base.html", "bare.html"}
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(ld\+)?json\")|\son[a-z]+\s*=\s*[\"']"
)
ELSEWHERE = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//")


def app_folders() -> list[Path]:
    return [ROOT / name for name in sorted(SECTIONS) if (ROOT / name).is_dir()] + [
        folder for folder in sorted(SITE.iterdir()) if (folder / "__init__.py").exists()
    ]


@lru_cache(maxsize=1)
def app_modules() -> tuple[Path, ...]:
    """Every Python file of the apps but the migrations."""
    return tuple(
        path
        for folder in app_folders()
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def at(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def imported_apps(node: ast.AST) -> set[str]:
    """The apps of ours that an import statement names."""
    if isinstance(node, ast.ImportFrom):
        names = [node.module or ""] if not node.level else []
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        names = []
    return {name.partition(".")[0] for name in names} & OURS


def imports_in_functions(path: Path) -> Iterator[str]:
    app = path.relative_to(SITE if SITE in path.parents else ROOT).parts[0]
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        in_ready = path.name == "apps.py" and function.name == "ready"
        for node in ast.walk(function):
            if imported_apps(node) - ({app} if in_ready else set()):
                yield at(path, node)


def test_no_function_imports_an_app_of_ours() -> None:
    found = [place for path in app_modules() for place in imports_in_functions(path)]
    assert found == [], "Move the code so that the import can stand at the top."


def test_no_model_is_fetched_by_name() -> None:
    found = [
        at(path, node)
        for path in app_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "get_model"
        and isinstance(node.value, ast.Name)
        and node.value.id in {"apps", "django_apps"}
    ]
    assert found == [], "It dodges an arrow of the design: import the model, or use core.registry."


def test_no_app_prints() -> None:
    found = [
        at(path, node)
        for path in app_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert found == [], "A command writes to self.stdout, everything else to its log."


def test_no_module_is_too_long() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in (*app_modules(), *(ROOT / "tools").rglob("*.py"))
        if path.parent.name != "demo_images"  # a drawing is as long as it is
    }
    found = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > LONGEST_MODULE}
    assert found == {}, "Make it a package of the same name, with a file for each idea."


def test_no_module_is_a_catch_all() -> None:
    found = [str(p.relative_to(ROOT)) for p in app_modules() if p.stem.strip("_") in CATCH_ALLS]
    assert found == [], "Name it after its idea."


def test_every_app_is_in_the_design() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= SECTIONS | {"tests"}
    assert {path.parent.name for path in SITE.glob("*/__init__.py")} <= SITE_APPS


def test_site_is_a_folder_and_no_package() -> None:
    """`import site` is the standard library's."""
    assert not (SITE / "__init__.py").exists()


def test_every_app_says_what_it_is() -> None:
    found = [
        folder.name
        for folder in app_folders()
        if folder.name != "config" and not (folder / "apps.py").exists()
    ]
    assert found == []
    undocumented = [
        config.name
        for config in apps.get_app_configs()
        if config.name in OURS and not (type(config).__doc__ or "").strip()
    ]
    assert undocumented == []


def test_every_migration_has_a_name_one_would_say_aloud() -> None:
    found = [
        str(path.relative_to(ROOT))
        for folder in app_folders()
        for path in sorted(folder.glob("migrations/[0-9]*.py"))
        if NAMES_NOBODY_SAYS.search(path.stem)
    ]
    assert found == [], "makemigrations --name says_what_for"


def test_every_page_type_has_the_template_that_wagtail_expects() -> None:
    ours = [model for model in get_page_models() if model._meta.app_label in OURS]
    assert ours
    for model in ours:
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        expected = f"{model._meta.app_label}/{snake}.html"
        assert model.template == expected
        assert (TEMPLATES / expected).is_file(), f"{expected} is missing"


def test_templates_stand_where_the_rule_says() -> None:
    theirs = {config.label for config in apps.get_app_configs()} - OURS
    folders = OURS | theirs | {"components"}
    found = []
    for path in sorted(TEMPLATES.rglob("*")):
        parts = path.relative_to(TEMPLATES).parts
        if path.is_dir():
            continue
        at_root = len(parts) == 1 and parts[0] in ERROR_PAGES | FRAMES
        named = re.fullmatch(r"_?[a-z0-9]+([_-][a-z0-9]+)*\.(html|txt|xml)", parts[-1])
        if not at_root and not (parts[0] in folders and len(parts) > 1 and named):
            found.append("/".join(parts))
    assert found == []


def test_no_app_keeps_templates_of_its_own() -> None:
    found = [str(folder) for app in app_folders() for folder in app.rglob("templates")]
    assert found == [], "They stand in templates/<app>/, where designers find them."


@pytest.mark.parametrize("fault", [INLINE, ELSEWHERE], ids=["nothing inline", "no other host"])
def test_templates_keep_to_the_content_policy(fault: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if str(path.relative_to(TEMPLATES)) not in ADMIN | MAILS
        for match in fault.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_tests_mirror_the_apps() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders <= OURS | {"acceptance", "browser", "factories"}
    missing = [
        folder.name
        for folder in app_folders()
        if len([p for p in folder.rglob("*.py") if "migrations" not in p.parts]) > 2
        and not any((ROOT / "tests" / folder.name).glob("test_*.py"))
    ]
    assert missing == [], "An app without tests."


def test_every_test_file_is_found() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if re.match(r"(tests?_|.*_tests?\.py)", path.name) and not path.name.startswith("test_")
    ]
    assert found == []
