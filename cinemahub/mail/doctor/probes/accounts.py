"""A provider's account, asked by the call that the provider's file in services/ names."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

import requests
from anymail.exceptions import AnymailRequestsAPIError
from django.core.mail.backends.base import BaseEmailBackend

from cinemahub.mail.diagnosis.readers.api import is_boto
from cinemahub.mail.services.account import Account, Domains, MayOnlySendError


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


class BackendApi:
    """The API of a backend of Anymail, with the key the backend sends with."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.has_answered = False

    def option(self, name: str) -> str:
        return str(getattr(self.backend, name))

    def get(self, path: str, **request: Any) -> Any:
        return self._call("GET", path, 200, **request)

    def post(self, path: str, *, good: int = 200, **request: Any) -> Any:
        return self._call("POST", path, good, **request)

    def refuse_key(self) -> None:
        refused = requests.Response()
        refused.status_code, refused.reason = 401, "Unauthorized"
        raise self._refusal(refused)

    def boto(self) -> Any:
        self.backend.open()
        return self.backend.client

    def _call(self, method: str, path: str, good: int, **request: Any) -> Any:
        url = urljoin(self.backend.api_url, path)
        response = requests.request(method, url, timeout=self.backend.timeout, allow_redirects=False, **request)
        if response.status_code == 403 or "restricted_api_key" in response.text:
            raise MayOnlySendError
        if response.status_code >= 300 and response.status_code != good:
            raise self._refusal(response)
        self.has_answered = True
        return response.json()

    def _refusal(self, response: requests.Response) -> AnymailRequestsAPIError:
        return AnymailRequestsAPIError(backend=self.backend, response=response, status_code=response.status_code)
