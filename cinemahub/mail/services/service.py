"""The words a mail service is described in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Account, Lift
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.webhook import Webhook

type Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Service:
    """What mailbox services and providers have in common."""

    key: str  # the name of its file; the value of EMAIL_PROVIDER
    name: str
    says: str = ""  # regular expression, case ignored: how it gives itself away in a host's name or in an answer
    help_hosts: tuple[str, ...] = ()  # links to them and to hosts below them may be shown whole
    remedies: Mapping[str, Text] = field(default_factory=dict)  # code of a cause -> what to do about it here
    spf: str = ""  # the name that an SPF record of a customer's domain includes
    selectors: tuple[str, ...] | None = None  # of DKIM; None: each customer gets one of its own
    day_limit: int | None = None  # emails a day; None: not published, or a matter of the plan


@dataclass(frozen=True, kw_only=True)
class MailboxService(Service):
    """A service that people have their mailboxes at."""

    smtp: tuple[str, ...]  # hosts that accept email from its users
    port: int = 465  # with TLS from the first byte; 587: with STARTTLS
    app_passwords: str = ""  # page where a password for programs is made; "": there is no such password
    imap: str  # host that gives it out
    webmail: str  # page that opens the mailbox
    webmail_label: Text = ""  # of a link there; "": "Open" and the name make one in every language
    domains: frozenset[str]  # where everybody can have an address
    interchangeable: bool = False  # anna@one.domain and anna@another are one mailbox
    folds: Mapping[str, str] = field(default_factory=dict)  # characters before the @ that stand for another, or none
    tag: str = ""  # what begins a tag before the @, anna+tag@..., if the service has tags
    sends_only_as_owner: bool = False  # in its own domains a login has one mailbox and no other sender
    oauth: OAuth | None = None  # None: it has passwords alone
    password_has_spaces: bool = True  # False: an app password with a space in it was copied wrongly


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option of a provider's backend in Anymail, and the variable that holds it."""

    variable: str
    name: str  # as Anymail or boto3 has it
    comment: Text
    example: str
    required: bool = True
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where things are done at a provider: names of variables and of its pages, as remedies speak of them."""

    key: Text
    keys: Text
    senders: Text
    account: Text
    address: Text


UNKNOWN_PAGES = Pages(
    key=_("the variable of the key"),
    keys=_("the provider's page of API keys"),
    senders=_("the provider's page of sending domains"),
    account=_("the provider's site"),
    address=_("the API address"),
)


def unchanged(options: dict[str, Any]) -> dict[str, Any]:
    return options


@dataclass(frozen=True, kw_only=True)
class Provider(Service):
    """A service that sends for a customer's own domain, over HTTP through Anymail."""

    options: tuple[Option, ...]
    pages: Pages
    relay: str = ""  # regular expression: its servers for those who send over SMTP
    backend_options: Callable[[dict[str, Any]], dict[str, Any]] = unchanged  # into what the backend's class takes
    rewrites_links: bool = False  # unless told not to, it leads links past itself to count clicks, tokens and all
    extra: Mapping[str, Any] = field(default_factory=dict)  # of each call: what switches off what it adds to emails
    note: Text = ""  # what it adds or changes nevertheless
    headers: Headers = field(default_factory=Headers)
    key_travels_by: Literal["metadata", "tag"] = "metadata"  # the outbox's random key, into events
    wrong_key_starts: tuple[str, ...] = ()  # of keys that are for something else
    account: Account | None = None  # the cheapest call that proves the key; None: there is none
    webhook: Webhook | None = None  # by which it tells what became of an email
    lift: Lift | None = None  # from its list of suppressed addresses; None: by hand, on its pages

    @property
    def changes(self) -> tuple[Text, ...]:
        """What it does to emails that nothing here can prevent."""
        return tuple(text for text in (self.headers.on_automatic, self.note) if text)

    @property
    def variables(self) -> tuple[Option, ...]:
        """All that the settings read for it: the options of the backend, and what its webhook is known by."""
        if self.webhook is None:
            return self.options
        others = [_secret_part(self.webhook)]
        if (key := self.webhook.signing_key) and key.variable not in {option.variable for option in self.options}:
            others.append(
                Option(variable=key.variable, name=key.setting, comment=key.comment, example=key.example, secret=True)
            )
        return (*self.options, *others)


def _secret_part(webhook: Webhook) -> Option:
    return Option(
        variable=webhook.variable,
        name="webhook_secret",
        comment=_("secret part of the webhook's address: 32 or more random letters and digits"),
        example="32-or-more-random-letters-and-digits",
        secret=True,
    )
