"""Let an address have email again, here and at the provider, which keeps a list of its own."""

import logging
from enum import Enum, auto

import requests
from anymail.exceptions import AnymailError
from django.core.mail import mailers

from cinemahub.mail.diagnosis.readers.api import is_boto
from cinemahub.mail.models import Suppression
from cinemahub.mail.privacy.hashing import address_hashes
from cinemahub.mail.privacy.masking import mask_address
from cinemahub.mail.services.account import MayOnlySendError
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.service import Provider
from cinemahub.mail.transport.configured import configured_transports
from cinemahub.mail.transport.provider_api import BackendApi

log = logging.getLogger(__name__)


class Lifted(Enum):
    HERE = auto()  # there is no provider
    EVERYWHERE = auto()
    BY_HAND = auto()  # it has no API for that
    REFUSED = auto()


def lift(address: str) -> tuple[Lifted, Provider | None]:
    """Lift the suppression of an address; say what the provider did, and who that is."""
    Suppression.objects.filter(address_hash__in=address_hashes(address)).delete()
    for transport in configured_transports():
        provider = PROVIDERS.get(transport.backend.split(".")[-2]) if transport.is_provider else None
        if provider is not None:
            return _lift_at(provider, transport.alias, address), provider
    return Lifted.HERE, None


def _lift_at(provider: Provider, alias: str, address: str) -> Lifted:
    if provider.lift is None:
        return Lifted.BY_HAND
    try:
        provider.lift(BackendApi(mailers[alias]), address)
    except Exception as error:
        if not (isinstance(error, (AnymailError, requests.RequestException, MayOnlySendError)) or is_boto(error)):
            raise
        # Its words may name the address.
        log.warning("%s does not lift %s: %s", provider.key, mask_address(address), type(error).__name__)
        return Lifted.REFUSED
    log.info("%s is lifted at %s", mask_address(address), provider.key)
    return Lifted.EVERYWHERE
