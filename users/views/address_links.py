"""The three links of an email change: to confirm it, to stop it, and to undo it afterwards."""

from typing import Any, override

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from cinemahub.mail.services.addresses import mailbox_of
from users import address_change
from users.address_cookie import remember_address, typed_address
from users.dead_link import DeadLink, DeadLinkError
from users.models import SecurityEvent, User
from users.signed_link import CONFIRM_NEW_EMAIL, REFUSE_EMAIL_CHANGE, UNDO_EMAIL_CHANGE, mark
from users.signing_in import stay_signed_in
from users.views.link import LinkView


class AccountLinkView(LinkView):
    visitor: int | None

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out who is signed in here before the session can end."""
        super().setup(request, *args, **kwargs)
        self.visitor = request.user.pk

    @override
    def show(self, number: int, marks: list[str], token: str) -> HttpResponse:
        user = _alive(User.objects.filter(pk=self.account_of(number)).first())
        if not user.security_events.through(token).exists():
            self.check(user, number, marks)
        elif not self.goes_on(user):
            raise DeadLinkError(DeadLink.USED)
        return self.render_to_response(self.get_context_data(account=user, address=self.address_of(user, number)))

    @override
    def act(self, number: int, marks: list[str], token: str) -> HttpResponse:
        user = _alive(User.objects.select_for_update().filter(pk=self.account_of(number)).first())
        used = user.security_events.through(token)
        if not used.exists():
            self.check(user, number, marks)
            self.do(user, number, token)
        elif not used.recent().exists() and not self.goes_on(user):
            raise DeadLinkError(DeadLink.USED)
        return self.done(user)

    def account_of(self, number: int) -> int:
        """Return whose link it is, by the number in it; 0 if nobody's any more."""
        return number

    def address_of(self, user: User, number: int) -> str:
        """Return the address that the link is about."""
        raise NotImplementedError

    def goes_on(self, user: User) -> bool:
        """Tell whether a link that was used has still something to offer."""
        return False

    def check(self, user: User, number: int, marks: list[str]) -> None:
        """Raise DeadLinkError if the link does not work any more."""
        raise NotImplementedError

    def do(self, user: User, number: int, token: str) -> None:
        raise NotImplementedError

    def done(self, user: User) -> HttpResponse:
        """Answer, the second time too if the form is sent twice."""
        raise NotImplementedError


def _alive(user: User | None) -> User:
    if user is None or not user.is_active:
        raise DeadLinkError(DeadLink.GONE)
    return user


class ConfirmNewEmailView(AccountLinkView):
    template_name = "users/confirm_new_email.html"
    link = CONFIRM_NEW_EMAIL

    @override
    def address_of(self, user: User, number: int) -> str:
        return user.pending_address

    @override
    def check(self, user: User, number: int, marks: list[str]) -> None:
        if not user.pending_address:
            raise DeadLinkError(DeadLink.WITHDRAWN)
        if marks[0] not in user.access_marks(user.pending_address):
            raise DeadLinkError(DeadLink.REPLACED)

    @override
    def do(self, user: User, number: int, token: str) -> None:
        try:
            with transaction.atomic():
                address_change.confirm(user, user.pending_address, self.request, token)
        except IntegrityError:
            raise DeadLinkError(DeadLink.TAKEN) from None

    @override
    def done(self, user: User) -> HttpResponse:
        if self.visitor not in {None, user.pk}:
            return self.render_to_response(self.get_context_data(changed=True, account=user))
        response = HttpResponseRedirect(reverse("account"))
        if self.visitor is not None:
            stay_signed_in(self.request, response, user)
        messages.success(self.request, _("Your email address has been changed."))
        return response


class SecuringLinkView(AccountLinkView):
    """For the owner of an account that somebody else is at: nobody gets in until the owner sets a new password."""

    done_page = "account_secured"

    @override
    def goes_on(self, user: User) -> bool:
        """Send the email again as long as there is no new password: the first one may have got lost."""
        return not user.has_usable_password()

    @override
    def done(self, user: User) -> HttpResponse:
        if not user.has_usable_password():
            address_change.send_new_password_link(user, self.request)
        response = redirect(self.done_page)
        remember_address(self.request, response, user.email)
        return response


@method_decorator(never_cache, name="dispatch")  # it shows an address
class AccountSecuredView(TemplateView):
    """Says what the link has done: stopped a change of address, or undone it."""

    template_name = "users/account_secured.html"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = typed_address(self.request).address
        return super().get_context_data(address=address, webmail=mailbox_of(address), **kwargs)


class RefuseEmailChangeView(SecuringLinkView):
    template_name = "users/refuse_email_change.html"
    link = REFUSE_EMAIL_CHANGE

    @override
    def address_of(self, user: User, number: int) -> str:
        return user.email

    @override
    def check(self, user: User, number: int, marks: list[str]) -> None:
        of_address, of_access = marks
        if mark(user.email) != of_address:
            raise DeadLinkError(DeadLink.CONFIRMED)
        if not user.pending_address or of_access not in user.access_marks():
            raise DeadLinkError(DeadLink.WITHDRAWN)

    @override
    def do(self, user: User, number: int, token: str) -> None:
        address_change.refuse(user, self.request, token)


class UndoEmailChangeView(SecuringLinkView):
    template_name = "users/undo_email_change.html"
    done_page = "address_restored"
    link = UNDO_EMAIL_CHANGE

    @override
    def account_of(self, number: int) -> int:
        return SecurityEvent.objects.filter(pk=number).values_list("user", flat=True).first() or 0

    @override
    def address_of(self, user: User, number: int) -> str:
        return str(user.security_events.get(pk=number).other_address)

    @override
    def check(self, user: User, number: int, marks: list[str]) -> None:
        if not user.security_events.changes_of_address().filter(pk=number).exists():
            raise DeadLinkError(DeadLink.UNDONE)

    @override
    def do(self, user: User, number: int, token: str) -> None:
        try:
            with transaction.atomic():
                address_change.undo(user, self.address_of(user, number), number, self.request, token)
        except IntegrityError:
            raise DeadLinkError(DeadLink.TAKEN) from None
