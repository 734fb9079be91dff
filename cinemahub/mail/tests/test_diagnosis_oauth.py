"""What services say when they give no token, or accept none, in their own words."""

import pytest

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.oauth import BY_TEXT, BY_WORD, TokenError
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step, Verdict


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        # https://learn.microsoft.com/entra/identity-platform/reference-error-codes
        ("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.", "oauth_revoked"),
        ("invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked.", "oauth_revoked"),
        ("invalid_request", "AADSTS90002: Tenant 'house' not found.", "oauth_tenant_wrong"),
        ("invalid_request", "AADSTS900023: Specified tenant identifier 'x' is invalid.", "oauth_tenant_wrong"),
        ("invalid_grant", "AADSTS65001: The user or administrator has not consented.", "oauth_consent_missing"),
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "oauth_client_refused"),
        ("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", "oauth_client_refused"),
        ("invalid_scope", "AADSTS70011: The provided value for scope is not valid.", "oauth_scope_wrong"),
        ("authorization_declined", "AADSTS70000: The user declined the request.", "oauth_consent_missing"),
        # https://developers.google.com/identity/protocols/oauth2
        ("invalid_grant", "Token has been expired or revoked.", "oauth_revoked"),
        ("invalid_client", "The OAuth client was not found.", "oauth_client_refused"),
        ("access_denied", "", "oauth_consent_missing"),
        # https://yandex.com/dev/id/doc/en/tokens/refresh-client
        ("invalid_grant", "expired_token", "oauth_revoked"),
        ("unauthorized_client", "", "oauth_client_refused"),
        ("bad_verification_code", "Invalid code", "oauth_code_refused"),
        ("something_new", "", "oauth_refused"),
    ],
)
def test_a_service_gives_no_token(error: str, said: str, code: str) -> None:
    found = diagnose(TokenError(error, said), step=Step.AUTH)
    assert (found.code, found.verdict, found.culprit) == (code, Verdict.CONFIGURATION, Culprit.TRANSPORT)
    assert said in found.reply
    assert found.remedy


@pytest.mark.parametrize(
    ("said", "code"),
    [
        # https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
        (
            "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. "
            "Visit https://aka.ms/smtp_auth_disabled for more information.",
            "smtp_auth_off",
        ),
        ("5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "smtp_auth_off"),
        ("5.7.3 Authentication unsuccessful [XX0P000CA0000.EURP000.PROD.OUTLOOK.COM]", "oauth_token_refused"),
        ("5.7.8 Username and Password not accepted. For more information, go to google", "oauth_token_refused"),
    ],
)
def test_a_server_accepts_no_token(said: str, code: str) -> None:
    found = diagnose(TokenError("token_refused", said, status=535), step=Step.AUTH, host="smtp.office365.com")
    assert (found.code, found.verdict, found.reply_code) == (code, Verdict.CONFIGURATION, 535)


def test_every_word_leads_to_a_cause() -> None:
    assert {*BY_TEXT.values(), *BY_WORD.values()} <= CAUSES.keys()
