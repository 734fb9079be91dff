"""Emails are composed when they are put into its outbox, and lie there as they are."""

from post_office import mail

from bench.peers.composing import reset_for


def enqueue(address: str) -> None:
    message = reset_for(address)
    html = str(message.alternatives[0][0])
    mail.send(
        [address],
        message.from_email,
        subject=message.subject,
        message=message.body,
        html_message=html,
        headers=dict(message.extra_headers),
    )
