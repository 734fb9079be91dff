from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.service import MailboxService

SERVICE = MailboxService(
    key="yahoo",
    name="Yahoo Mail",
    help_hosts=("yahooinc.com", "help.yahoo.com"),
    # https://help.yahoo.com/kb/SLN4075.html
    smtp=("smtp.mail.yahoo.com",),
    app_passwords="https://login.yahoo.com/account/security",
    imap="imap.mail.yahoo.com",
    webmail="https://mail.yahoo.com/",
    domains=frozenset({"yahoo.com", "ymail.com"}),
    remedies={
        "sender_not_owned": _(
            "Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER. If they are that already, "
            "Yahoo's filter for outgoing mail refuses the email: send less, or through a provider."
        ),
    },
)
