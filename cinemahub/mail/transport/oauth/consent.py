"""How a person allows the site to use a mailbox, once: on a page, whose code is brought back, or by a device's code."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token

from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.transport.oauth.endpoint import Endpoint

VERIFIER_LENGTH = 64  # RFC 7636, 4.1: 43 to 128 characters
DEFAULT_INTERVAL_SECONDS, SLOWER_BY_SECONDS = 5, 5  # RFC 8628, 3.2 and 3.5
MAX_WAIT_SECONDS = 15 * 60


@dataclass
class PageConsent:
    """The person opens `url`, and brings the code that it ends with."""

    endpoint: Endpoint
    url: str = ""
    _state: str = ""
    _verifier: str = field(default_factory=lambda: generate_token(VERIFIER_LENGTH), repr=False)

    def __post_init__(self) -> None:
        self.url, self._state = self.endpoint.authorization_url(self._verifier)

    def finish(self, answer: str) -> NewTokens:
        """Take the code, or the whole address at which the browser ended."""
        query = parse_qs(urlsplit(answer.strip()).query)
        if "error" in query:
            raise TokenError(query["error"][0], query.get("error_description", [""])[0])
        if "state" in query and query["state"][0] != self._state:
            raise TokenError("other_state")
        code = query["code"][0] if "code" in query else answer.strip()
        return _given(lambda: self.endpoint.exchange(code, self._verifier))


class DeviceConsent:
    """The person types `user_code` at `url`, on any device, while this waits."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        answer = endpoint.start_device()
        try:
            self._device_code, self.user_code = str(answer["device_code"]), str(answer["user_code"])
        except KeyError:
            raise TokenError("no_token") from None
        self.url = str(answer.get("verification_uri") or answer.get("verification_url") or "")
        self._interval = float(answer.get("interval") or DEFAULT_INTERVAL_SECONDS)
        self._lives = min(float(answer.get("expires_in") or MAX_WAIT_SECONDS), MAX_WAIT_SECONDS)

    def wait(self) -> NewTokens:
        """Ask until the person has typed the code; TokenError if that takes too long, or is refused."""
        deadline = time.monotonic() + self._lives
        while time.monotonic() < deadline:
            time.sleep(self._interval)
            try:
                return _given(lambda: self.endpoint.by_device(self._device_code))
            except TokenError as error:
                if error.error == "slow_down":
                    self._interval += SLOWER_BY_SECONDS
                elif error.error != "authorization_pending":
                    raise
        raise TokenError("expired_token")


def _given(ask: Callable[[], NewTokens]) -> NewTokens:
    """Tell a refused code from a refused refresh token, for which the standard has one word (RFC 6749, 5.2)."""
    try:
        return ask()
    except TokenError as error:
        if error.error == "invalid_grant":
            raise TokenError("code_refused", error.said) from None
        raise
