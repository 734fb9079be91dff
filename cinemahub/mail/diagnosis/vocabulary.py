from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What is to be done with the letter."""

    TRANSIENT = "transient", _("try again later")
    RECIPIENT = "recipient", _("failed: the recipient's address")
    LETTER = "letter", _("failed: the letter itself")
    CONFIGURATION = "configuration", _("on hold until the settings are corrected")
    HOLD = "hold", _("on hold: the sender must rest")
    UNKNOWN = "unknown", _("may have been sent")


class Step(StrEnum):
    """How far a letter got, in the order of the way."""

    COMPOSE = "compose"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    EHLO = "ehlo"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    API = "api"
