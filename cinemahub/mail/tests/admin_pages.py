"""The pages of the admin about mail."""

import html

from django.test import Client
from django.urls import reverse

from cinemahub.mail.models import OutboxLetter

LIST = reverse("admin:mail_outboxletter_changelist")
CIRCUITS = reverse("admin:mail_circuit_changelist")
SUPPRESSIONS = reverse("admin:mail_suppression_changelist")


def page_of(row: OutboxLetter) -> str:
    return reverse("admin:mail_outboxletter_change", args=[row.pk])


def text_of(client: Client, page: str) -> str:
    return html.unescape(client.get(page).text)
