"""Backup and restore on the machine that docs/deploy.md makes."""

from tests.deploy.deployed import URL, Deployed
from tests.deploy.document import commands


def test_a_restored_backup_sends_no_old_email_and_new_ones_at_once(site: Deployed) -> None:
    make, put_back = commands()[8]
    waiting, later, new = site.new_accounts(3)
    site.machine.run("systemctl stop cinemahub-worker")
    site.ask_for_reset(waiting)
    site.machine.run(make)
    site.machine.run("systemctl start cinemahub-worker")
    assert len(site.emails_to(waiting)) == 1
    site.sql("DELETE FROM users_user WHERE email = :'address'", later)

    site.machine.run(put_back)
    assert site.sql("SELECT count(*) FROM users_user WHERE email = :'address'", later) == "1"
    assert site.sql("SELECT reason FROM mail_outboxletter WHERE address = :'address'", waiting) == "restored"
    site.ask_for_reset(new)
    assert len(site.emails_to(new)) == 1
    assert len(site.emails_to(waiting)) == 1
    assert site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}}' {URL}/") == "200"
