"""Providers: the key's shape, the way to their API, and what the account says of itself."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

import requests
from anymail.backends.base_requests import AnymailRequestsBackend
from django.conf import settings
from django.utils.translation import gettext as _

from cinemahub.mail.checks.senders import SENDERS
from cinemahub.mail.diagnosis.causes.registry import cause_of, remedy_for
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, not_checked
from cinemahub.mail.doctor.probes import amazon
from cinemahub.mail.doctor.probes.accounts import ACCOUNTS, Api, Domains, MayOnlySendError, covers
from cinemahub.mail.services.mailboxes import domain_of

SECRETS = ("api_key", "api_token", "server_token", "secret_key", "aws_access_key_id", "aws_secret_access_key")
WRONG_STARTS = {"brevo": "xsmtpsib-"}  # the key of Brevo's SMTP server, which its API does not take


def look_at_keys(case: Case) -> Iterator[Note]:
    case.step = Step.API
    options = case.transport.options | case.transport.options.get("client_params", {})
    keys = {name: str(options[name]) for name in SECRETS if name in options}
    if "" in keys.values() or (not keys and case.provider != "amazon_ses"):
        yield _failed(case, "key_missing")
    elif not all(map(_is_well_formed, keys.values())) or _has_wrong_start(case, keys):
        yield _failed(case, "key_malformed")
    else:
        yield good(", ".join(keys) or _("the machine's own role"))


def find_host(case: Case) -> Iterator[Note]:
    """Turn the API's address into host and port for the steps that follow."""
    url = case.api_url
    if proxy := requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)):
        case.proxied = True
        yield not_checked(_("the way leads through the proxy %s") % urlsplit(proxy).hostname)
        return
    parts = urlsplit(url)
    case.plain_http = parts.scheme == "http"
    case.host, case.port = parts.hostname or "", parts.port or (80 if case.plain_http else 443)
    yield good(f"{case.host}:{case.port}")


def ask_account(case: Case) -> Iterator[Note]:
    case.step = Step.API
    try:
        domains = _domains(case)
    except MayOnlySendError:
        yield not_checked(_("this key may only send; whether that works can only be known by sending"))
        return
    yield good(_("the key is accepted"))
    yield from _judge(case, domains)


def _domains(case: Case) -> Domains:
    if not isinstance(case.backend, AnymailRequestsBackend):
        return amazon.amazon_ses(case.backend)
    try:
        return ACCOUNTS[case.provider](Api(case.backend))
    except (KeyError, TypeError, AttributeError, requests.JSONDecodeError):
        return None  # the key was accepted, and the answer is not what it used to be


def _judge(case: Case, domains: Domains) -> Iterator[Note]:
    senders = dict.fromkeys(domain_of(parseaddr(getattr(settings, variable))[1]) for variable in SENDERS)
    for sender in senders:
        if domains is None:
            yield not_checked(_("whether %s is verified can only be known by sending") % sender)
        elif domains.get(known := covers(domains, sender)):
            yield good(_("%s is verified") % known)
        else:
            cause = cause_of("sender_unverified", case.provider)
            remedy = remedy_for("sender_unverified", case.provider)
            yield failure(_("%s is not verified") % sender, cause, remedy, "sender_unverified")


def _is_well_formed(key: str) -> bool:
    return key.isascii() and key.isprintable() and " " not in key and key.strip("'\"") == key


def _has_wrong_start(case: Case, keys: dict[str, str]) -> bool:
    wrong = WRONG_STARTS.get(case.provider)
    return wrong is not None and any(key.startswith(wrong) for key in keys.values())


def _failed(case: Case, code: str) -> Note:
    cause, remedy = cause_of(code, case.provider), remedy_for(code, case.provider)
    return failure(cause, cause, remedy, code)
