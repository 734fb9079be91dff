"""docs/deploy.md, followed on a machine of the tests' own: nginx with TLS, gunicorn, PgBouncer, PostgreSQL, systemd."""

import re

from tests.deploy.deployed import HOST, URL, Deployed
from tests.deploy.document import ENGLISH, RUSSIAN, commands


def test_both_languages_give_the_same_commands() -> None:
    assert commands(RUSSIAN) == commands(ENGLISH)


def test_what_the_document_says_about_looking_whether_it_works_holds(site: Deployed) -> None:
    for block in commands()[6]:
        site.machine.run(block)


def test_services_run_and_none_has_failed(site: Deployed) -> None:
    units = (
        "cinemahub.socket cinemahub.service cinemahub-worker.service cinemahub-backup.timer nginx pgbouncer postgresql"
    )
    assert set(site.machine.run(f"systemctl is-active {units}").split()) == {"active"}
    assert site.machine.run("systemctl list-units --failed --plain --no-legend") == ""


def test_the_site_is_its_own_user_and_writes_to_nothing(site: Deployed) -> None:
    site.machine.run("! runuser -u cinemahub -- touch /srv/cinemahub/current/x /srv/cinemahub/static/x")
    assert site.machine.run("stat -c '%U %G %a' /etc/cinemahub/environment").split() == ["root", "cinemahub", "640"]
    pid = site.machine.run("systemctl show --property=MainPID --value cinemahub.service").strip()
    assert site.machine.run(f"stat -c %U /proc/{pid}").strip() == "cinemahub"


def test_the_database_is_asked_through_pgbouncer(site: Deployed) -> None:
    assert site.database_port == 6432


def test_what_reads_many_rows_works_through_pgbouncer(site: Deployed) -> None:
    """dumpdata iterates, for which Django takes a server-side cursor unless DISABLE_SERVER_SIDE_CURSORS is set."""
    (address,) = site.new_accounts(1)
    assert address in site.machine.run("cinemahub dumpdata users.user")


def test_http_leads_to_https_and_other_names_get_nothing(site: Deployed) -> None:
    moved = site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}} %{{redirect_url}}' http://{HOST}/users/login/")
    assert moved == f"301 {URL}/users/login/"
    for url in ("http://127.0.0.1/", "https://127.0.0.1/"):
        assert site.machine.try_to(f"curl -sk {url}").returncode != 0


def test_static_files_come_from_nginx_with_headers_and_for_a_year(site: Deployed) -> None:
    page = site.machine.run(f"curl -sf {URL}/")
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert style
    head = site.machine.run(f"curl -sf -D - -o /dev/null -H 'Accept-Encoding: gzip' {URL}{style[1]}").lower()
    for header in (
        "content-encoding: gzip",
        "immutable",
        "strict-transport-security:",
        "x-content-type-options: nosniff",
        "content-security-policy:",
    ):
        assert header in head
    assert site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}}' -X POST {URL}{style[1]}") == "403"


def test_a_body_that_no_form_needs_is_refused(site: Deployed) -> None:
    send = f"head -c 3000000 /dev/zero | curl -s -o /dev/null -w '%{{http_code}}' --data-binary @- {URL}/users/login/"
    assert site.machine.run(send) == "413"


def test_fifty_half_requests_stop_nobody(site: Deployed) -> None:
    half = f"(printf 'POST /users/login/ HTTP/1.1\\r\\nHost: {HOST}\\r\\nContent-Length: 99\\r\\n\\r\\nx'; sleep 3)"
    flood = (
        f"for i in $(seq 50); do {half} | openssl s_client -quiet -connect {HOST}:443 >/dev/null 2>&1 & done; sleep 1"
    )
    assert (
        site.machine.run(f"{flood}; curl -sf -m 3 -o /dev/null -w '%{{http_code}}' {URL}/users/login/; wait") == "200"
    )


def test_a_flood_of_forms_from_one_client_is_refused_by_nginx(site: Deployed) -> None:
    post = f"curl -s -o /dev/null -w '%{{http_code}}\\n' --interface 127.9.9.9 -d email=x {URL}/users/password-reset/"
    answers = site.machine.run(f"for i in $(seq 40); do {post}; done").split()
    assert answers[0] == "403"  # no CSRF token, says the site
    assert "429" in answers
    assert site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}}' --interface 127.9.9.9 {URL}/") == "200"


def test_prometheus_reads_the_figures_with_the_token_of_the_environment(site: Deployed) -> None:
    token = "$(sed -n 's/^METRICS_TOKEN=//p' /etc/cinemahub/environment)"
    told = site.machine.run(f'curl -sf -H "Authorization: Bearer {token}" {URL}/metrics')
    assert "\ncinemahub_mail_workers 1.0\n" in told
    assert site.machine.run(f"curl -s -o /dev/null -w '%{{http_code}}' {URL}/metrics") == "401"


def test_a_balancer_learns_how_the_site_is_by_http_and_by_address(site: Deployed) -> None:
    assert site.machine.run("curl -sf http://127.0.0.1/health/") == '{"status": "ok"}'
