"""SITE_URL starts every link in every letter: what could not be one is named, never half understood."""

import pytest

from tests.site.environment import STAGING
from tests.site.processes import manage, python

SHOW = "from django.conf import settings as s; print(s.SITE_URL, s.SITE_HOST, s.SITE_DOMAIN, s.ALLOWED_HOSTS, s.ADMINS)"


@pytest.mark.parametrize(
    "url",
    ["https://[bad", "https://user:pw@cinemahub.example", "https://cinemahub.example:abc", "https://cinemahub.example/",
     "https://cinemahub.example?", "https://cinemahub.example#", "cinemahub.example", "//cinemahub.example",
     "https://", "https://a b.example", "https://\u043a\u0438\u043d\u043e.\u0440\u0444", "http://cinemahub.example",
     "ftp://cinemahub.example"],
)  # fmt: skip
def test_what_starts_no_link_is_named(url: str) -> None:
    done = manage("check", settings="settings.staging", **STAGING | {"SITE_URL": url})
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert [line.split(":")[0].strip() for line in done.stderr.splitlines()[1:]] == ["SITE_URL"]


def test_an_address_with_a_port_is_taken() -> None:
    variables = STAGING | {"SITE_URL": "https://cinemahub.example:8443", "ADMINS": "a@b.example, c@d.example"}
    done = python("-c", SHOW, settings="settings.staging", **variables)
    assert done.stdout == (
        "https://cinemahub.example:8443 cinemahub.example:8443 cinemahub.example ['cinemahub.example'] "
        "['a@b.example', 'c@d.example']\n"
    )


def test_spaces_between_hosts_are_no_part_of_them() -> None:
    variables = STAGING | {"ALLOWED_HOSTS": "staging.cinemahub.example, www.cinemahub.example"}
    done = python("-c", SHOW, settings="settings.staging", **variables)
    assert "['staging.cinemahub.example', 'www.cinemahub.example']" in done.stdout
