"""What keeps this machine from any server at all: no internet, no list of trusted authorities, a proxy."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doctor.conftest import LOGIN, PASSWORD, Doctor
from tests.servers.certificates import Certificates
from tests.servers.impatient import refusing_proxy
from tests.servers.smtp import SmtpServer


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *arguments: Any, **others: Any) -> Any:
        if host not in {"localhost", "127.0.0.1"}:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *arguments, **others)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_host_that_everybody_knows_means_offline(doctor: Doctor, resolve_to_loopback: Callable[..., None]) -> None:
    resolve_to_loopback(smtp_yandex_ru="", smtp_gmail_com="127.0.0.1")
    visit = doctor(host="smtp.yandex.ru", port=465, use_ssl=True, timeout=5, username=LOGIN, password=PASSWORD)
    assert "has no internet or no DNS" in visit.verdict
    assert "for example smtp.yandex.ru" not in visit.verdict


@pytest.mark.usefixtures("offline")
def test_any_host_means_offline_if_no_name_can_be_resolved(doctor: Doctor) -> None:
    visit = doctor(host="mail.my-cinema.org", port=465, use_ssl=True, timeout=5)
    assert "has no internet or no DNS" in visit.verdict
    assert "only the host's name into EMAIL_HOST" in visit.verdict


def test_a_host_is_unknown_if_others_are_not(doctor: Doctor, resolve_to_loopback: Callable[..., None]) -> None:
    resolve_to_loopback(smtp_yandx_ru="", smtp_gmail_com="127.0.0.1")
    visit = doctor(host="smtp.yandx.ru", port=465, use_ssl=True, timeout=5)
    assert "There is no server with that name" in visit.verdict


def test_a_list_of_authorities_that_is_not_there_is_named(
    doctor: Doctor, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nowhere.pem"))
    with SmtpServer(tls="implicit", certificate=certificates.server) as server:
        visit = doctor(host="localhost", port=server.port, use_ssl=True, timeout=5)
    assert "names a file that does not exist" in visit.verdict


@pytest.mark.parametrize(("status", "words"), [(407, "does not let this machine through"), (503, "cannot be reached")])
def test_a_proxy_that_refuses_is_named_with_its_answer(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, status: int, words: str
) -> None:
    with refusing_proxy(status) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{port}")
        visit = doctor(
            backend="anymail.backends.brevo.EmailBackend", api_key="xkeysib-1", api_url="https://api.brevo.test/v3/"
        )
    assert "proxy 127.0.0.1" in visit.text
    assert visit.marks["account"] == "FAILED"
    assert str(status) in visit.text
    assert words in visit.verdict
    assert "HTTPS_PROXY" in visit.verdict


def test_a_proxy_nobody_knows_is_named(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    visit = doctor(
        backend="anymail.backends.brevo.EmailBackend", api_key="xkeysib-1", api_url="https://api.brevo.test/v3/"
    )
    assert visit.marks["account"] == "FAILED"
    assert "Check HTTPS_PROXY" in visit.verdict
