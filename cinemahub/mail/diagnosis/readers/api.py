"""What an exception of Anymail, requests or boto3 shows."""

import json
from typing import Any

import requests
from anymail import exceptions as anymail

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.readers.http import read_http
from cinemahub.mail.diagnosis.readers.network import network_error_behind, read_network
from cinemahub.mail.diagnosis.vocabulary import Step

ANYMAIL = {
    anymail.AnymailRecipientsRefused: "recipient_rejected",
    anymail.AnymailUnsupportedFeature: "feature_unsupported",
    anymail.AnymailSerializationError: "feature_unsupported",
    anymail.AnymailInvalidAddress: "address_unusable",
}
REQUESTS = {
    requests.exceptions.InvalidHeader: "key_malformed",
    requests.exceptions.InvalidURL: "api_address_wrong",
    requests.exceptions.MissingSchema: "api_address_wrong",
    requests.exceptions.InvalidSchema: "api_address_wrong",
    requests.exceptions.TooManyRedirects: "api_address_wrong",
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
    "ConnectionError": "api_unreachable",
    "HTTPClientError": "api_unreachable",
}


class LetterFailedError(Exception):
    """The call succeeded and its answer says that the letter did not, which Anymail reports as a status only."""

    def __init__(self, provider: str, answer: object) -> None:
        super().__init__(provider)
        self.provider, self.answer = provider, answer


def read_failed(error: LetterFailedError, _step: Step | None) -> Finding:
    said = _body(error.answer) if isinstance(error.answer, requests.Response) else ""
    return Finding("provider_failed", Step.API, said, provider=provider_key(error.provider))


def read_anymail(error: anymail.AnymailError, step: Step | None) -> Finding:
    provider = provider_key(error.esp_name or "")
    if is_boto(error.__cause__):
        return read_boto(error.__cause__, step)
    response = error.response if isinstance(error.response, requests.Response) else None
    for kind, code in ANYMAIL.items():
        if isinstance(error, kind):
            return Finding(code, Step.API, _body(response), provider=provider)
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
    behind = network_error_behind(error) if code == "api_unreachable" else None
    if behind is None:
        return Finding(code, Step.API, provider="api")
    return read_network(behind, Step.CONNECT)._replace(provider="api")


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
