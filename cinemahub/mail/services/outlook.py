from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.service import MailboxService

# Dates: https://techcommunity.microsoft.com/blog/exchange/-/4489835, of 29 January 2026
_WAY_OUT = _(
    "Outlook.com no longer accepts passwords for SMTP; Microsoft 365 turns them off by default at the end of "
    "December 2026. For OAuth 2 set EMAIL_OAUTH=microsoft and run `manage.py mail_oauth` (docs/mail.md), or use a "
    "provider. Until the date to be announced in the second half of 2027 an administrator can turn them on: "
    "https://admin.microsoft.com > Users > Active users > the mailbox > Mail > Manage email apps > Authenticated "
    "SMTP."
)

SERVICE = MailboxService(
    key="outlook",
    name="Outlook",
    says=r"outlook|office365|microsoft|hotmail|5\.7\.(139|30)|storedrv",
    help_hosts=("aka.ms", "microsoft.com"),
    # https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040
    smtp=("smtp.office365.com", "smtp-mail.outlook.com"),
    port=587,
    imap="outlook.office365.com",
    webmail="https://outlook.live.com/mail/",
    domains=frozenset({"outlook.com", "hotmail.com", "live.com", "msn.com"}),
    tag="+",  # https://learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing-in-exchange-online
    # https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
    day_limit=10_000,
    # https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure, ...-dkim-configure
    spf="spf.protection.outlook.com",
    selectors=("selector1", "selector2"),
    # https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    oauth=OAuth(
        key="microsoft",
        register="https://entra.microsoft.com > Identity > Applications > App registrations",
        endpoint="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        scope="https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
        device_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        application_scope="https://outlook.office365.com/.default",
        tenant="common",
        needs_secret=False,
    ),
    remedies={
        "app_password_needed": _WAY_OUT,
        "bad_credentials": _WAY_OUT,
        "login_refused": _WAY_OUT,
        "mail_clients_off": _WAY_OUT,
        "password_login_off": _WAY_OUT,
        "auth_unavailable": _WAY_OUT,
        "account_blocked": _(
            "An administrator must take the mailbox off the list of restricted senders: "
            "https://security.microsoft.com > Email & collaboration > Review > Restricted entities."
        ),
        "sender_not_owned": _(
            "Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER, or grant Send As: "
            "https://admin.exchange.microsoft.com > Recipients > Mailboxes > the mailbox > Delegation."
        ),
    },
)
