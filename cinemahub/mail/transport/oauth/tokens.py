"""A token to sign in with, renewed before it ends by one process at a time."""

import time
from dataclasses import dataclass

from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.models import OAuthToken
from cinemahub.mail.models.database import database_now
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

    def renew_ahead(self) -> None:
        """Renew a token that nears its end, unless another process does; TokenError if the service gives none."""
        try:
            token = self._stored()
            if token.is_to_be_renewed(database_now()) and OAuthToken.objects.claim_renewal(token):
                self._renew(token)
        except UnreadableError:
            raise TokenError("unreadable") from None

    def authorise(self, tokens: NewTokens) -> None:
        """Keep what a person has allowed."""
        OAuthToken.objects.authorise(self.application.transport, self.application.fingerprint, tokens)

    def _access_token(self, instead_of: str) -> str:
        deadline = time.monotonic() + MAX_WAIT_SECONDS
        while True:
            token = self._stored()
            access = token.access_token
            if access != instead_of and token.still_works(database_now()):
                return access
            if OAuthToken.objects.claim_renewal(token):
                return self._renew(token)
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

    def _renew(self, token: OAuthToken) -> str:
        try:
            tokens = Endpoint(self.application).renew(token.refresh_token)
        except TokenError as error:
            token.release()
            if error.error == "invalid_grant" and token.renewal_was_cut_short:
                raise TokenError("renewal_lost", error.said) from None
            raise
        token.renewed(tokens)
        return tokens.access
