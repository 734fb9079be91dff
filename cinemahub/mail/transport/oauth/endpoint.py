"""What is asked of a service's token endpoint; Authlib speaks OAuth, this says which words are ours."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.transport.oauth.application import Application

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 10
TIMEOUT = (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)
USUAL_LIFE_SECONDS = 3600  # of a token whose answer does not say (RFC 6749, 5.1: "recommended")
MIN_LIFE_SECONDS, MAX_LIFE_SECONDS = 60, 366 * 24 * 3600  # what an answer may claim


class Endpoint:
    """Every call raises TokenError, with what the service said, if it gives no token."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.service = application.service

    def renew(self, refresh_token: str) -> NewTokens:
        """Return new tokens for a refresh token, or for the application itself."""
        if self.application.needs_no_person:
            return self._fetch(grant_type="client_credentials", scope=self.service.application_scope)
        return self._read(lambda session: session.refresh_token(self._url, refresh_token, timeout=TIMEOUT))

    def exchange(self, code: str, verifier: str) -> NewTokens:
        """Return the first tokens for a code that a person brought."""
        return self._fetch(grant_type="authorization_code", code=code, code_verifier=verifier)

    def by_device(self, device_code: str) -> NewTokens:
        """Return the first tokens once a person has typed the device's code; `authorization_pending` until then."""
        return self._fetch(grant_type=self.service.device_grant, **{self.service.device_code: device_code})

    def start_device(self) -> Mapping[str, Any]:
        """Return the codes for a device and for the person, and where to type it (RFC 8628, 3.2)."""
        data = {"client_id": self.application.client_id, "scope": self.service.scope}
        return _answer(
            lambda: requests.post(self.service.device_url, data=data, timeout=TIMEOUT, allow_redirects=False)
        )

    def authorization_url(self, verifier: str) -> tuple[str, str]:
        """Return the page on which a person allows it, and the state that comes back with the code."""
        url, state = self._session().create_authorization_url(
            self.service.authorize_url, code_verifier=verifier, **self.service.authorize_options
        )
        return str(url), str(state)

    @property
    def _url(self) -> str:
        return self.service.endpoint

    def _fetch(self, **request: str) -> NewTokens:
        return self._read(lambda session: session.fetch_token(self._url, timeout=TIMEOUT, **request))

    def _read(self, call: Callable[[OAuth2Session], Any]) -> NewTokens:
        answer = _answer(lambda: call(self._session()))
        if not isinstance(answer.get("access_token"), str):
            raise TokenError("no_token")
        refresh = answer.get("refresh_token")
        return NewTokens(answer["access_token"], refresh if isinstance(refresh, str) else "", _life(answer))

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self.application.client_id,
            self.application.client_secret or None,
            token_endpoint_auth_method="client_secret_post" if self.application.client_secret else "none",
            scope=self.service.scope,
            redirect_uri=self.service.redirect_uri or None,
            code_challenge_method="S256",
        )


def _answer(call: Callable[[], Any]) -> Mapping[str, Any]:
    """Return the object that a call answers, whether Authlib has read it already or not."""
    try:
        answer = call()
        if isinstance(answer, requests.Response):
            answer = answer.json()
    except OAuthError as error:
        raise TokenError(str(error.error), str(error.description or "")) from None
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else None
        raise TokenError("server_error", status=status) from None
    except requests.JSONDecodeError:
        raise TokenError("no_token") from None
    except requests.RequestException as error:
        raise TokenError("unreachable") from error
    if not isinstance(answer, dict):
        raise TokenError("no_token")
    if "error" in answer:
        raise TokenError(str(answer["error"]), str(answer.get("error_description") or ""))
    return answer


def _life(answer: Mapping[str, Any]) -> timedelta:
    try:
        seconds = int(answer.get("expires_in", USUAL_LIFE_SECONDS))
    except (TypeError, ValueError):
        seconds = USUAL_LIFE_SECONDS
    return timedelta(seconds=min(max(seconds, MIN_LIFE_SECONDS), MAX_LIFE_SECONDS))
