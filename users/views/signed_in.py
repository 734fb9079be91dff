from typing import TYPE_CHECKING, Any, override

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views import View
from django.views.generic.base import ContextMixin

from users.models import EventKind, SecurityEvent
from users.receipt import account_on_receipt, make_receipt

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SignedInView(LoginRequiredMixin, ContextMixin, View):
    """A form whose sending ends the session; sent again without one, it still says what was done.

    done_kind: the event that sending the form leaves
    done_text: what is said when it is done
    """

    done_kind: EventKind
    done_text: "StrOrPromise"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(receipt=make_receipt(self.request), **kwargs)

    @override
    def handle_no_permission(self) -> Any:
        user_id = account_on_receipt(self.request) if self.request.method == "POST" else None
        if user_id is not None and self.was_done(user_id):
            return self.repeated()
        return super().handle_no_permission()

    def was_done(self, user_id: int) -> bool:
        return SecurityEvent.objects.filter(user=user_id, kind=self.done_kind).recent().exists()

    def repeated(self) -> HttpResponse:
        messages.success(self.request, self.done_text)
        return redirect("login")
