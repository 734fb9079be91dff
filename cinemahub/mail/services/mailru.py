from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.service import MailboxService

_PASSWORD = _(
    "In Mail.ru open Mail ID > Security > Passwords for external apps "
    "(https://account.mail.ru/user/2-step-auth/passwords), create a password with access to SMTP and put it into "
    "EMAIL_HOST_PASSWORD."
)

SERVICE = MailboxService(
    key="mailru",
    name="Mail.ru",
    says=r"mail\.ru|parol prilozheniya",
    help_hosts=("help.mail.ru",),
    # https://help.mail.ru/mail/mailer/popsmtp
    smtp=("smtp.mail.ru",),
    app_passwords="https://account.mail.ru/user/2-step-auth/passwords",
    # https://api.mail.ru/docs/guides/oauth/, https://o2.mail.ru/app/
    oauth=OAuth(
        key="mailru",
        register="https://o2.mail.ru/app/",
        endpoint="https://oauth.mail.ru/token",
        scope="userinfo mail.imap",
        authorize_url="https://oauth.mail.ru/login",
        authorize_options={"prompt_force": "1"},
        redirect_uri="http://127.0.0.1:8765/",
    ),
    imap="imap.mail.ru",
    webmail="https://e.mail.ru/",
    webmail_label=_("Open Mail.ru"),
    domains=frozenset({"mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru"}),
    tag="+",
    sends_only_as_owner=True,
    password_has_spaces=False,
    # https://help.mail.ru/biz/domain/mail/spf and https://help.mail.ru/biz/domain/mail/dkim
    spf="_spf.mail.ru",
    selectors=("mailru",),
    remedies={
        "app_password_needed": _PASSWORD,
        "bad_credentials": _PASSWORD,
        "login_refused": _PASSWORD,
        "mail_clients_off": _PASSWORD,
        "spam_suspected": _(
            "Follow the link in the answer and fill in the form for wrongly blocked emails. In the long run send "
            "from your own domain with DKIM (https://biz.mail.ru), or through a provider."
        ),
    },
)
