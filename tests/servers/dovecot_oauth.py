"""Dovecot as a mailbox service without passwords: IMAP and submission with XOAUTH2, tokens are introspected."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.certificates import Certificate
from tests.servers.dovecot import Dovecot, private_dovecot
from tests.servers.oauth_state import OAuthServer
from tests.servers.ports import free_port

SUBMISSION = Path("/usr/lib/dovecot/submission")  # Debian: dovecot-submissiond

CONFIGURATION = """
protocols = imap submission
auth_mechanisms = xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {{folder}}/oauth2
}}
hostname = mail.cinemahub.example
submission_relay_host = 127.0.0.1
submission_relay_port = {relay_port}
submission_relay_trusted = no
service submission-login {{
  chroot =
  inet_listener submission {{
    port = 0
  }}
  inet_listener submissions {{
    port = {submission_port}
    ssl = yes
  }}
}}
"""
INTROSPECTION = """
introspection_mode = get
introspection_url = {url}/introspect?token=
active_attribute = active
active_value = true
username_attribute = username
"""


@dataclass
class TokenMailbox:
    dovecot: Dovecot
    submission_port: int  # TLS from the first byte


@contextmanager
def token_mailbox(certificate: Certificate, oauth: OAuthServer, relay_port: int) -> Iterator[TokenMailbox]:
    """Run one whose submission service hands what it gets to an SMTP server on loopback."""
    submission_port = free_port()
    more = CONFIGURATION.format(relay_port=relay_port, submission_port=submission_port)
    with private_dovecot(certificate, more=more, files={"oauth2": INTROSPECTION.format(url=oauth.url)}) as dovecot:
        yield TokenMailbox(dovecot, submission_port)
