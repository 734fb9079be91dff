"""Secrets that must not be guessed: what is wrong with one, without its value."""

from cinemahub.mail.rules.problem import marked as _
from settings.environment import Environment

MIN_KEY = 50
MIN_TOKEN = 32
MIN_VARIETY = 10  # different characters; 50 random hexadecimal digits have fewer once in 10 million times
PUBLISHED = ("for-development-only-", "django-insecure-")


def check_secret(env: Environment, variable: str, secret: str | None, *, min_length: int = MIN_KEY) -> None:
    """Note what is wrong with a secret, if it is set; development may use its own key, which everybody can read."""
    if not secret:
        return
    if len(secret) < min_length:
        words = {"length": len(secret), "needed": min_length}
        env.add_error(variable, _("Has %(length)s characters, needs %(needed)s or more."), **words)
    elif env.strict and secret.startswith(PUBLISHED):
        env.add_error(variable, _("Is a key that was published. Please make a new one."))
    elif env.strict and (len(set(secret)) < MIN_VARIETY or _repeats(secret)):
        env.add_error(variable, _("Has too little variety. Please make one of random characters."))


def _repeats(text: str) -> bool:
    """Tell whether a text is one piece again and again."""
    return text in (text + text)[1:-1]
