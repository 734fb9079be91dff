"""A token to sign in with, renewed before it ends by one process at a time."""

import time
from dataclasses import dataclass

from django.utils import timezone

from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.models import OAuthToken
from cinemahub.mail.models.oauth_token import NewTokens
from cinemahub.mail.privacy.sealing import UnreadableError
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.endpoint import Endpoint

MAX_WAIT_SECONDS = 10  # for another process that is renewing
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Tokens:
    application: Application

    def access_token(self, *, instead_of: str = "") -> str:
        """Return a token that works; TokenError if there is none. `instead_of` names one that a server refused."""
        try:
            return self._access_token(instead_of)
        except UnreadableError:
            raise TokenError("unreadable") from None

    def authorise(self, tokens: NewTokens) -> None:
        """Keep what a person has allowed."""
        OAuthToken.objects.authorise(self.application.transport, self.application.fingerprint, tokens)

    def _access_token(self, instead_of: str) -> str:
        deadline = time.monotonic() + MAX_WAIT_SECONDS
        while True:
            token, now = self._stored(), timezone.now()
            access = token.access_token
            if access != instead_of and token.is_good(now):
                return access
            if OAuthToken.objects.claim_renewal(token):
                return self._renew(token, instead_of)
            if access != instead_of and token.still_works(now):
                return access  # another process is renewing it
            if time.monotonic() > deadline:
                raise TokenError("being_renewed")
            time.sleep(POLL_SECONDS)

    def _stored(self) -> OAuthToken:
        stored = OAuthToken.objects.of(self.application.transport, self.application.fingerprint)
        if stored is not None:
            return stored
        if not self.application.needs_no_person:
            raise TokenError("not_authorised")
        self.authorise(Endpoint(self.application).renew(""))
        return self._stored()

    def _renew(self, token: OAuthToken, instead_of: str) -> str:
        try:
            tokens = Endpoint(self.application).renew(token.refresh_token)
        except TokenError:
            token.release()
            if token.still_works(timezone.now()) and token.access_token != instead_of:
                return token.access_token  # there are minutes left to try again in
            raise
        token.renewed(tokens)
        return tokens.access
