"""What an authorization server keeps, as Authlib asks for it: the client, codes and tokens."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

CLIENT, SECRET, CANARY = "cinemahub", "canary-client-secret", "canary-token"
REDIRECT = "http://127.0.0.1:8765/"


@dataclass
class Code:
    code: str
    user: str
    redirect_uri: str
    scope: str
    code_challenge: str = ""
    code_challenge_method: str = "S256"
    expires_at: float = 0

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


@dataclass
class DeviceCode:
    device_code: str
    user_code: str
    scope: str
    allowed: bool | None = None

    def get_user_code(self) -> str:
        return self.user_code

    def get_client_id(self) -> str:
        return CLIENT

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return False


@dataclass
class Token:
    access_token: str
    refresh_token: str
    user: str
    scope: str
    expires_at: float
    revoked: bool = False

    def check_client(self, client: Any) -> bool:
        return True

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return int(self.expires_at - time.time())

    def is_expired(self) -> bool:
        return time.time() >= self.expires_at

    def is_revoked(self) -> bool:
        return self.revoked

    def get_client(self) -> "Client":
        return Client()

    def get_user(self) -> str:
        return self.user


class Client:
    client_id = CLIENT

    def __init__(self, *, public: bool = False) -> None:
        self.public = public

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return REDIRECT

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(each for each in (scope or "").split() if each in {"mail", "application"})

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == REDIRECT

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_post" or (self.public and method == "none")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return True
