from typing import Any, override

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from users.forms.sign_in import SignInForm
from users.models import EventKind, SecurityEvent, User
from users.signing_in import sign_in


class SignInView(auth_views.LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.get_success_url())
        sign_in(self.request, response, form.get_user())
        return response


class SignOutView(auth_views.LogoutView):
    @override
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if isinstance(request.user, User):
            SecurityEvent.record(EventKind.SIGNED_OUT, request, user=request.user)
        return super().post(request, *args, **kwargs)
