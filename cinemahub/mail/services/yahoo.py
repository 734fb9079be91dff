from cinemahub.mail.services.service import MailboxService

SERVICE = MailboxService(
    key="yahoo",
    name="Yahoo Mail",
    # https://help.yahoo.com/kb/SLN4075.html
    smtp=("smtp.mail.yahoo.com",),
    app_passwords="https://login.yahoo.com/account/security",
    imap="imap.mail.yahoo.com",
    webmail="https://mail.yahoo.com/",
    domains=frozenset({"yahoo.com", "ymail.com"}),
)
