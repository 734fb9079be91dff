"""The cheapest authorised call of every provider: it proves the key, sends nothing and may know the sender's domain.

Each returns the sending domains of the account and whether they are verified, or None where the provider does not
tell. A key that may only send is refused such calls, which says nothing against it.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin

import requests
from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.exceptions import AnymailRequestsAPIError

MAILTRAP_ACCOUNTS = "https://mailtrap.io/api/accounts"  # its sending API is at another host

type Domains = dict[str, bool] | None


class MayOnlySendError(Exception):
    """The key is known and may not ask this."""


class Api:
    def __init__(self, backend: AnymailRequestsBackend) -> None:
        self.backend = backend

    def get(self, path: str, **request: Any) -> Any:
        return self.call("GET", path, **request)

    def post(self, path: str, **request: Any) -> Any:
        return self.call("POST", path, **request)

    def call(self, method: str, path: str, **request: Any) -> Any:
        """Return the JSON of the answer; MayOnlySendError or AnymailRequestsAPIError if it is a refusal."""
        url = urljoin(self.backend.api_url, path)
        response = requests.request(method, url, timeout=self.backend.timeout, allow_redirects=False, **request)
        if response.status_code == 403 or "restricted_api_key" in response.text:
            raise MayOnlySendError
        if response.status_code >= 300:
            raise AnymailRequestsAPIError(backend=self.backend, response=response, status_code=response.status_code)
        return response.json()


def brevo(api: Api) -> Domains:
    answer = api.get("senders/domains", headers={"api-key": api.backend.api_key})
    return {each["domain_name"]: bool(each["authenticated"]) for each in answer.get("domains", [])}


def mailersend(api: Api) -> Domains:
    answer = api.get("domains", headers=_bearer(api.backend.api_token))
    return {each["name"]: bool(each["is_verified"]) for each in answer["data"]}


def mailgun(api: Api) -> Domains:
    """Ask to send nothing to nobody, as a sending key may do nothing else: a good key is answered by 400."""
    try:
        api.post(f"{api.backend.sender_domain}/messages", auth=("api", api.backend.api_key))
    except AnymailRequestsAPIError as error:
        if error.status_code != 400:
            raise
    return None


def mailjet(api: Api) -> Domains:
    auth = (api.backend.api_key, api.backend.secret_key)
    answer = api.get("/v3/REST/sender", auth=auth, params={"Limit": 1000})
    return {each["Email"].rpartition("@")[2]: each["Status"] == "Active" for each in answer["Data"]}


def mailtrap(api: Api) -> Domains:
    headers = _bearer(api.backend.api_token)
    accounts = [str(each["id"]) for each in api.get(MAILTRAP_ACCOUNTS, headers=headers)]
    lists = [api.get(f"{MAILTRAP_ACCOUNTS}/{account}/sending_domains", headers=headers) for account in accounts]
    return {each["domain_name"]: bool(each["dns_verified"]) for answer in lists for each in answer["data"]}


def mandrill(api: Api) -> Domains:
    answer = api.post("senders/domains.json", json={"key": api.backend.api_key})
    return {each["domain"]: bool(each["valid_signing"]) for each in answer}


def postal(api: Api) -> Domains:
    """Ask for a letter that does not exist; Postal answers 200 to everything and names the error inside."""
    answer = api.post("api/v1/messages/message", json={"id": 0}, headers={"X-Server-API-Key": api.backend.api_key})
    if "apikey" in str(answer.get("data", {}).get("code", "")).lower() or "AccessDenied" in str(answer):
        refused = requests.Response()
        refused.status_code, refused.reason = 401, "Unauthorized"
        raise AnymailRequestsAPIError(backend=api.backend, response=refused, status_code=401)
    return None


def postmark(api: Api) -> Domains:
    api.get("server", headers={"X-Postmark-Server-Token": api.backend.server_token, "Accept": "application/json"})
    return None


def resend(api: Api) -> Domains:
    answer = api.get("domains", headers=_bearer(api.backend.api_key))
    return {each["name"]: each["status"] == "verified" for each in answer["data"]}


def scaleway(api: Api) -> Domains:
    headers = {"X-Auth-Token": api.backend.secret_key}
    answer = api.get("domains", headers=headers, params={"project_id": api.backend.project_id})
    return {each["name"]: each["status"] == "checked" for each in answer["domains"]}


def sparkpost(api: Api) -> Domains:
    answer = api.get("sending-domains", headers={"Authorization": api.backend.api_key})
    return {each["domain"]: bool(each["status"]["ownership_verified"]) for each in answer["results"]}


def unisender_go(api: Api) -> Domains:
    answer = api.post("domain/list.json", json={"limit": 1000}, headers={"X-API-KEY": api.backend.api_key})
    return {
        each["domain"]: each["verification-record"]["status"] == "confirmed" and each["dkim"]["status"] == "active"
        for each in answer["domains"]
    }


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


ACCOUNTS: dict[str, Callable[[Api], Domains]] = {
    each.__name__: each
    for each in (
        brevo, mailersend, mailgun, mailjet, mailtrap, mandrill, postal, postmark, resend, scaleway, sparkpost,
        unisender_go,
    )
}  # fmt: skip


def covers(domains: Iterable[str], sender: str) -> str:
    """Return the account's domain that stands for a sender's: itself or one above it; "" if there is none."""
    return max((each for each in domains if f".{sender}".endswith(f".{each.lower()}")), key=len, default="")
