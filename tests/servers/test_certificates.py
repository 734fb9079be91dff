import os
import ssl
import subprocess
import sys

import pytest

from tests.servers.certificates import Certificate, Certificates
from tests.servers.clients import connect, trust
from tests.servers.smtp import SmtpServer

HANDSHAKE = """
import socket, ssl, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5) as plain:
    ssl.create_default_context().wrap_socket(plain, server_hostname="smtp.yandex.test")
"""


def test_environment_makes_a_process_trust_the_server(certificates: Certificates) -> None:
    with SmtpServer(tls="implicit", certificate=certificates.server) as server:
        environment = os.environ | certificates.environment
        command = [sys.executable, "-c", HANDSHAKE, str(server.port)]
        assert subprocess.run(command, env=environment, timeout=20, check=False).returncode == 0


def test_in_process_the_environment_works_too(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)
    assert [each["subject"] for each in ssl.create_default_context().get_ca_certs()]


@pytest.mark.parametrize("name", ["wrong_name", "expired", "foreign"])
def test_a_bad_certificate_is_refused_before_anything_is_said(certificates: Certificates, name: str) -> None:
    certificate: Certificate = getattr(certificates, name)
    with SmtpServer(tls="implicit", certificate=certificate) as server:
        with pytest.raises(ssl.SSLCertVerificationError):
            connect(server, certificates)
        assert server.connections == 0


def test_context_trusts_one_authority(certificates: Certificates) -> None:
    assert len(trust(certificates).get_ca_certs()) == 1
