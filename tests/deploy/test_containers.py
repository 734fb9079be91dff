"""Dockerfile and compose file, as far as they can be held to rules without an engine."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from settings import base
from settings.environment import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
STAGES = [
    re.findall(r"^([A-Z]+) (.*)$", stage.replace("\\\n", " "), re.MULTILINE)
    for stage in re.split(r"^(?=FROM )", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
]


@pytest.fixture
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return loaded


def test_the_compose_file_is_one_by_the_published_schema() -> None:
    """https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json, as check-jsonschema has it."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(DEPLOY / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["site", "worker", "migrate"])
def test_containers_of_ours_may_do_little(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_site_and_worker_start_after_the_migration_and_have_time_to_end(compose: dict[str, Any]) -> None:
    for name in ("site", "worker"):
        assert compose["services"][name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert int(compose["services"]["worker"]["stop_grace_period"].removesuffix("s")) > base.MAIL_TRY_SECONDS


def test_only_this_machine_reaches_the_site_and_nobody_the_database(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"site": ["127.0.0.1:8000:8000"]}


def test_the_image_is_built_in_one_stage_and_runs_in_another() -> None:
    build, run = STAGES
    assert next(value for name, value in build if name == "FROM").endswith(" AS build")
    assert not [value for name, value in run if name == "RUN" and "pip" in value]
    assert any(name == "COPY" and value.startswith("--from=build ") for name, value in run)


def test_the_image_runs_as_a_user_without_rights_and_says_how_it_is() -> None:
    _, run = STAGES
    user = [value for name, value in run if name == "USER"][-1]
    assert user.isdigit()
    assert int(user) > 0
    assert any(name == "HEALTHCHECK" for name, _ in run)
    assert isinstance(json.loads([value for name, value in run if name == "CMD"][-1]), list)


def test_what_the_image_is_built_from_is_there_and_no_secret_goes_in() -> None:
    ignored = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert ignored[0] == ".*"  # .env and .git
    assert [line for line in ignored if line.startswith("!")] == ["!.ci/production.env"]
    for name, value in STAGES[0]:
        if name == "COPY":
            *sources, _ = value.split()
            assert all((BASE_DIR / source).exists() for source in sources)


def test_a_container_asks_a_page_that_exists() -> None:
    assert "/health/" in (DEPLOY / "healthcheck.py").read_text()
    assert json.loads(next(value for name, value in STAGES[1] if name == "HEALTHCHECK").partition("CMD ")[2]) == [
        "python",
        "deploy/healthcheck.py",
    ]
