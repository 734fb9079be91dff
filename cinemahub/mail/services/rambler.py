from cinemahub.mail.services.service import MailboxService

SERVICE = MailboxService(
    key="rambler",
    name="Rambler",
    # https://help.rambler.ru/mail/mail-pochtovye-klienty/1275/
    smtp=("smtp.rambler.ru",),
    imap="imap.rambler.ru",
    webmail="https://mail.rambler.ru/",
    domains=frozenset({"rambler.ru", "lenta.ru", "ro.ru"}),
)
