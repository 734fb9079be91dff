from typing import Any, override

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from users.deletion import delete_account
from users.forms.account import PasswordAskedForm
from users.models import EventKind, User
from users.views.signed_in import SignedInView


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class DeleteAccountView(SignedInView, FormView):
    form_class = PasswordAskedForm
    template_name = "users/delete_account.html"
    done_kind = EventKind.DELETED
    done_text = _("Your account has been deleted.")

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "request": self.request}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=form.user.pk).first()
            if user is not None and user.password != form.user.password:  # changed since the form was checked
                form.add_error("password", form.error_messages["password_incorrect"])
                return self.form_invalid(form)
            if user is not None:
                delete_account(user, self.request)
        logout(self.request)
        return self.repeated()

    @override
    def was_done(self, user_id: int) -> bool:
        return not User.objects.filter(pk=user_id).exists()

    @override
    def repeated(self) -> HttpResponse:
        messages.success(self.request, self.done_text)
        return redirect("home")
