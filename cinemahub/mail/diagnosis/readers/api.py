"""What an exception of Anymail, requests or boto3 shows."""

import json
import re
from typing import Any

import requests
from anymail import exceptions as anymail

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.readers.http import cause_by_text, read_http
from cinemahub.mail.diagnosis.readers.network import network_error_behind, read_network
from cinemahub.mail.diagnosis.vocabulary import Step

ANYMAIL = {
    anymail.AnymailRecipientsRefused: "recipient_rejected",
    anymail.AnymailUnsupportedFeature: "feature_unsupported",
    anymail.AnymailSerializationError: "feature_unsupported",
}
REQUESTS = {
    requests.exceptions.InvalidHeader: "key_malformed",
    requests.exceptions.InvalidProxyURL: "proxy_unreachable",
    requests.exceptions.InvalidURL: "api_address_wrong",
    requests.exceptions.MissingSchema: "api_address_wrong",
    requests.exceptions.InvalidSchema: "api_address_wrong",
    requests.exceptions.TooManyRedirects: "api_address_wrong",
    requests.exceptions.ProxyError: "proxy_unreachable",
    requests.exceptions.RequestException: "api_unreachable",
}
# By name, as boto3 is there only if the provider is Amazon SES.
BOTO = {
    "NoCredentialsError": "key_missing",
    "PartialCredentialsError": "key_missing",
    "CredentialRetrievalError": "key_missing",
    "TokenRetrievalError": "key_missing",
    "ProfileNotFound": "key_missing",
    "NoRegionError": "mailer_misconfigured",
    "InvalidRegionError": "mailer_misconfigured",
    "UnknownEndpointError": "mailer_misconfigured",
    "EndpointProviderError": "mailer_misconfigured",
    "ParamValidationError": "provider_refused_letter",
    "ProxyConnectionError": "proxy_unreachable",
    "ConnectionError": "api_unreachable",
    "HTTPClientError": "api_unreachable",
}
OURS = r"in `(from_email|reply_to|sender)`"  # how Anymail names the field of an address that it cannot read
REFUSED_BY_PROXY = re.compile(r"Tunnel connection failed: (\d{3})([^'\")]*)")


class LetterFailedError(Exception):
    """The call succeeded and its answer says that the letter did not, which Anymail reports as a status only."""

    def __init__(self, provider: str, answer: object) -> None:
        super().__init__(provider)
        self.provider, self.answer = provider, answer


def read_failed(error: LetterFailedError, _step: Step | None) -> Finding:
    """Read the answer: for Mailjet Anymail says "failed" of every 4xx."""
    provider, answer = provider_key(error.provider), error.answer
    if not isinstance(answer, requests.Response):
        return Finding("provider_failed", Step.API, provider=provider)
    if answer.status_code >= 400:
        return read_http(answer.status_code, _body(answer), answer.headers, provider)
    code = cause_by_text(400, _body(answer)) or "provider_failed"
    return Finding(code, Step.API, _body(answer), answer.status_code, provider=provider)


def read_anymail(error: anymail.AnymailError, step: Step | None) -> Finding:
    """Read what the provider says before the class that Anymail made of it."""
    provider = provider_key(error.esp_name or "")
    if is_boto(error.__cause__):
        return read_boto(error.__cause__, step)
    if isinstance(error, anymail.AnymailInvalidAddress):
        code = "sender_malformed" if re.search(OURS, _said(error)) else "address_unusable"
        return Finding(code, Step.ENCODE_SENDER if code == "sender_malformed" else Step.ENCODE_RECIPIENT)
    response = error.response if isinstance(error.response, requests.Response) else None
    if by_class := next((code for kind, code in ANYMAIL.items() if isinstance(error, kind)), ""):
        by_text = cause_by_text(400, _body(response)) if response is not None else ""
        return Finding(by_text or by_class, Step.API, _body(response), provider=provider)
    if response is not None:
        return read_http(response.status_code, f"{_said(error)} {_body(response)}", response.headers, provider)
    if isinstance(error, requests.RequestException):
        return read_requests(error, step)._replace(provider=provider or "api")
    code = "answer_not_understood" if isinstance(error, anymail.AnymailAPIError) else "mailer_misconfigured"
    return Finding(code, Step.API, provider=provider)


def read_requests(error: requests.RequestException, step: Step | None) -> Finding:
    code = next(code for kind, code in REQUESTS.items() if isinstance(error, kind))
    return _unreachable(error, code)


def is_boto(error: BaseException | None) -> bool:
    return type(error).__module__.partition(".")[0] == "botocore"


def read_boto(error: Any, step: Step | None) -> Finding:
    names = [kind.__name__ for kind in type(error).__mro__]
    if "ClientError" in names:
        detail, meta = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        said = f"{detail.get('Code', '')}: {detail.get('Message', '')}"
        return read_http(meta.get("HTTPStatusCode", 400), said, meta.get("HTTPHeaders", {}), "amazon_ses")
    code = next((BOTO[name] for name in names if name in BOTO), "answer_not_understood")
    return _unreachable(error, code)._replace(provider="amazon_ses")


def provider_key(name: str) -> str:
    """Turn Anymail's name of a provider into the one of EMAIL_PROVIDER."""
    return name.lower().replace(" ", "_")


def _unreachable(error: BaseException, code: str) -> Finding:
    if code == "proxy_unreachable":
        return _read_proxy(error)
    behind = network_error_behind(error) if code == "api_unreachable" else None
    if behind is None:
        return Finding(code, Step.API, provider="api")
    return read_network(behind, Step.CONNECT)._replace(provider="api", host=_host_in(error))


def _read_proxy(error: BaseException) -> Finding:
    """Tell a proxy that answers from one that is not there; it answers to CONNECT, before any provider is asked."""
    refused = REFUSED_BY_PROXY.search(str(error))
    if refused is None:
        return Finding("proxy_unreachable", Step.CONNECT, provider="api")
    status = int(refused[1])
    code = "proxy_refused" if status < 500 else "proxy_unreachable"
    return Finding(code, Step.CONNECT, refused[2].strip(), status, provider="api")


def _host_in(error: BaseException) -> str:
    """Return the name that could not be resolved, as urllib3 says it."""
    named = re.search(r"Failed to resolve '([^']+)'", str(error))
    return named[1] if named else ""


def _said(error: anymail.AnymailError) -> str:
    """Anymail's own words, without what its __str__ adds: the whole answer and the chained exception."""
    return " ".join(arg for arg in error.args if isinstance(arg, str))


def _body(response: requests.Response | None) -> str:
    if response is None:
        return ""
    try:
        return json.dumps(response.json(), ensure_ascii=False)
    except ValueError:
        return response.text
