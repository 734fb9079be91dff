"""The ways to a token that an authorization server offers: Authlib's grants."""

from typing import Any

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant

from tests.servers.oauth_records import REDIRECT, Client, Code, DeviceCode, Token
from tests.servers.oauth_state import OAuthServer

AUTH_METHODS = ["client_secret_post", "none"]


class CredentialsGrant(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS


def code_grant(state: OAuthServer) -> type[grants.AuthorizationCodeGrant]:
    class Grant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

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


def refresh_grant(state: OAuthServer) -> type[grants.RefreshTokenGrant]:
    class Grant(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS
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


def device_grant(state: OAuthServer) -> type[DeviceCodeGrant]:
    class Grant(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

        def query_device_credential(self, device_code: str) -> DeviceCode | None:
            return state.devices.get(device_code)

        def query_user_grant(self, user_code: str) -> tuple[str, bool] | None:
            found = next(each for each in state.devices.values() if each.user_code == user_code)
            return None if found.allowed is None else (state.user, found.allowed)

        def should_slow_down(self, credential: DeviceCode) -> bool:
            return False

    return Grant


def device_endpoint(state: OAuthServer) -> type[DeviceAuthorizationEndpoint]:
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
