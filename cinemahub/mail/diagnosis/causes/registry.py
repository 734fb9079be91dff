"""Every cause there is a name for, by its code."""

from django.utils.functional import Promise

from cinemahub.mail.diagnosis.causes.login import LOGIN
from cinemahub.mail.diagnosis.causes.network import NETWORK
from cinemahub.mail.diagnosis.causes.provider import PROVIDER
from cinemahub.mail.diagnosis.causes.recipient import RECIPIENT
from cinemahub.mail.diagnosis.causes.sender import SENDER
from cinemahub.mail.services.pages import PAGES, Pages

CAUSES = NETWORK | LOGIN | SENDER | RECIPIENT | PROVIDER


def cause_of(code: str, provider: str = "") -> str:
    """Say in the active language why a letter did not go."""
    return str(CAUSES[code].cause) % _pages(provider)


def remedy_for(code: str, provider: str = "") -> str:
    """Say in the active language what to do, with the provider's own pages and variables."""
    cause = CAUSES[code]
    remedy = cause.at.get(provider) or (cause.at.get("api") if provider in PAGES else None) or cause.remedy
    return str(remedy) % _pages(provider)


def _pages(provider: str) -> dict[str, str | Promise]:
    return PAGES.get(provider, Pages())._asdict()
