"""A provider's account, asked by the call that the provider's file in services/ names."""

from collections.abc import Iterable

import requests
from django.core.mail.backends.base import BaseEmailBackend

from cinemahub.mail.diagnosis.readers.api import is_boto
from cinemahub.mail.services.account import Account, Domains, MayOnlySendError
from cinemahub.mail.transport.provider_api import BackendApi


def ask(account: Account, backend: BaseEmailBackend) -> Domains:
    """Return the account's domains; MayOnlySendError or the backend's error if the call is refused."""
    api = BackendApi(backend)
    try:
        return account(api)
    except (KeyError, TypeError, AttributeError, requests.JSONDecodeError):
        if not api.has_answered:
            raise
        return None  # the key was accepted, and the answer is not what it used to be
    except Exception as error:
        if is_boto(error) and "AccessDenied" in str(error):
            raise MayOnlySendError from None
        raise


def covers(domains: Iterable[str], sender: str) -> str:
    """Return the account's domain that stands for a sender's: itself or one above it; "" if there is none."""
    return max((each for each in domains if f".{sender}".endswith(f".{each.lower()}")), key=len, default="")
