"""A second version, and one that does not work, deployed while people ask for new passwords."""

import json
import statistics
import subprocess
import sys
from collections import Counter
from typing import Any

from tests.deploy.deployed import URL, Deployed
from tests.deploy.document import commands
from tests.site.environment import ROOT

VISITS_A_SECOND = 12.5  # of two requests each
MAX_SECONDS = 32
SECOND_VERSION = """
cat > cinemahub/mail/migrations/0002_second_version.py <<'END'
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]
    operations = [migrations.AddField("outboxletter", "second", models.CharField(max_length=8, db_default=""))]
END
echo '<!-- the second version -->' >> templates/base.html
"""
BROKEN_VERSION = "echo 'raise RuntimeError' >> cinemahub/wsgi.py"


def test_a_new_version_under_load_fails_no_request_and_loses_no_email(site: Deployed) -> None:
    publish(site, SECOND_VERSION)
    people = start_load(site, site.new_accounts(int(VISITS_A_SECOND * MAX_SECONDS)))
    site.machine.run("\n".join(commands()[7]))
    people.terminate()
    told, _ = people.communicate()
    requests = [json.loads(line) for line in told.splitlines()]
    addresses = {each["address"] for each in requests}

    assert people.returncode == 0
    assert "the second version" in site.machine.run(f"curl -s {URL}/ | tail -1")
    assert Counter((each["method"], each["status"]) for each in requests) == {
        ("GET", "200"): len(addresses),
        ("POST", "302"): len(addresses),
    }
    assert site.emails_to_each(addresses) == dict.fromkeys(addresses, 1)
    (site.machine.folder / "figures").write_text(figures(requests))


def test_a_version_that_does_not_start_is_taken_back(site: Deployed) -> None:
    publish(site, BROKEN_VERSION)
    before = site.machine.run("readlink /srv/cinemahub/current")
    done = site.machine.try_to("\n".join(commands()[7]).replace("releases/2", "releases/broken"))
    assert done.returncode == 1
    assert "broken does not answer" in done.stderr
    assert site.machine.run("readlink /srv/cinemahub/current") == before
    assert site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}}' {URL}/") == "200"
    assert site.machine.run("systemctl is-active cinemahub-worker").strip() == "active"


def publish(site: Deployed, change: str) -> None:
    """Let the next clone be the code of the tests with a change."""
    unpack, pack = "tar --extract --file /opt/test/first.tar", "tar --create --file /opt/test/code.tar ."
    script = ["folder=$(mktemp -d); cd $folder", unpack, change, "chmod 755 .", pack, "rm -r $folder"]
    site.machine.run("\n".join(script))


def start_load(site: Deployed, addresses: list[str]) -> "subprocess.Popen[str]":
    python = [sys.executable, "-m", "tests.deploy.load", str(site.certificates.authority), str(VISITS_A_SECOND)]
    command = site.machine.on_its_network(*python, *addresses)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def figures(requests: list[dict[str, Any]]) -> str:
    seconds = sorted(each["seconds"] for each in requests)
    median, longest = statistics.median(seconds), seconds[-1]
    return f"{len(seconds)}, median {median:.3f} s, longest {longest:.3f} s"
