"""A real authorization server on loopback: Authlib's own (RFC 6749, 7636, 7662, 8628), with rotating refresh tokens.

What it says when it refuses are Authlib's words, which are those of the standards.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE, DeviceAuthorizationEndpoint
from flask import Flask, Response, abort, request
from werkzeug.serving import make_server

from tests.servers.oauth_grants import CredentialsGrant, code_grant, device_endpoint, device_grant, refresh_grant
from tests.servers.oauth_records import CLIENT, Client
from tests.servers.oauth_state import OAuthServer, new_secret

os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # it would not serve http otherwise

MAX_HOLD_SECONDS = 60


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
    application.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = lambda *args, **kwargs: new_secret("refresh")
    application.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = lambda *args, **kwargs: new_secret("access")
    application.config["OAUTH2_TOKEN_EXPIRES_IN"] = dict.fromkeys(
        ("authorization_code", "refresh_token", "client_credentials", DEVICE_CODE_GRANT_TYPE), int(state.life_seconds)
    )

    def save(token: dict[str, Any], request: Any) -> None:
        state.keep(token, request.user or state.user)

    server = AuthorizationServer(
        application, query_client=lambda id_: Client(public=state.is_public) if id_ == CLIENT else None, save_token=save
    )
    server.register_grant(code_grant(state), [CodeChallenge(required=True)])
    server.register_grant(refresh_grant(state))
    server.register_grant(CredentialsGrant)
    server.register_grant(device_grant(state))
    server.register_endpoint(device_endpoint(state))

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


def _about(state: OAuthServer, access_token: str) -> dict[str, Any]:
    found = next((each for each in state.tokens if each.access_token == access_token), None)
    if found is None or found.revoked or found.is_expired():
        return {"active": False}
    return {"active": True, "username": found.user, "scope": found.scope, "client_id": CLIENT}
