"""The words in which a mailbox service's way to tokens is described (OAuth 2.0, RFC 6749)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628, 3.4


@dataclass(frozen=True, kw_only=True)
class OAuth:
    """How a mailbox service gives out tokens for SMTP and IMAP; `{tenant}` in an address is EMAIL_OAUTH_TENANT."""

    key: str  # the value of EMAIL_OAUTH
    register: str  # page on which an application is registered
    endpoint: str  # that gives tokens
    scope: str  # what a person is asked to allow, space-separated
    authorize_url: str = ""
    authorize_options: Mapping[str, str] = field(default_factory=dict, hash=False)  # beyond those of the standard
    redirect_uri: str = ""  # registered with the application; the browser ends there with a code
    device_url: str = ""  # codes for a device without a browser (RFC 8628); "": the service has none for mail
    device_grant: str = DEVICE_GRANT
    device_code: str = "device_code"  # what the parameter is called that holds the device's code
    application_scope: str = ""  # what an application is allowed without any person; "": it always takes one
    tenant: str = ""  # which directory it is when EMAIL_OAUTH_TENANT does not say; "": there are none
    needs_secret: bool = True
