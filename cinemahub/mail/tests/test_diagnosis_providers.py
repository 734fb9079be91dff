"""Errors of providers: HTTP answers, faults on the way to them, and what boto3 raises."""

import json
import socket
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
from anymail import exceptions as anymail
from anymail.backends.mailgun import EmailBackend as Mailgun
from botocore import exceptions as boto
from django.core.mail import EmailMessage
from django.utils import timezone

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.services.registry import PROVIDERS

DAY = 24 * 60 * 60


def answer(status: int, body: str = "{}", **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = body.encode()
    response.headers.update(headers)
    return response


def diagnose_answer(status: int, body: str = "{}", **headers: str) -> Diagnosis:
    error = anymail.AnymailRequestsAPIError(response=answer(status, body, **headers), esp_name="Mailgun")
    return diagnose(error, step=Step.API, host="Mailgun")


def ses_error(error: Exception) -> anymail.AnymailAPIError:
    wrapped = anymail.AnymailAPIError(str(error), response=getattr(error, "response", None), esp_name="Amazon SES")
    wrapped.__cause__ = error
    return wrapped


def client_error(code: str, message: str, status: int = 400) -> boto.ClientError:
    response: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return boto.ClientError(response, "SendEmail")


@pytest.mark.parametrize(
    ("status", "body", "verdict", "code"),
    [
        (200, "<html>garbage</html>", Verdict.UNKNOWN, "answer_not_understood"),
        (200, '{"unauthorized": "garbage"}', Verdict.UNKNOWN, "answer_not_understood"),
        (200, "Mailgun Magnificent API", Verdict.CONFIGURATION, "api_address_wrong"),
        (200, '{"status":"error","data":{"code":"InvalidServerAPIKey"}}', Verdict.CONFIGURATION, "key_refused"),
        (200, '{"status":"parameter-error","data":{}}', Verdict.LETTER, "provider_refused_letter"),
        (302, "", Verdict.CONFIGURATION, "api_address_wrong"),
        (400, '{"message":"html is required"}', Verdict.LETTER, "provider_refused_letter"),
        (
            400,
            '{"code":"invalid_parameter","message":"rejected because the sender you used a@b.example is not valid"}',
            Verdict.CONFIGURATION,
            "sender_unverified",
        ),
        (400, '{"message":"\'to\' parameter is not a valid address."}', Verdict.RECIPIENT, "recipient_rejected"),
        (401, "Forbidden", Verdict.CONFIGURATION, "key_refused"),
        (402, "", Verdict.HOLD, "credit_used_up"),
        (
            403,
            '{"message":"The cinemahub.example domain is not verified."}',
            Verdict.CONFIGURATION,
            "sender_unverified",
        ),
        (403, '{"message":"Account is disabled"}', Verdict.CONFIGURATION, "account_restricted"),
        (404, '{"message":"Domain not found: cinemahub.example"}', Verdict.CONFIGURATION, "sender_unverified"),
        (404, "nothing here", Verdict.CONFIGURATION, "api_address_wrong"),
        (413, "", Verdict.LETTER, "letter_too_large"),
        (422, '{"ErrorCode":300,"Message":"Invalid metadata"}', Verdict.LETTER, "provider_refused_letter"),
        (
            422,
            '{"ErrorCode":400,"Message":"The \'From\' address is not a Sender Signature"}',
            Verdict.CONFIGURATION,
            "sender_unverified",
        ),
        (429, '{"name":"rate_limit_exceeded"}', Verdict.TRANSIENT, "throttled"),
        (429, '{"name":"daily_quota_exceeded"}', Verdict.HOLD, "day_limit"),
        (
            500,
            '{"status":"error","name":"Invalid_Key","message":"Invalid API key"}',
            Verdict.CONFIGURATION,
            "key_refused",
        ),
        (500, "account suspended? no, a traceback", Verdict.TRANSIENT, "provider_down"),
        (503, "", Verdict.TRANSIENT, "provider_down"),
    ],
)
def test_an_http_answer_is_classed_by_status_and_text(status: int, body: str, verdict: Verdict, code: str) -> None:
    diagnosis = diagnose_answer(status, body)
    assert (diagnosis.verdict, diagnosis.code) == (verdict, code)
    assert (diagnosis.reply_code, diagnosis.step, diagnosis.provider) == (status, Step.API, "mailgun")


def test_retry_after_is_read_in_seconds_and_as_a_date() -> None:
    in_a_minute = format_datetime(timezone.now() + timedelta(minutes=1), usegmt=True)
    assert diagnose_answer(429, **{"Retry-After": "120"}).retry_after_seconds == 120
    assert diagnose_answer(503, **{"Retry-After": in_a_minute}).retry_after_seconds == pytest.approx(60, abs=2)
    assert diagnose_answer(503, **{"Retry-After": "Wed, 21 Oct 2015 07:28:00 -0000"}).retry_after_seconds == 0
    assert diagnose_answer(503, **{"Retry-After": "soon"}).retry_after_seconds is None
    assert diagnose_answer(503).retry_after_seconds is None


def test_a_day_limit_rests_as_long_as_the_provider_says() -> None:
    body = '{"name":"daily_quota_exceeded"}'
    assert diagnose_answer(429, body, **{"Retry-After": "3600"}).rest_seconds == 3600
    assert diagnose_answer(429, body).rest_seconds == DAY


@pytest.mark.parametrize("code", [401, 402, 403, 404])
def test_the_remedy_names_the_providers_own_variable_or_page(code: int) -> None:
    remedy = diagnose_answer(code).remedy
    assert "MAILGUN_" in remedy or "app.mailgun.com" in remedy


@pytest.mark.parametrize(
    ("error", "verdict", "code"),
    [
        (anymail.AnymailRecipientsRefused(), Verdict.RECIPIENT, "recipient_rejected"),
        (anymail.AnymailUnsupportedFeature("tags"), Verdict.LETTER, "feature_unsupported"),
        (anymail.AnymailSerializationError("date"), Verdict.LETTER, "feature_unsupported"),
        (anymail.AnymailInvalidAddress("anna@"), Verdict.RECIPIENT, "address_unusable"),
        (anymail.AnymailConfigurationError("canary"), Verdict.CONFIGURATION, "mailer_misconfigured"),
        (anymail.AnymailInvalidMailer("no key", alias="default"), Verdict.CONFIGURATION, "mailer_misconfigured"),
        (anymail.AnymailError("Invalid '/' in sender domain"), Verdict.CONFIGURATION, "mailer_misconfigured"),
        (anymail.AnymailAPIError("KeyError parsing the result"), Verdict.UNKNOWN, "answer_not_understood"),
        (KeyError("emails"), Verdict.UNKNOWN, "answer_not_understood"),
        (UnicodeEncodeError("latin-1", "canary", 0, 1, "no"), Verdict.CONFIGURATION, "key_malformed"),
    ],
)
def test_anymails_errors_without_an_answer(error: Exception, verdict: Verdict, code: str) -> None:
    diagnosis = diagnose(error, step=Step.API)
    assert (diagnosis.verdict, diagnosis.code) == (verdict, code)
    assert "canary" not in repr(diagnosis)
    assert not diagnosis.suppresses


@pytest.mark.parametrize(
    ("url", "verdict", "code"),
    [
        ("https://api.invalid/", Verdict.CONFIGURATION, "host_unknown"),
        ("https://127.0.0.1:1/", Verdict.TRANSIENT, "connection_refused"),
        ("127.0.0.1", Verdict.CONFIGURATION, "api_address_wrong"),
    ],
)
def test_a_fault_on_the_way_is_dug_out_of_anymails_error(
    url: str, verdict: Verdict, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo

    def refuse_invalid(host: str, *args: Any, **options: Any) -> Any:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", refuse_invalid)
    monkeypatch.setenv("NO_PROXY", "*")
    backend = Mailgun(alias="default", api_key="canary-key", sender_domain="cinemahub.example", api_url=url)
    with pytest.raises(anymail.AnymailRequestsAPIError) as raised:
        backend.send_messages([EmailMessage("Subject", "canary body", "post@cinemahub.example", ["anna@example.com"])])
    diagnosis = diagnose(raised.value, step=Step.API, host="Mailgun")
    assert (diagnosis.verdict, diagnosis.code) == (verdict, code)
    assert "MAILGUN_API_URL" in diagnosis.remedy
    assert "canary" not in repr(diagnosis)


@pytest.mark.parametrize(
    "kind", [requests.ReadTimeout, requests.ConnectionError, requests.exceptions.ChunkedEncodingError]
)
def test_a_provider_that_does_not_answer_is_tried_again(kind: type[requests.RequestException]) -> None:
    both = type("AnymailRequestsAPIError", (anymail.AnymailRequestsAPIError, kind), {})
    for error in (both("Error posting to https://api.example/?key=canary"), kind("canary")):
        diagnosis = diagnose(error, step=Step.API, host="Resend")
        assert (diagnosis.verdict, diagnosis.code, diagnosis.provider) == (
            Verdict.TRANSIENT,
            "api_unreachable",
            "resend",
        )
        assert "canary" not in repr(diagnosis)


@pytest.mark.parametrize(
    ("error", "verdict", "code"),
    [
        (client_error("TooManyRequestsException", "Too many requests", 429), Verdict.TRANSIENT, "throttled"),
        (client_error("Throttling", "Maximum sending rate exceeded."), Verdict.TRANSIENT, "throttled"),
        (client_error("Throttling", "Daily message quota exceeded."), Verdict.HOLD, "day_limit"),
        (client_error("MessageRejected", "Email address is not verified."), Verdict.CONFIGURATION, "sender_unverified"),
        (client_error("MailFromDomainNotVerifiedException", "no"), Verdict.CONFIGURATION, "sender_unverified"),
        (client_error("MessageRejected", "Illegal content"), Verdict.LETTER, "provider_refused_letter"),
        (client_error("AccountSuspendedException", "no"), Verdict.CONFIGURATION, "account_restricted"),
        (client_error("SendingPausedException", "no"), Verdict.CONFIGURATION, "account_restricted"),
        (client_error("SignatureDoesNotMatch", "no", 403), Verdict.CONFIGURATION, "key_refused"),
        (client_error("InvalidClientTokenId", "no", 403), Verdict.CONFIGURATION, "key_refused"),
        (
            client_error("AccessDeniedException", "not authorized to perform: ses:SendEmail", 403),
            Verdict.CONFIGURATION,
            "key_refused",
        ),
        (client_error("InternalFailure", "oops", 500), Verdict.TRANSIENT, "provider_down"),
        (boto.EndpointConnectionError(endpoint_url="https://email.example"), Verdict.TRANSIENT, "api_unreachable"),
        (boto.ReadTimeoutError(endpoint_url="https://email.example"), Verdict.TRANSIENT, "api_unreachable"),
        (boto.ConnectTimeoutError(endpoint_url="https://email.example"), Verdict.TRANSIENT, "api_unreachable"),
        (boto.NoCredentialsError(), Verdict.CONFIGURATION, "key_missing"),
        (boto.NoRegionError(), Verdict.CONFIGURATION, "mailer_misconfigured"),
        (boto.ParamValidationError(report="no"), Verdict.LETTER, "provider_refused_letter"),
        (boto.IncompleteReadError(actual_bytes=1, expected_bytes=2), Verdict.UNKNOWN, "answer_not_understood"),
    ],
)
def test_botos_errors_mean_the_same_bare_and_wrapped_by_anymail(error: Exception, verdict: Verdict, code: str) -> None:
    for raised in (error, ses_error(error)):
        diagnosis = diagnose(raised, step=Step.API)
        assert (diagnosis.verdict, diagnosis.code) == (verdict, code)
        assert diagnosis.provider == "amazon_ses"


def test_an_answer_is_shown_unescaped_and_masked() -> None:
    body = json.dumps({"message": "no \u2013 anna@example.com"})
    assert diagnose_answer(400, body).answer == '{"message": "no \u2013 a***@example.com"}'


def test_the_remedies_know_every_provider_and_name_only_its_variables() -> None:
    for provider in PROVIDERS.values():
        variables = {option.variable for option in provider.options}
        for variable in f"{provider.pages.key}, {provider.pages.address}".split(", "):
            assert variable in variables
