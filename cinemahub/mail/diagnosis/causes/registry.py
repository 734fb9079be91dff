"""Every cause there is a name for, by its code."""

from cinemahub.mail.diagnosis.causes.arrival import ARRIVAL
from cinemahub.mail.diagnosis.causes.login import LOGIN
from cinemahub.mail.diagnosis.causes.network import NETWORK
from cinemahub.mail.diagnosis.causes.oauth import OAUTH
from cinemahub.mail.diagnosis.causes.provider import PROVIDER
from cinemahub.mail.diagnosis.causes.recipient import RECIPIENT
from cinemahub.mail.diagnosis.causes.sender import SENDER
from cinemahub.mail.services.registry import ANY_PROVIDER, PROVIDERS, SERVICES, words_of

CAUSES = NETWORK | LOGIN | OAUTH | SENDER | RECIPIENT | PROVIDER | ARRIVAL


def cause_of(code: str, service: str = "") -> str:
    """Say in the active language why a letter did not go."""
    return str(CAUSES[code].cause) % words_of(service)


def remedy_for(code: str, service: str = "") -> str:
    """Say in the active language what to do, with the service's own pages and variables."""
    cause = CAUSES[code]
    remedies = SERVICES[service].remedies if service in SERVICES else {}
    at_provider = cause.at_provider if service in PROVIDERS or service == ANY_PROVIDER else None
    return str(remedies.get(code) or at_provider or cause.remedy) % words_of(service)
