from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.webhook import Webhook


@dataclass(frozen=True)
class Hook:
    """The webhook of the provider that sends; every other provider has none here."""

    provider: str
    secret: str = field(repr=False)  # part of its address
    signing_key: str = field(default="", repr=False)

    @property
    def webhook(self) -> Webhook:
        webhook = PROVIDERS[self.provider].webhook
        if webhook is None:
            raise LookupError(self.provider)
        return webhook

    @property
    def path(self) -> str:
        return reverse("webhook", args=[self.provider, self.secret])

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


def configured_hook() -> Hook | None:
    return Hook(**settings.MAIL_WEBHOOK) if settings.MAIL_WEBHOOK else None
