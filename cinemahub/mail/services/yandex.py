from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.service import MailboxService

_PASSWORD = _(
    "In Yandex ID (https://id.yandex.ru/security/app-passwords) create an app password of type Mail and put it into "
    "EMAIL_HOST_PASSWORD without spaces; EMAIL_HOST_USER is the full address. Changing the account's password revokes "
    "all app passwords. A new one can take some hours to work."
)

SERVICE = MailboxService(
    key="yandex",
    name="Yandex Mail",
    says=r"yandex|ya\.cc|authentication failed: (invalid user or password|this user does not have|.*\beula\b)",
    help_hosts=("yandex.ru", "yandex.com", "ya.cc"),
    # https://yandex.ru/support/yandex-360/customers/mail/ru/mail-clients/others
    smtp=("smtp.yandex.ru", "smtp.yandex.com"),
    app_passwords="https://id.yandex.ru/security/app-passwords",
    imap="imap.yandex.ru",
    webmail="https://mail.yandex.ru/",
    webmail_label=_("Open Yandex Mail"),
    # https://yandex.ru/support/yandex-360/customers/mail/ru/web/preferences/multiple-addresses
    domains=frozenset({"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.com.tr"}),
    interchangeable=True,
    folds={"-": "."},  # https://yandex.ru/support/id/ru/login: a dot and a hyphen are one
    tag="+",
    sends_only_as_owner=True,  # else: 553 5.7.1 Sender address rejected: not owned by auth user
    password_has_spaces=False,
    day_limit=500,  # https://yandex.com/support/mail/web/letter/create/send-many-letters.html
    # https://yandex.ru/support/yandex-360/business/mail/ru/web/security/oauth
    # https://yandex.com/dev/id/doc/en/codes/screen-code-oauth: the device's code has names of its own
    oauth=OAuth(
        key="yandex",
        register="https://oauth.yandex.ru/client/new",
        endpoint="https://oauth.yandex.ru/token",
        scope="mail:smtp mail:imap_full",
        device_url="https://oauth.yandex.ru/device/code",
        device_grant="device_code",
        device_code="code",
    ),
    # https://yandex.ru/support/yandex-360/business/admin/ru/domains/dns-mail
    spf="_spf.yandex.net",
    selectors=("mail",),
    remedies={
        "app_password_needed": _PASSWORD,
        "bad_credentials": _PASSWORD,
        "login_refused": _PASSWORD,
        "mail_clients_off": _(
            "In Yandex Mail open All settings > Email clients (https://mail.yandex.ru/#setup/client), allow access "
            "from imap.yandex.ru over IMAP with app passwords, and save. For a mailbox of Yandex 360 the "
            "organisation's administrator must allow it too."
        ),
        "spam_suspected": _(
            "Send nothing for 24 hours, as each try extends the block; then sign in to https://mail.yandex.ru, "
            "enter the captcha if it asks for one, and send one email by hand. In the long run send from your own "
            "domain with DKIM, or through a provider (EMAIL_PROVIDER, settings.production)."
        ),
    },
)
