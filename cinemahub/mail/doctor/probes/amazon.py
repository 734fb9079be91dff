"""Amazon SES, which is asked through boto3."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from cinemahub.mail.diagnosis.readers.api import is_boto
from cinemahub.mail.doctor.probes.accounts import Domains, MayOnlySendError


def amazon_ses(backend: BaseEmailBackend) -> Domains:
    try:
        identities = _client(backend).list_email_identities(PageSize=1000)["EmailIdentities"]
    except Exception as error:
        if is_boto(error) and "AccessDenied" in str(error):
            raise MayOnlySendError from None
        raise
    return {each["IdentityName"].rpartition("@")[2]: bool(each["SendingEnabled"]) for each in identities}


def endpoint(backend: BaseEmailBackend) -> str:
    return str(_client(backend).meta.endpoint_url)


def _client(backend: Any) -> Any:
    backend.open()
    return backend.client
