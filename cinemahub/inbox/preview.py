"""A declared letter as it would leave now, with made-up data and without leaving."""

from dataclasses import dataclass

from cinemahub.inbox.preheader import preheader
from cinemahub.mail.letters import Letter
from cinemahub.mail.sending.compose import compose_sample

ADDRESS = "anna@example.com"


@dataclass(frozen=True)
class Preview:
    """language: the one that was asked for; spoken: that of the site, if the email is not translated whole."""

    name: str
    language: str
    spoken: str
    sender: str
    subject: str
    preheader: str
    text: str
    html: str


def preview_of(letter: Letter, language: str) -> Preview:
    """Compose it as the worker does; LookupError if it was declared without a sample."""
    message = compose_sample(letter, ADDRESS, language)
    html = str(message.alternatives[0][0])
    return Preview(
        letter.name,
        language,
        message.language,
        message.from_email,
        str(message.subject),
        preheader(html),
        str(message.body),
        html,
    )
