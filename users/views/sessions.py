from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from users.digest import is_digest
from users.models import EventKind, SecurityEvent, Session, User
from users.sessions import stored_key
from users.signing_in import stay_signed_in
from users.views.signed_in import SignedInView


class EndSessionsView(SignedInView):
    """Ends one session of the account (`session` in the form), or all but this one and all that is in motion."""

    http_method_names = ["post"]
    done_kind = EventKind.SESSIONS_ENDED
    done_text = _("All other devices are signed out.")

    def post(self, request: HttpRequest) -> HttpResponse:
        response = redirect("account")
        if "session" in request.POST:
            self._end(request.POST["session"])
        else:
            self._end_all(response)
        return response

    def _end(self, session: str) -> None:
        user = get_object_or_404(User, pk=self.request.user.pk)
        others = Session.objects.of(user).exclude(session_key=stored_key(self.request))
        if is_digest(session) and others.filter(session_key=session).delete()[0]:
            SecurityEvent.record(EventKind.SESSION_ENDED, self.request, user=user)
        messages.success(self.request, _("That device is signed out."))

    @transaction.atomic
    def _end_all(self, response: HttpResponse) -> None:
        user = get_object_or_404(User.objects.select_for_update(), pk=self.request.user.pk)
        user.revoke()
        SecurityEvent.record(self.done_kind, self.request, user=user)
        stay_signed_in(self.request, response, user)
        messages.success(self.request, self.done_text)
