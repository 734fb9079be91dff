from typing import Any, override

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from users.address_cookie import forget_address, remember_address, typed_address
from users.forms.sign_in import SignInForm
from users.models import EventKind, SecurityEvent, User
from users.signing_in import sign_in


class SignInView(auth_views.LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    @override
    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"username": typed_address(self.request).address}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        response = HttpResponseRedirect(self.get_success_url())
        sign_in(self.request, response, form.get_user())
        forget_address(self.request, response)
        return response

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        """Take the address along to the pages for those who have forgotten their password, or have none yet."""
        response = super().form_invalid(form)
        if address := form.cleaned_data.get("username"):
            remember_address(self.request, response, address)
        return response


class SignOutView(auth_views.LogoutView):
    @override
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if isinstance(request.user, User):
            SecurityEvent.record(EventKind.SIGNED_OUT, request, user=request.user)
        return super().post(request, *args, **kwargs)
