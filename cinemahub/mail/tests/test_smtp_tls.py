import ssl
from pathlib import Path
from typing import Literal

import pytest
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.tests.smtp import connection_to, message
from tests.servers.certificates import Certificates
from tests.servers.clients import USERS
from tests.servers.smtp import SmtpServer

type Tls = Literal["implicit", "starttls"]
OPTIONS: dict[Tls, dict[str, bool]] = {"implicit": {"use_ssl": True}, "starttls": {"use_tls": True}}

both_ways = pytest.mark.parametrize("tls", list(OPTIONS))


@pytest.fixture(autouse=True)
def trust(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[ssl.SSLContext]:
    """Every context that is made."""
    made: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def record() -> ssl.SSLContext:
        made.append(make())
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", record)
    return made


@both_ways
def test_all_connections_share_one_context(
    certificates: Certificates, settings: Settings, contexts: list[ssl.SSLContext], tls: Tls
) -> None:
    certificates.authority.touch()
    with SmtpServer(tls=tls, certificate=certificates.server, users=USERS) as server:
        for number in range(3):
            connection = connection_to(server, settings, **OPTIONS[tls])
            connection.send(message(number))
            connection.close()
        assert len(server.letters) == 3
    assert len(contexts) == 1


def test_authorities_that_were_replaced_are_read_anew(
    certificates: Certificates, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "authorities.pem"
    trusted.write_bytes(certificates.foreign.chain.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with SmtpServer(tls="implicit", certificate=certificates.server, users=USERS) as server:
        connection = connection_to(server, settings, use_ssl=True)
        with pytest.raises(ssl.SSLCertVerificationError):
            connection.send(message(1))
        trusted.write_bytes(certificates.authority.read_bytes())
        connection.send(message(2))
        connection.close()
        assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("foreign", "certificate_untrusted"),
        ("wrong_name", "certificate_name"),
        ("expired", "certificate_expired"),
    ],
)
@both_ways
def test_nothing_is_said_to_a_server_with_a_bad_certificate(
    certificates: Certificates, settings: Settings, name: str, code: str, tls: Tls
) -> None:
    with SmtpServer(tls=tls, certificate=getattr(certificates, name), users=USERS) as server:
        connection = connection_to(server, settings, **OPTIONS[tls])
        with pytest.raises(ssl.SSLCertVerificationError) as error:
            connection.send(message())
        assert diagnose(error.value, step=connection.step).code == code
        assert (server.letters, server.logins) == ([], [])


def test_a_server_without_starttls_gets_neither_password_nor_letter(server: SmtpServer, settings: Settings) -> None:
    connection = connection_to(server, settings, use_tls=True)
    with pytest.raises(Exception, match="STARTTLS") as error:
        connection.send(message())
    assert diagnose(error.value, step=connection.step).code == "starttls_missing"
    assert (server.letters, server.logins, server.refused_logins) == ([], [], [])


def test_a_client_certificate_has_a_context_of_its_own(
    certificates: Certificates, settings: Settings, tmp_path: Path, contexts: list[ssl.SSLContext]
) -> None:
    own = certificates.server
    with SmtpServer(tls="implicit", certificate=own, users=USERS) as server:
        connection = connection_to(
            server, settings, use_ssl=True, ssl_certfile=str(own.chain), ssl_keyfile=str(own.key)
        )
        with pytest.raises(ssl.SSLCertVerificationError):  # Django's context for it knows no authority
            connection.send(message())
    assert contexts == []
