from typing import Any, override

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from users.forms.password import PasswordChangeForm
from users.models import EventKind, User
from users.new_password import note_new_password
from users.signing_in import stay_signed_in
from users.views.signed_in import SignedInView


@method_decorator(never_cache, name="dispatch")
class PasswordChangeView(SignedInView, auth_views.PasswordChangeView):
    form_class = PasswordChangeForm
    success_url = reverse_lazy("account")
    done_kind = EventKind.PASSWORD_CHANGED
    done_text = _("Your password has been changed.")

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.get_success_url())
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=form.user.pk)
            if user.password == form.user.password:  # and not changed since the form was checked
                form.user = user
                form.save()
                note_new_password(self.request, user, self.done_kind)
            elif not self._is_repeated(user, form):
                form.add_error("old_password", form.error_messages["password_incorrect"])
                return self.form_invalid(form)
        stay_signed_in(self.request, response, user)
        messages.success(self.request, self.done_text)
        return response

    def _is_repeated(self, user: User, form: PasswordChangeForm) -> bool:
        """Tell whether the same form came a moment earlier, and was at work while this one waited."""
        return self.was_done(user.pk) and user.check_password(form.cleaned_data["new_password1"])
