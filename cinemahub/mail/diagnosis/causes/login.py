from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Verdict

_ANY_PASSWORD = _(
    "In the security settings of the mailbox create a password for external applications (an app password) and put it "
    "into EMAIL_HOST_PASSWORD; the account's main password does not work. EMAIL_HOST_USER is usually the full address."
)

LOGIN = {
    "app_password_needed": Cause(
        Verdict.CONFIGURATION,
        _("The account's main password was used; this mailbox accepts only an app password."),
        _ANY_PASSWORD,
    ),
    "bad_credentials": Cause(
        Verdict.CONFIGURATION,
        _("The login or the password is wrong: the main password instead of an app password, or a revoked one."),
        _ANY_PASSWORD,
    ),
    "mail_clients_off": Cause(
        Verdict.CONFIGURATION,
        _("The mailbox does not let mail programs in."),
        _("In the settings of the mailbox allow access by mail programs (IMAP and SMTP)."),
    ),
    "password_login_off": Cause(
        Verdict.CONFIGURATION,
        _("Microsoft has switched off passwords for SMTP."),
        _("Sign in with OAuth 2, use a provider (EMAIL_PROVIDER, settings.production) or another mailbox."),
    ),
    "terms_not_accepted": Cause(
        Verdict.CONFIGURATION,
        _("No one has opened this mailbox in a browser yet and accepted the terms of use."),
        _(
            "Sign in to the mailbox in a browser as EMAIL_HOST_USER and accept the terms (Yandex: https://mail.yandex.ru)."
        ),
    ),
    "account_blocked": Cause(
        Verdict.CONFIGURATION,
        _("The account that sends is blocked, or wants its owner to confirm something in a browser."),
        _(
            "Sign in to the mailbox or account in a browser and do what it asks: a captcha, a telephone number, a new "
            "password. If it asks nothing, write to the support of the mail service."
        ),
    ),
    "ip_not_allowed": Cause(
        Verdict.CONFIGURATION,
        _("The account accepts emails only from IP addresses on its list, and this machine's is not on it."),
        _("Add this machine's IP address to the list in the account: %(account)s."),
    ),
    "sending_not_permitted": Cause(
        Verdict.CONFIGURATION,
        _("The login is right, but its owner has no permission to send."),
        _("Allow the user behind EMAIL_HOST_USER to send, in the account at the mail service."),
    ),
    "credentials_malformed": Cause(
        Verdict.CONFIGURATION,
        _("The server cannot read the login or the password."),
        _("Type EMAIL_HOST_USER and EMAIL_HOST_PASSWORD again, without spaces, quotes and line ends."),
    ),
    "login_not_ascii": Cause(
        Verdict.CONFIGURATION,
        _("The login or the password has characters that are not ASCII; was the keyboard left in another language?"),
        _("Type EMAIL_HOST_USER and EMAIL_HOST_PASSWORD again with the keyboard in English."),
    ),
    "login_missing": Cause(
        Verdict.CONFIGURATION,
        _("The server says that there was no login. Django skips it without a word if user or password is empty."),
        _("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD; use port 465 with EMAIL_USE_SSL=true."),
    ),
    "auth_unavailable": Cause(
        Verdict.CONFIGURATION,
        _("The server offers no login with a password on this connection."),
        _(
            "Servers offer it after TLS only: set EMAIL_PORT=465 and EMAIL_USE_SSL=true. For tokens set EMAIL_OAUTH "
            "(docs/mail.md)."
        ),
    ),
    "login_refused": Cause(
        Verdict.CONFIGURATION,
        _("The server refuses the login."),
        _("Check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD; the server's answer may say more."),
    ),
    "login_delayed": Cause(
        Verdict.TRANSIENT,
        _("The server cannot check the login at the moment, or there were too many logins."),
        _(
            "The email is sent again automatically. If this keeps happening, start mail_worker with fewer "
            "--connections."
        ),
    ),
    "encryption_needed": Cause(
        Verdict.CONFIGURATION,
        _("The server accepts emails only over an encrypted connection."),
        _("Set EMAIL_PORT=465 and EMAIL_USE_SSL=true, or EMAIL_PORT=587 and EMAIL_USE_TLS=true."),
    ),
}
