from datetime import datetime

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cinemahub.mail import outbox
from users.models import User

CONFIRMED_AT = "mailbox_confirmed_at"  # in the session


class MailboxWorksView(LoginRequiredMixin, View):
    """The owner says that email arrives at the account's address again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user = get_object_or_404(User, pk=request.user.pk)
        outbox.write_again(user.email)
        request.session[CONFIRMED_AT] = timezone.now().isoformat()
        messages.success(request, _("Thank you. We'll email this address again."))
        return redirect("account")


def why_mail_comes_back(request: HttpRequest, user: User) -> str:
    """Say why email to somebody who is signed in comes back; "" if it arrives, or the owner says that it does."""
    confirmed_at = request.session.get(CONFIRMED_AT)
    return outbox.why_mail_comes_back(user.email, since=datetime.fromisoformat(confirmed_at) if confirmed_at else None)
