from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.service import MailboxService

_PASSWORD = _(
    "In the Google Account switch on Security > 2-Step Verification, create an app password at "
    "https://myaccount.google.com/apppasswords and put it into EMAIL_HOST_PASSWORD without spaces."
)

SERVICE = MailboxService(
    key="gmail",
    name="Gmail",
    says=r"gmail|google|gsmtp",
    help_hosts=("support.google.com",),
    # https://support.google.com/mail/answer/7126229
    smtp=("smtp.gmail.com",),
    app_passwords="https://myaccount.google.com/apppasswords",
    # https://developers.google.com/identity/protocols/oauth2/native-app: the code for devices is not given for mail
    oauth=OAuth(
        key="google",
        register="https://console.cloud.google.com/auth/clients",
        endpoint="https://oauth2.googleapis.com/token",
        scope="https://mail.google.com/",
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        authorize_options={"access_type": "offline", "prompt": "consent"},
        redirect_uri="http://127.0.0.1:8765/",
    ),
    imap="imap.gmail.com",
    webmail="https://mail.google.com/",
    domains=frozenset({"gmail.com", "googlemail.com"}),
    interchangeable=True,
    folds={".": ""},  # https://support.google.com/mail/answer/7436150
    tag="+",
    # https://support.google.com/a/answer/33786 and https://support.google.com/a/answer/180504
    spf="_spf.google.com",
    selectors=("google",),
    day_limit=500,  # https://support.google.com/mail/answer/22839; 2000 in Google Workspace
    remedies={
        "app_password_needed": _PASSWORD,
        "bad_credentials": _PASSWORD,
        "login_refused": _PASSWORD,
        "account_blocked": _(
            "Sign in to the mailbox in a browser, confirm the sign-in at "
            "https://myaccount.google.com/notifications, and create a new app password at "
            "https://myaccount.google.com/apppasswords for EMAIL_HOST_PASSWORD."
        ),
        "day_limit": _(
            "Wait 24 hours, or send through a provider. Gmail's limits: https://support.google.com/a/answer/166852."
        ),
    },
)
