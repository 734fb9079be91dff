"""Imports run one way: cinemahub.urls -> users -> cinemahub.mail -> django; the rooms of cinemahub.mail as in ROOMS."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.environment import APPS, PRODUCTION, ROOT
from tests.site.processes import cold_python

SITE = ("settings", *APPS)
EVERYTHING = (*SITE, "tests", "bench", "docs")

# What code in a place (the longest name that fits) may import of our own.
ALLOWED = {
    "settings": {"settings", "cinemahub.mail"},
    "cinemahub.mail": {"cinemahub.mail"},
    "cinemahub.inbox": {"cinemahub.inbox", "cinemahub.mail"},
    "users": {"users", "cinemahub.mail"},
    "cinemahub": {"cinemahub", "cinemahub.mail", "users"},
}
for app in APPS:  # one that is new stands beside users, and its pages in cinemahub.urls
    ALLOWED.setdefault(app, {app, "cinemahub.mail", "users"})
    ALLOWED["cinemahub"].add(app)

# The rooms of cinemahub.mail; each may import those above it.
ROOMS = [
    ("privacy", "signals"),
    ("services",),
    ("rules",),
    ("diagnosis",),
    ("models",),
    ("headers",),
    ("letters",),
    ("transport",),
    ("outbox",),
    ("backend",),
    ("sending",),
    ("arrival", "checks", "figures"),
    ("doctor",),
    ("admin",),
    ("templatetags",),
    ("management", "migrations"),
    ("apps",),
]
FLOORS = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
# What speaks HTTP takes time to load; a page that enqueues an email needs none of it.
HTTP_LIBRARIES = {"requests", "urllib3", "httpx", "aiohttp", "boto3", "botocore", "anymail"}
MODELS_ALONE = """
import sys
import django
from django.conf import settings
from cinemahub.mail.apps import MailConfig
MailConfig.ready = lambda self: None
settings.INSTALLED_APPS = ["cinemahub.mail"]
django.setup()
import cinemahub.mail.outbox
print([*sys.modules])
"""
WITHOUT_APPS = ("cinemahub.mail.services", "cinemahub.mail.rules")  # what settings may be made from


def modules() -> dict[str, Path]:
    files = (file for folder in SITE for file in (ROOT / folder).rglob("*.py"))
    return {
        name: file
        for file in files
        if "tests" not in (name := ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    }


MODULES = modules()


def imports(module: str) -> Iterator[str]:
    """Name every module of ours that a module imports, wherever in it; a name of a module counts as that module."""
    file = MODULES[module]
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            names = [whole if (whole := f"{source}.{alias.name}") in MODULES else source for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in EVERYTHING)


def place(module: str) -> str:
    return max((name for name in ALLOWED if is_in(module, name)), key=len, default="")


def room(module: str) -> str:
    """Return the room of cinemahub.mail that a module is in; "" for everything else and for the map."""
    return module.removeprefix("cinemahub.mail.").split(".")[0] if module.startswith("cinemahub.mail.") else ""


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_run_one_way(package: str) -> None:
    wrong = [
        f"{module} imports {imported}"
        for module in MODULES
        if place(module) == package
        for imported in imports(module)
        if place(imported) not in ALLOWED[package]
    ]
    assert wrong == []


def test_rooms_of_mail_are_known() -> None:
    assert {room(module) for module in MODULES if is_in(module, "cinemahub.mail")} - {""} <= FLOORS.keys()


@pytest.mark.parametrize("above", FLOORS)
def test_rooms_of_mail_import_one_way(above: str) -> None:
    wrong = [
        f"{module} imports {imported}"
        for module in MODULES
        if room(module) == above
        for imported in imports(module)
        if (below := room(imported)) and below != above and FLOORS[below] >= FLOORS[above]
    ]
    assert wrong == []


def test_settings_are_made_from_what_needs_no_apps() -> None:
    taken = {name for module in MODULES if is_in(module, "settings") for name in imports(module)}
    assert {name for name in taken if not any(is_in(name, each) for each in ("settings", *WITHOUT_APPS))} == set()
    loaded = "import sys; import settings.environment; print([*sys.modules])"
    done = cold_python("-c", loaded, settings="settings.production")
    assert not {"requests", "anymail", "boto3", "django.db.models"} & set(ast.literal_eval(done.stdout))


def test_models_load_nothing_that_speaks_http() -> None:
    done = cold_python("-c", MODELS_ALONE, settings="settings.production", **PRODUCTION)
    loaded = set(ast.literal_eval(done.stdout))
    assert {module for module in MODULES if is_in(module, "cinemahub.mail.models")} <= loaded
    assert loaded & HTTP_LIBRARIES == set()


def test_nothing_imports_the_inbox() -> None:
    importers = {module for module in MODULES for name in imports(module) if is_in(name, "cinemahub.inbox")}
    assert {module for module in importers if not is_in(module, "cinemahub.inbox")} == set()


def test_mail_names_no_user_and_no_page_of_the_site() -> None:
    """Not as a string either: get_model, import_string and a foreign key to the account would be a way around."""
    for module in (module for module in MODULES if is_in(module, "cinemahub.mail")):
        source = MODULES[module].read_text()
        for name in ("get_user_model", "AUTH_USER_MODEL", '"users', "password_reset", "cinemahub.urls"):
            assert name not in source, f"{module} names {name}"


def test_every_module_is_looked_at() -> None:
    assert {"cinemahub.mail.outbox", "cinemahub.inbox.server", "users.letters", "cinemahub.urls"} <= MODULES.keys()
    assert "cinemahub.mail.outbox" in set(imports("users.letters")) | set(imports("users.signing_in"))
    assert "cinemahub.mail.models" in set(imports("users.letters"))
