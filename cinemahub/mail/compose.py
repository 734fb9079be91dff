"""A letter is composed at the moment it is sent, with a fresh link."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from cinemahub.mail.letters import declared_letter
from cinemahub.mail.models import OutboxLetter


def compose(row: OutboxLetter) -> EmailMultiAlternatives:
    """Render subject, text and HTML in the addressee's language; NotSentError if nobody is to get it."""
    letter = declared_letter(row.kind)
    addressee = letter.find_addressee(row)
    with translation.override(addressee.language or row.language or settings.LANGUAGE_CODE):
        context = {
            "site_url": settings.SITE_URL,
            "site_name": settings.SITE_HOST,
            "address": addressee.address,
            "minutes": int(letter.stays_true_for.total_seconds() // 60),
            **addressee.context,
        }
        message = EmailMultiAlternatives(
            subject="".join(render_to_string(letter.templates.subject, context).splitlines()),
            body=render_to_string(letter.templates.text, context),
            to=[addressee.address],
            headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},  # RFC 3834
        )
        message.attach_alternative(render_to_string(letter.templates.html, context), "text/html")
    return message
