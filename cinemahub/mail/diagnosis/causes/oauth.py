"""Tokens instead of passwords: what keeps a transport from having one, or its server from accepting it."""

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Verdict

_AUTHORISE = _("Run `manage.py mail_oauth` and sign in as EMAIL_HOST_USER. Emails that wait are sent right after that.")

OAUTH = {
    "oauth_not_authorised": Cause(
        Verdict.CONFIGURATION,
        _("No one has allowed the site to send from the mailbox in EMAIL_HOST_USER yet."),
        _AUTHORISE,
    ),
    "oauth_revoked": Cause(
        Verdict.CONFIGURATION,
        _("The permission to send from the mailbox has expired or was revoked, for example by a new password."),
        _AUTHORISE,
    ),
    "oauth_renewal_lost": Cause(
        Verdict.CONFIGURATION,
        _("A worker was killed while it renewed the token, and the service no longer accepts the token before it."),
        _AUTHORISE,
    ),
    "oauth_unreadable": Cause(
        Verdict.CONFIGURATION,
        _("The stored token was encrypted with another SECRET_KEY."),
        _("Put the previous key into SECRET_KEY_FALLBACKS, or run `manage.py mail_oauth` again."),
    ),
    "oauth_client_refused": Cause(
        Verdict.CONFIGURATION,
        _("The service does not accept the application: its id or its secret is wrong, or the secret has expired."),
        _(
            "Copy EMAIL_OAUTH_CLIENT_ID and EMAIL_OAUTH_CLIENT_SECRET from the application's page again; in Microsoft "
            "Entra: App registrations > your application > Certificates & secrets, the column Value."
        ),
    ),
    "oauth_tenant_wrong": Cause(
        Verdict.CONFIGURATION,
        _("Microsoft knows no directory by the value of EMAIL_OAUTH_TENANT."),
        _("Copy the Directory (tenant) ID into EMAIL_OAUTH_TENANT: https://entra.microsoft.com > Identity > Overview."),
    ),
    "oauth_scope_wrong": Cause(
        Verdict.CONFIGURATION,
        _("The application is not allowed to ask for access to mail."),
        _("Add the permissions that docs/mail.md lists to the application, then run `manage.py mail_oauth`."),
    ),
    "oauth_consent_missing": Cause(
        Verdict.CONFIGURATION,
        _("The owner of the mailbox, or an administrator, has not agreed to the access."),
        _(
            "Run `manage.py mail_oauth` and agree. In Microsoft Entra an administrator agrees at App registrations > "
            "your application > API permissions > Grant admin consent."
        ),
    ),
    "oauth_code_refused": Cause(
        Verdict.CONFIGURATION,
        _("The code is wrong, or it has expired."),
        _("Run `manage.py mail_oauth` again and enter the new code right away."),
    ),
    "oauth_refused": Cause(
        Verdict.CONFIGURATION,
        _("The service gives no token."),
        _("Its answer says why. Check the EMAIL_OAUTH variables, then run `manage.py mail_oauth`."),
    ),
    "oauth_token_refused": Cause(
        Verdict.CONFIGURATION,
        _("The server does not accept the token, although the service has just issued it."),
        _(
            "The token must be for the mailbox in EMAIL_HOST_USER and allow SMTP and IMAP. Run `manage.py mail_oauth` "
            "and sign in as EMAIL_HOST_USER; in Microsoft 365 the application also needs access to this mailbox "
            "(docs/mail.md)."
        ),
    ),
    "smtp_auth_off": Cause(
        Verdict.CONFIGURATION,
        _("SMTP is switched off for this mailbox or for the whole organisation."),
        _(
            "An administrator can allow it: https://admin.microsoft.com > Users > Active users > the mailbox > Mail > "
            "Manage email apps > Authenticated SMTP. It can take an hour until it works."
        ),
    ),
    "oauth_server_away": Cause(
        Verdict.TRANSIENT,
        _("The service that issues tokens does not answer."),
        _("Emails are sent as soon as it answers. If this keeps happening, check that HTTPS to it is not blocked."),
    ),
}
