from cinemahub.mail.services.service import MailboxService

SERVICE = MailboxService(
    key="icloud",
    name="iCloud Mail",
    help_hosts=("support.apple.com",),
    # https://support.apple.com/102525
    smtp=("smtp.mail.me.com",),
    app_passwords="https://account.apple.com/account/manage",
    imap="imap.mail.me.com",
    webmail="https://www.icloud.com/mail",
    domains=frozenset({"icloud.com", "me.com", "mac.com"}),
    tag="+",
    day_limit=1000,  # https://support.apple.com/102198
)
