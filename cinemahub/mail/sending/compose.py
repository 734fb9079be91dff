"""A letter is composed at the moment it is sent, with a fresh link."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cinemahub.mail.headers import headers_for
from cinemahub.mail.letters import Content, Letter, declared_letter, declared_letters
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.models.outbox_letter import new_message_id
from cinemahub.mail.privacy.addresses import visible_address
from cinemahub.mail.rules.senders import is_at_free_mailbox
from cinemahub.mail.sending.other_email import is_other, unsealed
from cinemahub.mail.sending.untranslated import untranslated
from cinemahub.mail.transport.message import AUTOMATIC, OutboxMessage

log = logging.getLogger(__name__)


SIGNATURE_MARK = "-- "  # RFC 3676, 4.3; here, since an editor takes the space from the end of a template's line


def compose(row: OutboxLetter) -> OutboxMessage:
    """Render subject, text and HTML in the addressee's language; NotSentError if nobody is to get it.

    A letter that is not translated into that language whole is composed in LANGUAGE_CODE, whole.
    """
    letter = declared_letter(row.kind)
    message: OutboxMessage = (
        unsealed(row) if is_other(row) else _render(letter, letter.content(row), row.language, row.message_id)
    )
    message.key = str(row.key)
    return message


def prefetch(rows: Sequence[OutboxLetter]) -> None:
    """Prefetch what letters of a kind need, where that is possible."""
    kinds: dict[str, list[OutboxLetter]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    for letter in declared_letters():
        if letter.prefetch is not None and letter.name in kinds:
            letter.prefetch(kinds[letter.name])


def compose_sample(letter: Letter, address: str, language: str) -> OutboxMessage:
    """Render a letter with its made-up data, in `language` whatever the data say; LookupError if it has none."""
    if letter.sample is None:
        raise LookupError(letter.name)
    return _render(letter, replace(letter.sample(address), language=language), language, new_message_id())


def _render(letter: Letter, addressee: Content, language: str, message_id: str) -> OutboxMessage:
    spoken = wanted = addressee.language or language or settings.LANGUAGE_CODE
    with translation.override(wanted), untranslated() as missing:
        message = _message(letter, addressee, message_id)
    if missing and wanted != settings.LANGUAGE_CODE:
        _say_untranslated(letter.name, wanted)
        spoken = settings.LANGUAGE_CODE
        with translation.override(spoken):
            message = _message(letter, addressee, message_id)
    message.language = spoken
    return message


def _message(letter: Letter, addressee: Content, message_id: str) -> OutboxMessage:
    templates = addressee.templates or letter.templates
    reply_to, sender = letter.reply_to or settings.MAIL_REPLY_TO, letter.sender or settings.DEFAULT_FROM_EMAIL
    address = visible_address(addressee.address)
    context = {
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "site_host": settings.SITE_HOST,
        "address": address,
        "shown_address": "" if is_at_free_mailbox(sender) else address,
        "answerable": bool(reply_to),
        "signature_mark": SIGNATURE_MARK,
        "minutes": int(letter.valid_for.total_seconds() // 60),
        **addressee.context,
    }
    subject = "".join(render_to_string(templates.subject, context).splitlines())
    context["subject"] = subject
    message = OutboxMessage(
        subject=subject,
        body=render_to_string(templates.text, context).rstrip() + "\n",
        from_email=letter.sender or None,
        to=[addressee.address],
        reply_to=[reply_to] if reply_to else None,
        headers={**headers_for(addressee, letter.headers), "Message-ID": message_id, **AUTOMATIC},
    )
    message.attach_alternative(render_to_string(templates.html, context), "text/html")
    return message


@cache
def _say_untranslated(name: str, language: str) -> None:
    """Once a process, for it is true of every email of that kind."""
    log.warning("not translated into %s, so sent in %s: %s", language, settings.LANGUAGE_CODE, name)
