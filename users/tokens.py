"""The link of a reset letter: what is in it, and the cookie that stands for it while the form is open."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from users.models import User

SALT = "users.reset"


def reset_link(user: User) -> str:
    """Return a link good for PASSWORD_RESET_TIMEOUT seconds, on SITE_URL whatever host was asked."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("password_reset_confirm", kwargs={"uidb64": uid, "token": token})
