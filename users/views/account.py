from copy import copy
from typing import Any, cast, override

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import UpdateView

from cinemahub.mail.services.addresses import mailbox_of
from users.address_change import seconds_to_resend
from users.forms.account import AccountForm
from users.models import Session, User
from users.receipt import make_receipt
from users.sessions import stored_key
from users.suggestion import suggest
from users.views.mailbox import why_mail_comes_back

MAX_EVENTS = 20
MAX_FAILURES = 5


@method_decorator(never_cache, name="dispatch")
class AccountView(LoginRequiredMixin, UpdateView):
    form_class = AccountForm
    template_name = "users/account.html"
    success_url = reverse_lazy("account")

    @override
    def get_object(self, queryset: Any = None) -> User:
        return copy(cast("User", self.request.user))  # a form that is refused must not change who is signed in

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.object.language or translation.get_language()}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = self.object.security_events
        return super().get_context_data(
            sessions=Session.objects.of(self.object).order_by("-signed_in_at"),
            this_session=stored_key(self.request),
            events=events.successes().newest(MAX_EVENTS),
            failures=events.failures().newest(MAX_FAILURES),
            seconds_to_resend=seconds_to_resend(self.object),
            suggestion=suggest(self.object.pending_address),
            webmail=mailbox_of(self.object.pending_address),
            receipt=make_receipt(self.request),
            comes_back=why_mail_comes_back(self.request, self.object),
            **kwargs,
        )

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        form.instance.save(update_fields=form.cleaned_data)  # and not a password that was changed since it was read
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(self.get_success_url())
