"""What an authorization server knows, and how tests turn it."""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.servers.oauth_records import CANARY, REDIRECT, Code, DeviceCode, Token


@dataclass
class OAuthServer:
    """What tests turn: how long tokens live, whether and when it answers, and who has allowed what."""

    user: str = "post@cinemahub.example"
    life_seconds: float = 3600
    answer_seconds: float = 0
    is_down: bool = False
    is_public: bool = False  # the application has no secret
    keeps_earlier: bool = False  # a refresh token stays good when it was replaced, as Microsoft's do
    may_answer: threading.Event = field(default_factory=threading.Event)  # the token endpoint, once it has decided
    tokens: list[Token] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    devices: dict[str, DeviceCode] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # grant types
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def addresses(self) -> dict[str, str]:
        """What MAIL_OAUTH takes in place of a service's own addresses."""
        return {
            "endpoint": f"{self.url}/token",
            "authorize_url": f"{self.url}/authorize",
            "redirect_uri": REDIRECT,
            "scope": "mail",
        }

    def allow(self, user: str = "") -> Token:
        """Let a person agree without any page."""
        token = {"access_token": new_secret("access"), "refresh_token": new_secret("refresh"), "scope": "mail"}
        return self.keep(token, user or self.user)

    def revoke_all(self) -> None:
        for token in self.tokens:
            token.revoked = True

    def keep(self, token: dict[str, Any], user: str) -> Token:
        kept = Token(
            token["access_token"], token.get("refresh_token", ""), user, token.get("scope", ""),
            time.time() + self.life_seconds,
        )  # fmt: skip
        self.tokens.append(kept)
        return kept


def new_secret(kind: str) -> str:
    return f"{CANARY}-{kind}-{secrets.token_hex(16)}"
