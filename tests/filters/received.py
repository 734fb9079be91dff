"""Emails as a recipient's server gets them, which is where filters look at them."""

from dataclasses import dataclass
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib import admin, auth
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.backends.django import DjangoTemplates
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings

from cinemahub.mail.letters import Letter
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.transport.mime import as_bytes
from users.models import User
from users.tests.real_letters import row_of

READER = "dina.orlova@mail.ru"


@dataclass(frozen=True)
class Shape:
    """An environment's site and sender, and the server that its emails come from."""

    name: str
    site_url: str
    sender: str
    relay: str
    address: str
    reply_to: str = ""
    is_direct: bool = False  # the site's own server brings it

    def apply(self, settings: Settings) -> None:
        site = urlsplit(self.site_url)
        settings.SITE_URL, settings.SITE_HOST, settings.SITE_DOMAIN = self.site_url, site.netloc, site.hostname
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_REPLY_TO = f"Cinemahub <{self.sender}>", self.reply_to

    def received(self, message: EmailMessage) -> bytes:
        trace = (
            f"Return-Path: <{self.sender}>\r\n"
            f"Received: from {self.relay} ({self.relay} [{self.address}])\r\n"
            f"\tby mx1.mail.ru with ESMTPS id 4fXyZ1 for <{READER}>; {formatdate()}\r\n"
        )
        if not self.is_direct:
            trace += f"Received: from site ([10.1.2.3])\r\n\tby {self.relay} with ESMTPSA id 9aB; {formatdate()}\r\n"
        return trace.encode() + as_bytes(message)


YANDEX = ("cinemahub.site@yandex.ru", "forward501d.mail.yandex.net", "178.154.239.209")
OWN = ("post@cinemahub.example.com", "relay7.provider.example.com", "178.154.239.210")
REPLY_TO = "Служба поддержки Кинохаба и его друзей <help@cinemahub.example.com>"
SHAPES = [
    Shape("development", "http://127.0.0.1:8000", *YANDEX),
    Shape("staging", "https://staging.cinemahub.example.com", *YANDEX),
    Shape("production", "https://cinemahub.example.com", *OWN, reply_to=REPLY_TO),
    Shape("own server", "https://cinemahub.example.com", *OWN, is_direct=True),
]


FOLDERS = [Path(package.__path__[0], "templates") for package in (auth, admin)]
DJANGO = DjangoTemplates({"NAME": "stock", "DIRS": FOLDERS, "APP_DIRS": False, "OPTIONS": {}})
STOCK = ("subject.txt", "email.html")


def ours(letter: Letter, user: User, language: str) -> EmailMessage:
    return compose(row_of(letter, user, language, new="dina.o@gmail.com"))


def stock(user: User, language: str, shape: Shape) -> EmailMessage:
    """Write what Django's PasswordResetForm would, from Django's templates."""
    site = urlsplit(shape.site_url)
    context = {
        "email": user.email,
        "domain": site.netloc,
        "site_name": site.netloc,
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "user": user,
        "token": default_token_generator.make_token(user),
        "protocol": site.scheme,
    }
    with translation.override(language):
        subject, text = (DJANGO.get_template(f"registration/password_reset_{name}").render(context) for name in STOCK)
    sender = shape.sender.partition("@")[2]
    headers = {"Message-ID": make_msgid(domain=sender)}  # as on a machine with a name; by default it has the machine's
    return EmailMessage("".join(subject.splitlines()), text, to=[user.email], headers=headers)
