"""What it means when a service gives no token, or a server does not accept the one it gave."""

import re

import requests

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.readers.network import network_error_behind, read_network
from cinemahub.mail.diagnosis.vocabulary import Step

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes: the word of the standard says less.
BY_TEXT = {
    r"AADSTS(90002|900023|500011)\b": "oauth_tenant_wrong",
    r"AADSTS(65001|65004|90094)\b": "oauth_consent_missing",
    r"AADSTS(7000215|7000222|700016|7000218)\b": "oauth_client_refused",
    r"AADSTS(50173|70008|700082|700084|50057|50076|50079|53003)\b": "oauth_revoked",
    r"AADSTS(70011|28002|28003|1002012)\b": "oauth_scope_wrong",
    r"SmtpClientAuthentication is disabled": "smtp_auth_off",
}
# RFC 6749, 5.2 and 4.1.2.1; RFC 8628, 3.5; the last ones are ours.
BY_WORD = {
    "invalid_grant": "oauth_revoked",
    "invalid_client": "oauth_client_refused",
    "unauthorized_client": "oauth_client_refused",
    "unsupported_grant_type": "oauth_client_refused",
    "invalid_scope": "oauth_scope_wrong",
    "consent_required": "oauth_consent_missing",
    "interaction_required": "oauth_consent_missing",
    "access_denied": "oauth_consent_missing",
    "authorization_declined": "oauth_consent_missing",  # Microsoft's for a device
    "expired_token": "oauth_code_refused",
    "bad_verification_code": "oauth_code_refused",  # Microsoft's and Yandex's
    "code_refused": "oauth_code_refused",
    "other_state": "oauth_code_refused",
    "temporarily_unavailable": "oauth_server_away",
    "server_error": "oauth_server_away",
    "slow_down": "oauth_server_away",
    "unreachable": "oauth_server_away",
    "being_renewed": "oauth_server_away",
    "not_authorised": "oauth_not_authorised",
    "unreadable": "oauth_unreadable",
    "renewal_lost": "oauth_renewal_lost",
    "token_refused": "oauth_token_refused",
}


class TokenError(Exception):
    """There is no token to sign in with. `error` is the word of the service, or one of ours; `said` its text."""

    def __init__(self, error: str, said: str = "", *, status: int | None = None) -> None:
        super().__init__(error)
        self.error, self.said, self.status = error, said, status


def read_token_error(error: TokenError, _step: Step | None) -> Finding:
    if isinstance(error.__cause__, requests.RequestException):
        behind = network_error_behind(error.__cause__)
        said = read_network(behind, Step.CONNECT).text if behind else ""
        return Finding("oauth_server_away", Step.AUTH, said)
    by_text = (code for text, code in BY_TEXT.items() if re.search(text, error.said, re.IGNORECASE))
    code = next(by_text, BY_WORD.get(error.error, "oauth_refused"))
    said = error.said if error.status or error.error == "token_refused" else f"{error.error}: {error.said}"
    return Finding(code, Step.AUTH, said.rstrip(": "), error.status)
