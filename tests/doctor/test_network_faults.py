"""Every fault of the network, made for real, from the socket to the remedy on the screen."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import pytest

from cinemahub.mail.doctor.probes import tls_mode
from tests.doctor.answers import remedy_of
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor
from tests.doctor.faults import closed_port, full_port, silent_port
from tests.servers.certificates import Certificates
from tests.servers.smtp import SmtpServer


def test_ssl_against_a_port_that_starts_unencrypted_is_recognised_by_its_greeting(doctor: Doctor) -> None:
    with SmtpServer() as server:
        visit = doctor(host="localhost", port=server.port, use_ssl=True, timeout=5)
    assert visit.marks["tls"] == "FAILED"
    assert "smtp.yandex.test" in visit.verdict
    assert remedy_of("[SSL: WRONG_VERSION_NUMBER]") in visit.verdict


def test_a_server_that_offers_starttls_says_so_when_it_is_met_with_ssl(doctor: Doctor, trusted: Certificates) -> None:
    with SmtpServer(tls="starttls", certificate=trusted.server) as server:
        visit = doctor(host="localhost", port=server.port, use_ssl=True, timeout=5)
    assert "STARTTLS" in visit.verdict
    assert "EMAIL_USE_SSL=false and EMAIL_USE_TLS=true" in visit.verdict


@pytest.mark.parametrize("mode", [{}, {"use_tls": True}], ids=["no TLS", "STARTTLS"])
def test_a_port_that_waits_for_tls_is_recognised_by_its_silence(
    doctor: Doctor, trusted: Certificates, mode: dict[str, Any]
) -> None:
    with SmtpServer(tls="implicit", certificate=trusted.server) as server:
        visit = doctor(host="localhost", port=server.port, timeout=1, **mode)
    assert visit.marks["tls" if mode else "ehlo"] == "FAILED"
    assert "waits for TLS from the first byte" in visit.verdict
    assert remedy_of("Connection unexpectedly closed") in visit.verdict


def test_a_port_that_says_nothing_at_all_is_told_from_one_that_waits_for_tls(doctor: Doctor) -> None:
    with silent_port() as port:
        visit = doctor(host="localhost", port=port, use_tls=True, timeout=1)
    assert visit.marks["tls"] == "FAILED"
    assert "The server said nothing" in visit.verdict


def test_a_silent_server_is_waited_for_once(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls_mode, "QUIET_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as thread:
        both_open = thread.submit(second_comes_while_first_is_open, listener)
        doctor(host="127.0.0.1", port=listener.getsockname()[1], use_tls=True, timeout=1)
        assert both_open.result(10)


def second_comes_while_first_is_open(listener: socket.socket) -> bool:
    """Tell whether the look for the other mode comes while the conversation still waits for an answer."""
    knock, _address = listener.accept()
    first, _address = listener.accept()
    second, _address = listener.accept()
    with knock, first, second:
        try:
            first.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        return False


def test_a_closed_port_is_named(doctor: Doctor) -> None:
    with closed_port() as port:
        visit = doctor(host="127.0.0.1", port=port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["tcp"] == "FAILED"
    assert "Neither port" in visit.verdict
    assert remedy_of("[Errno 111]") in visit.verdict


def test_a_filtered_port_is_told_from_a_closed_one(doctor: Doctor) -> None:
    with full_port() as port:
        visit = doctor(host="127.0.0.1", port=port, timeout=1, username=LOGIN, password=PASSWORD)
    assert visit.marks["tcp"] == "FAILED"
    assert remedy_of("timed out") in visit.verdict


@pytest.mark.parametrize("make", [closed_port, full_port])
def test_a_port_that_answers_is_named_where_the_configured_one_does_not(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, make: Any
) -> None:
    with SmtpServer() as server, make() as port:
        monkeypatch.setattr(
            "cinemahub.mail.doctor.steps.tcp.USUAL_PORTS", {port: "", server.port: "EMAIL_USE_TLS=true"}
        )
        visit = doctor(host="127.0.0.1", port=port, timeout=1, username=LOGIN, password=PASSWORD)
    assert "the host is right" in visit.verdict
    assert ("is closed" if make is closed_port else "is filtered") in visit.verdict
    assert f"Set EMAIL_PORT={server.port} EMAIL_USE_TLS=true" in visit.verdict


def test_an_address_that_does_not_answer_is_named_beside_one_that_does(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpServer() as server:
        two = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, server.port)) for ip in ("127.0.0.2", "127.0.0.1")]
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *rest, **kw: two if host == "mail.test" else real(host, *rest, **kw)
        )
        visit = doctor(host="mail.test", port=server.port, timeout=5)
    assert visit.exit_code == 0
    assert visit.marks["tcp"] == "warning"
    assert "127.0.0.2" in visit.text


def test_a_name_that_does_not_exist_is_named(doctor: Doctor, resolve_to_loopback: Callable[..., None]) -> None:
    resolve_to_loopback(smtp_typo_test="")
    visit = doctor(host="smtp.typo.test", port=465, use_ssl=True, timeout=5)
    assert visit.marks["dns"] == "FAILED"
    assert remedy_of("[Errno -2]") in visit.verdict


def test_a_name_that_no_host_can_have_is_named(doctor: Doctor) -> None:
    visit = doctor(host="smtp..yandex.ru", port=465, use_ssl=True, timeout=5)
    assert visit.marks["dns"] == "FAILED"
    assert remedy_of("[Errno -2]") in visit.verdict


def test_options_that_django_itself_refuses_are_named(doctor: Doctor) -> None:
    visit = doctor(host="localhost", port=465, use_ssl=True, use_tls=True, timeout=5)
    assert visit.marks["settings"] == "FAILED"
    assert "exclude each other" in visit.text
    visit = doctor(backend="no.such.Backend")
    assert visit.marks["settings"] == "FAILED"
    assert "manage.py check" in visit.verdict


def test_a_server_without_starttls_is_named(doctor: Doctor) -> None:
    with SmtpServer() as server:
        visit = doctor(host="localhost", port=server.port, use_tls=True, timeout=5)
    assert visit.marks["tls"] == "FAILED"
    assert remedy_of("STARTTLS extension") in visit.verdict


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_foreign_certificate_is_shown_and_nothing_is_sent(
    doctor: Doctor, trusted: Certificates, tls: Literal["implicit", "starttls"]
) -> None:
    with SmtpServer(tls=tls, certificate=trusted.foreign, users={LOGIN: PASSWORD}) as server:
        mode: dict[str, Any] = {"use_ssl": True} if tls == "implicit" else {"use_tls": True}
        visit = doctor(
            to=RECIPIENT, host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD, **mode
        )
        assert not server.letters
        assert not server.logins
    assert visit.marks["tls"] == "FAILED"
    assert "Unknown to everybody" in visit.verdict
    assert remedy_of("[SSL: CERTIFICATE_VERIFY_FAILED]") in visit.verdict


@pytest.mark.parametrize(("kind", "remedy"), [("wrong_name", "somebody-else.test"), ("expired", "clock")])
def test_a_certificate_for_another_name_or_another_day_is_told_apart(
    doctor: Doctor, trusted: Certificates, kind: str, remedy: str
) -> None:
    with SmtpServer(tls="implicit", certificate=getattr(trusted, kind)) as server:
        visit = doctor(host="localhost", port=server.port, use_ssl=True, timeout=5)
    assert visit.marks["tls"] == "FAILED"
    assert remedy in visit.verdict
    assert "It shows: certificate for" in visit.verdict


def test_a_password_in_another_alphabet_is_named_and_not_shown(doctor: Doctor) -> None:
    password = "\N{CYRILLIC SMALL LETTER PE}" + PASSWORD
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        visit = doctor(host="127.0.0.1", port=server.port, timeout=5, username=LOGIN, password=password)
        assert not server.connections
    assert list(visit.marks) == ["settings", "domain"]
    assert remedy_of("'ascii' codec") in visit.verdict
