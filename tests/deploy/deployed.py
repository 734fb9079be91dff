"""Cinemahub on a machine of the tests, put there by following docs/deploy.md."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from tests.deploy import code
from tests.deploy.document import commands
from tests.deploy.machine import Machine, machine
from tests.deploy.provider import KEY
from tests.servers.certificates import Certificates, issue_certificates
from tests.site.environment import ROOT
from tests.site.processes import START_SECONDS, wait_until

HOST = "cinemahub.example"
URL = f"https://{HOST}"
PASSWORD = "a long and private password"
LINK = re.compile(rf"^{URL}/users/password-reset/\S+$", re.MULTILINE)
PROVIDER_PORT = 8025
MOST_ACCOUNTS = 500
# Once for all tests, and with what else only Django knows: each start of it costs seconds.
ACCOUNTS = f"""
from django.contrib.auth.hashers import make_password
from django.db import connection
from users.models import User
password = make_password({PASSWORD!r})
User.objects.bulk_create(User(email=each, password=password) for each in {{accounts}})
print(connection.settings_dict["PORT"])
"""
ASK = """
cookies=$(mktemp)
page=$(curl --silent --fail --cookie-jar "$cookies" {url})
token=$(sed -n 's/.*name="csrfmiddlewaretoken" value="\\([^"]*\\)".*/\\1/p' <<< "$page" | head -1)
curl --silent --fail --output /dev/null --cookie "$cookies" --header 'Origin: {origin}' \\
    --data-urlencode "csrfmiddlewaretoken=$token" --data-urlencode 'email={address}' {url}
"""
FIRST_SECTIONS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Deployed:
    machine: Machine
    certificates: Certificates
    emails_log: Path
    database_port: int
    accounts: list[str]  # that no test has had yet

    @property
    def emails(self) -> list[dict[str, str]]:
        """What the provider has accepted, as `to`, `text` and `id`."""
        return [json.loads(line) for line in self.emails_log.read_text().splitlines()]

    def python(self, code: str) -> str:
        """Run Python in the site."""
        return self.machine.run(f"cinemahub shell --verbosity 0 --command {shlex.quote(code)}").strip()

    def sql(self, statement: str, address: str) -> str:
        """Run a statement about :'address' in its database, past the site."""
        psql = f"runuser -u postgres -- psql --quiet --tuples-only --no-align --set=address={address} cinemahub"
        return self.machine.run(f"cd /; {psql} <<< {shlex.quote(statement)}").strip()

    def new_accounts(self, count: int) -> list[str]:
        return [self.accounts.pop() for _ in range(count)]

    def ask_for_reset(self, address: str) -> None:
        """Send the form."""
        self.machine.run(ASK.format(url=f"{URL}/users/password-reset/", address=address, origin=URL))

    def emails_to(self, address: str, at_least: int = 1) -> list[dict[str, str]]:
        """Wait for emails to somebody, and return all there are."""
        wait_until(lambda: sum(email["to"] == address for email in self.emails) >= at_least)
        return [email for email in self.emails if email["to"] == address]

    def emails_to_each(self, addresses: set[str]) -> dict[str, int]:
        """Wait until all of them were written to, and return how many emails each has."""
        wait_until(lambda: addresses <= {email["to"] for email in self.emails})
        return Counter(email["to"] for email in self.emails if email["to"] in addresses)

    def link_to(self, address: str) -> str:
        """Return the link in the first email to somebody."""
        found = LINK.search(self.emails_to(address)[0]["text"])
        assert found
        return found[0]


@contextmanager
def deployed(folder: Path) -> Iterator[Deployed]:
    with machine(folder) as the_machine, _provider(the_machine, folder / "emails.log"):
        certificates = issue_certificates(folder)
        _prepare(the_machine, certificates)
        the_machine.run("\n".join(block for section in FIRST_SECTIONS for block in commands()[section]))
        accounts = [f"{uuid4().hex}@example.com" for _ in range(MOST_ACCOUNTS)]
        site = Deployed(the_machine, certificates, folder / "emails.log", 0, accounts)
        yield replace(site, database_port=int(site.python(ACCOUNTS.format(accounts=accounts))))


def _prepare(the_machine: Machine, certificates: Certificates) -> None:
    there = the_machine.root / "opt" / "test"
    there.mkdir()
    code.pack(there / "first.tar")
    shutil.copy(there / "first.tar", there / "code.tar")
    for path in (certificates.server.chain, certificates.server.key, certificates.authority):
        (there / path.name).write_bytes(path.read_bytes())
    (there / "provider").write_text(f"KEY={KEY}\nURL=http://127.0.0.1:{PROVIDER_PORT}/ru/transactional/api/v1/\n")
    the_machine.run(
        f"echo '127.0.0.1 {HOST}' >> /etc/hosts; cat /opt/test/authority.pem >> /etc/ssl/certs/ca-certificates.crt"
    )


@contextmanager
def _provider(the_machine: Machine, log: Path) -> Iterator[None]:
    command = the_machine.on_its_network(
        "env", f"--chdir={ROOT}", sys.executable, "-m", "tests.deploy.provider", str(PROVIDER_PORT), str(log)
    )
    process = subprocess.Popen(command)
    try:
        wait_until(log.exists)
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)
