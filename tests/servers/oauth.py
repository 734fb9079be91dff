"""A real authorization server on loopback: Authlib's own (RFC 6749, 7636, 7662, 8628), with rotating refresh tokens.

What it says when it refuses are Authlib's words, which are those of the standards.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE, DeviceAuthorizationEndpoint, DeviceCodeGrant
from flask import Flask, Response, abort, request
from werkzeug.serving import make_server

os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # it would not serve http otherwise

CLIENT, SECRET, CANARY = "cinemahub", "canary-client-secret", "canary-token"
REDIRECT = "http://127.0.0.1:8765/"
MAX_HOLD_SECONDS = 60


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
        return self._keep(
            {"access_token": _new("access"), "refresh_token": _new("refresh"), "scope": "mail"}, user or self.user
        )

    def revoke_all(self) -> None:
        for token in self.tokens:
            token.revoked = True

    def _keep(self, token: dict[str, Any], user: str) -> Token:
        kept = Token(
            token["access_token"], token.get("refresh_token", ""), user, token.get("scope", ""),
            time.time() + self.life_seconds,
        )  # fmt: skip
        self.tokens.append(kept)
        return kept


def _new(kind: str) -> str:
    return f"{CANARY}-{kind}-{secrets.token_hex(16)}"


@contextmanager
def oauth_server(**options: Any) -> Iterator[OAuthServer]:
    state = OAuthServer(**options)
    state.may_answer.set()
    server = make_server("127.0.0.1", 0, _application(state), threaded=True)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.may_answer.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def _application(state: OAuthServer) -> Flask:
    application = Flask(__name__)
    application.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = lambda *args, **kwargs: _new("refresh")
    application.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = lambda *args, **kwargs: _new("access")
    application.config["OAUTH2_TOKEN_EXPIRES_IN"] = dict.fromkeys(
        ("authorization_code", "refresh_token", "client_credentials", DEVICE_CODE_GRANT_TYPE), int(state.life_seconds)
    )

    def save(token: dict[str, Any], request: Any) -> None:
        state._keep(token, request.user or state.user)

    server = AuthorizationServer(
        application, query_client=lambda id_: Client(public=state.is_public) if id_ == CLIENT else None, save_token=save
    )
    server.register_grant(_code_grant(state), [CodeChallenge(required=True)])
    server.register_grant(_refresh_grant(state))
    server.register_grant(type("Credentials", (grants.ClientCredentialsGrant,), _POST_AUTHENTICATION))
    server.register_grant(_device_grant(state))
    server.register_endpoint(_device_endpoint(state))

    @application.before_request
    def misbehave() -> None:
        time.sleep(state.answer_seconds)
        if state.is_down:
            abort(503)

    @application.post("/token")
    def token() -> Any:
        state.asked.append(request.form.get("grant_type", ""))
        answer = server.create_token_response()
        state.may_answer.wait(MAX_HOLD_SECONDS)
        return answer

    @application.get("/authorize")
    def authorize() -> Any:
        return server.create_authorization_response(grant=server.get_consent_grant(state.user), grant_user=state.user)

    @application.post("/device")
    def device() -> Any:
        return server.create_endpoint_response(DeviceAuthorizationEndpoint.ENDPOINT_NAME)

    @application.get("/introspect")
    def introspect() -> Response | dict[str, Any]:
        """As Dovecot asks it (introspection_mode = get): the token in the query."""
        return _about(state, request.args.get("token", ""))

    return application


_POST_AUTHENTICATION = {"TOKEN_ENDPOINT_AUTH_METHODS": ["client_secret_post", "none"]}


def _about(state: OAuthServer, access_token: str) -> dict[str, Any]:
    found = next((each for each in state.tokens if each.access_token == access_token), None)
    if found is None or found.revoked or found.is_expired():
        return {"active": False}
    return {"active": True, "username": found.user, "scope": found.scope, "client_id": CLIENT}


def _code_grant(state: OAuthServer) -> type[grants.AuthorizationCodeGrant]:
    class Grant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = _POST_AUTHENTICATION["TOKEN_ENDPOINT_AUTH_METHODS"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            state.codes[code] = Code(
                code, state.user, request.payload.redirect_uri or REDIRECT, request.payload.scope or "",
                data.get("code_challenge", ""), data.get("code_challenge_method", "plain"),
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: Any) -> Code | None:
            return state.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del state.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> str:
            return authorization_code.user

    return Grant


def _refresh_grant(state: OAuthServer) -> type[grants.RefreshTokenGrant]:
    class Grant(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = _POST_AUTHENTICATION["TOKEN_ENDPOINT_AUTH_METHODS"]
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
            found = (each for each in state.tokens if each.refresh_token == refresh_token and not each.revoked)
            return next(found, None)

        def authenticate_user(self, credential: Token) -> str:
            return credential.user

        def revoke_old_credential(self, credential: Token) -> None:
            if not state.keeps_earlier:
                credential.refresh_token = ""  # rotated: it is good no more, the access token is until its end

    return Grant


def _device_grant(state: OAuthServer) -> type[DeviceCodeGrant]:
    class Grant(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = _POST_AUTHENTICATION["TOKEN_ENDPOINT_AUTH_METHODS"]

        def query_device_credential(self, device_code: str) -> DeviceCode | None:
            return state.devices.get(device_code)

        def query_user_grant(self, user_code: str) -> tuple[str, bool] | None:
            found = next(each for each in state.devices.values() if each.user_code == user_code)
            return None if found.allowed is None else (state.user, found.allowed)

        def should_slow_down(self, credential: DeviceCode) -> bool:
            return False

    return Grant


def _device_endpoint(state: OAuthServer) -> type[DeviceAuthorizationEndpoint]:
    class Endpoint(DeviceAuthorizationEndpoint):
        CLIENT_AUTH_METHODS = ["none", "client_secret_post"]
        INTERVAL = 1

        def authenticate_client(self, request: Any) -> None:
            request.client = Client(public=True)

        def get_verification_uri(self) -> str:
            return f"{state.url}/device-page"

        def save_device_credential(self, client_id: str, scope: str, data: dict[str, Any]) -> None:
            state.devices[data["device_code"]] = DeviceCode(data["device_code"], data["user_code"], scope)

    return Endpoint
