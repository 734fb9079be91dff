"""A provider's API beside sending: its account, its webhooks, its list of suppressed addresses."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import requests
from anymail.exceptions import AnymailRequestsAPIError

from cinemahub.mail.services.account import MayOnlySendError


class BackendApi:
    """The API of a backend of Anymail, with the key the backend sends with."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.has_answered = False

    def option(self, name: str) -> str:
        return str(getattr(self.backend, name))

    def get(self, path: str, *, good: int = 200, **request: Any) -> Any:
        return self._call("GET", path, good, **request)

    def post(self, path: str, *, good: int = 200, **request: Any) -> Any:
        return self._call("POST", path, good, **request)

    def delete(self, path: str, **request: Any) -> None:
        self._send("DELETE", path, HTTPStatus.NOT_FOUND, **request)

    def refuse_key(self) -> None:
        refused = requests.Response()
        refused.status_code, refused.reason = 401, "Unauthorized"
        raise self._refusal(refused)

    def boto(self) -> Any:
        self.backend.open()
        return self.backend.client

    def _call(self, method: str, path: str, good: int, **request: Any) -> Any:
        return self._send(method, path, good, **request).json()

    def _send(self, method: str, path: str, good: int, **request: Any) -> requests.Response:
        url = urljoin(self.backend.api_url, path)
        response = requests.request(method, url, timeout=self.backend.timeout, allow_redirects=False, **request)
        if response.status_code == 403 or "restricted_api_key" in response.text:
            raise MayOnlySendError
        if response.status_code >= 300 and response.status_code != good:
            raise self._refusal(response)
        self.has_answered = True
        return response

    def _refusal(self, response: requests.Response) -> AnymailRequestsAPIError:
        return AnymailRequestsAPIError(backend=self.backend, response=response, status_code=response.status_code)
