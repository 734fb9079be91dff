"""What is said to the server before a letter: EHLO, login, sender, recipient."""

import smtplib
from collections.abc import Iterator
from email.utils import parseaddr

from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.utils.translation import gettext as _

from cinemahub.mail.checks.transport import FROM, senders_of
from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.known import told
from cinemahub.mail.doctor.note import Mark, Note, good, not_checked
from cinemahub.mail.doctor.probes import tls_mode as mode
from cinemahub.mail.doctor.probes.conversation import converse, greet, introduce, open_socket
from cinemahub.mail.privacy.masking import mask_address, printable


def say_hello(case: Case) -> Iterator[Note]:
    with mode.OtherMode(case) as other:
        try:
            if case.smtp is None:
                case.smtp = converse(case, open_socket(case))
            if not case.starttls:
                greet(case, case.smtp)
            introduce(case, case.smtp)
        except (OSError, smtplib.SMTPException) as error:
            yield mode.explain(case, error, other)
            return
    offers = case.smtp.esmtp_features
    size = offers.get("size", "")
    limit = _("emails up to %(kb)d kB") % {"kb": int(size) // 1024} if size.isdigit() and int(size) else ""
    yield good(printable(", ".join([*(name.upper() for name in offers if name != "size"), *filter(None, [limit])])))


def log_in(case: Case) -> Iterator[Note]:
    case.step = Step.AUTH
    credentials = case.transport.credentials
    if credentials is None:
        yield not_checked(_("no login is configured"))
        return
    credentials.sign_in(case.conversation)
    case.logged_in = True
    with_what = _("logged in with a token as %s") if case.transport.signs_in_by_token else _("logged in as %s")
    yield good(with_what % mask_address(credentials.username))


def name_senders(case: Case) -> Iterator[Note]:
    """SERVER_EMAIL sends reports of errors only, and some letters have their own: the others go all the same."""
    case.step = Step.MAIL
    tried: set[str] = set()
    senders = senders_of(case.transport)
    for variable, sender in senders.items():
        address = _envelope(case, sender)
        if address in tried:
            continue
        tried.add(address)
        try:
            _mail_from(case, address)
        except smtplib.SMTPSenderRefused as error:
            mark = Mark.WARNING if FROM in senders and variable != FROM else Mark.FAILED
            yield told(case, diagnose(error, step=Step.MAIL, host=case.host), mark)
        else:
            yield good(f"{variable} {mask_address(address)}")
        case.conversation.rset()


def name_recipient(case: Case) -> Iterator[Note]:
    if not case.to:
        yield not_checked(_("nothing is sent without --to"))
        return
    _mail_from(case, _envelope(case, next(iter(senders_of(case.transport).values()))))
    case.step = Step.RCPT
    recipient = _envelope(case, case.to)
    code, answer = case.conversation.rcpt(recipient)
    if code not in {250, 251}:
        raise smtplib.SMTPRecipientsRefused({recipient: (code, answer)})
    case.conversation.rset()
    yield good(mask_address(case.to))


def hang_up(case: Case) -> Iterator[Note]:
    """The letter goes over a connection of its own, as the worker's do."""
    case.conversation.quit()
    case.close()
    yield from ()


def _mail_from(case: Case, address: str) -> None:
    case.step = Step.MAIL
    code, answer = case.conversation.mail(address)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, answer, address)


def _envelope(case: Case, address: str) -> str:
    """Write an address as the letter's envelope would have it."""
    if isinstance(case.backend, SmtpBackend):
        return str(case.backend.prep_address(address))
    return parseaddr(address)[1]
