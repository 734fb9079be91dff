from typing import override

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from users.dead_link import DeadLink, DeadLinkError
from users.forms.fields import MAX_PASSWORD
from users.forms.sign_up import ChosenPasswordForm
from users.models import SignUp, User
from users.opening import open_account, was_just_opened, welcome
from users.sign_up_cookie import browser_secret
from users.signed_link import CONFIRM_EMAIL
from users.views.link import LinkView


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmEmailView(LinkView):
    """Makes the account: with a button in the browser that signed up, with a new password in any other."""

    template_name = "registration/confirm_email.html"
    link = CONFIRM_EMAIL

    @override
    def show(self, number: int, marks: list[str], token: str) -> HttpResponse:
        sign_up = SignUp.objects.marked(number, marks)
        if sign_up is not None and sign_up.user_id is not None:
            raise DeadLinkError(DeadLink.USED)
        return self.ask(_open(sign_up), ChosenPasswordForm())

    @override
    def act(self, number: int, marks: list[str], token: str) -> HttpResponse:
        sign_up = SignUp.objects.select_for_update().marked(number, marks)
        if sign_up is not None and sign_up.user is not None:
            return self.repeat(sign_up, sign_up.user, token)
        sign_up = _open(sign_up)
        if sign_up.was_made_in(browser_secret(self.request)):
            return self.create(sign_up, sign_up.password, token)
        form = ChosenPasswordForm(self.request.POST)
        form.address = sign_up.address
        return self.create(sign_up, form.password_hash, token) if form.is_valid() else self.ask(sign_up, form)

    def ask(self, sign_up: SignUp, form: ChosenPasswordForm) -> HttpResponse:
        is_known = sign_up.was_made_in(browser_secret(self.request))
        return self.render_to_response(self.get_context_data(sign_up=sign_up, form=None if is_known else form))

    def create(self, sign_up: SignUp, password_hash: str, token: str) -> HttpResponse:
        return welcome(open_account(sign_up, password_hash, self.request, token), self.request)

    def repeat(self, sign_up: SignUp, user: User, token: str) -> HttpResponse:
        """Answer as the first time if the form is sent twice: by the same browser, or with the same password."""
        if was_just_opened(user, token) and self.is_same(sign_up, user):
            return welcome(user, self.request)
        raise DeadLinkError(DeadLink.USED)

    def is_same(self, sign_up: SignUp, user: User) -> bool:
        password = self.request.POST.get("password1", "")[:MAX_PASSWORD]
        return sign_up.was_made_in(browser_secret(self.request)) or bool(password and user.check_password(password))


def _open(sign_up: SignUp | None) -> SignUp:
    if sign_up is None:
        raise DeadLinkError(DeadLink.REPLACED)
    if User.objects.with_address(sign_up.address) is not None:
        raise DeadLinkError(DeadLink.TAKEN)
    return sign_up
