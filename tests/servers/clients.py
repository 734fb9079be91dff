"""What the tests of the servers say to them, with the standard library's own client."""

import smtplib
import ssl
from email.message import EmailMessage

from tests.servers.certificates import Certificates
from tests.servers.smtp import SmtpServer

LOGIN = "cinema@yandex.test"
USERS = {LOGIN: "app-word"}
TIMEOUT_SECONDS = 5


def connect(server: SmtpServer, certificates: Certificates | None = None, *, login: bool = True) -> smtplib.SMTP:
    client: smtplib.SMTP
    if server.tls == "implicit":
        assert certificates is not None
        client = smtplib.SMTP_SSL("localhost", server.port, timeout=TIMEOUT_SECONDS, context=trust(certificates))
    else:
        client = smtplib.SMTP("localhost", server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.tls == "starttls":
            assert certificates is not None
            client.starttls(context=trust(certificates))
        if login and server.users:
            client.login(LOGIN, server.users[LOGIN])
    except Exception:
        client.close()
        raise
    return client


def trust(certificates: Certificates) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificates.authority))


def letter(to: str = "anna@example.com", *, sender: str = LOGIN, number: int = 0) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = "Новый пароль"
    message["Message-ID"] = f"<{number}@cinemahub.test>"
    message.set_content("Ссылка\n.точка в начале строки\n")
    message.add_alternative("<p>Ссылка</p>\n", subtype="html")
    return message
