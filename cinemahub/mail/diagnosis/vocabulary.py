"""The words a diagnosis is written in.

Culprit and certainty say whom an answer is about, the verdict what follows. Where the culprit is certain:

    verdict        letter, recipient               sender, transport
    transient      this letter rests               the transport rests, for as long as the other side asks
    hold           -                               the transport rests for a day, or as long as is asked for
    configuration  -                               the transport is held until a person has mended something
    recipient,     this letter has failed          -
    letter
    unknown        it may have been sent: never send it again without a person

Where it is by evidence, one answer proves little: a letter to somebody else shows whether the transport is at fault.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Culprit(models.TextChoices):
    """Whose fault it is."""

    LETTER = "letter", _("the email itself")
    RECIPIENT = "recipient", _("the recipient's address or mailbox")
    SENDER = "sender", _("the sender's address, domain or account")
    TRANSPORT = "transport", _("the way to the mail service")


class Verdict(models.TextChoices):
    """What follows, if the culprit is the right one."""

    TRANSIENT = "transient", _("try again later")
    RECIPIENT = "recipient", _("failed: the recipient's address")
    LETTER = "letter", _("failed: the email itself")
    CONFIGURATION = "configuration", _("on hold until the settings are corrected")
    HOLD = "hold", _("on hold: the sender must rest")
    UNKNOWN = "unknown", _("may have been sent")


class Step(StrEnum):
    """What was being done, in the order of the way."""

    COMPOSE = "compose"
    ENCODE_SENDER = "encode_sender"  # From and Reply-To
    ENCODE_RECIPIENT = "encode_recipient"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    EHLO = "ehlo"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    API = "api"
