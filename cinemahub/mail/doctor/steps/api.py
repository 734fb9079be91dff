"""Providers: the key's shape, the way to their API, and what the account says of itself."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _

from cinemahub.mail.checks.transport import senders_of
from cinemahub.mail.diagnosis.causes.registry import cause_of, remedy_for
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, not_checked
from cinemahub.mail.doctor.probes.accounts import ask, covers
from cinemahub.mail.services.account import Domains, MayOnlySendError
from cinemahub.mail.services.addresses import domain_of
from cinemahub.mail.services.registry import PROVIDERS


def look_at_keys(case: Case) -> Iterator[Note]:
    case.step = Step.API
    provider = PROVIDERS.get(case.service)
    if provider is None:
        yield not_checked(_("nothing is known of %s") % case.provider_name)
        return
    options = case.transport.options | case.transport.options.get("client_params", {})
    secrets = [each for each in provider.options if each.secret and (each.required or each.name in options)]
    keys = {each.name: str(options.get(each.name, "")) for each in secrets}
    if "" in keys.values():
        yield _failed(case, "key_missing")
    elif not all(map(_is_well_formed, keys.values())) or any(
        key.startswith(provider.wrong_key_starts) for key in keys.values()
    ):
        yield _failed(case, "key_malformed")
    else:
        yield good(", ".join(keys) or _("the machine's own role"))


def find_host(case: Case) -> Iterator[Note]:
    """Turn the API's address into host and port for the steps that follow."""
    url = case.api_url
    if proxy := requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)):
        case.proxied = True
        yield not_checked(_("the way leads through the proxy %s") % _host_of(proxy))
        return
    parts = urlsplit(url)
    case.plain_http = parts.scheme == "http"
    case.host, case.port = parts.hostname or "", parts.port or (80 if case.plain_http else 443)
    yield good(case.endpoint)


def _host_of(proxy: str) -> str:
    """HTTPS_PROXY works without a scheme too, as host:port."""
    return urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname or ""


def ask_account(case: Case) -> Iterator[Note]:
    case.step = Step.API
    provider = PROVIDERS.get(case.service)
    if provider is None or provider.account is None:
        yield not_checked(_("whether the key is accepted can only be known by sending"))
        return
    try:
        domains = ask(provider.account, case.backend)
    except MayOnlySendError:
        yield not_checked(_("this key can only send; whether that works can only be known by sending"))
        return
    yield good(_("the key is accepted"))
    yield from _judge(case, domains)


def _judge(case: Case, domains: Domains) -> Iterator[Note]:
    senders = dict.fromkeys(domain_of(parseaddr(sender)[1]) for sender in senders_of(case.transport).values())
    for sender in senders:
        if domains is None:
            yield not_checked(_("whether %s is verified can only be known by sending") % sender)
        elif domains.get(known := covers(domains, sender)):
            yield good(_("%s is verified") % known)
        else:
            cause = cause_of("sender_unverified", case.service)
            remedy = remedy_for("sender_unverified", case.service)
            yield failure(_("%s is not verified") % sender, cause, remedy, "sender_unverified")


def _is_well_formed(key: str) -> bool:
    return key.isascii() and key.isprintable() and " " not in key and key.strip("'\"") == key


def _failed(case: Case, code: str) -> Note:
    cause, remedy = cause_of(code, case.service), remedy_for(code, case.service)
    return failure(cause, cause, remedy, code)
