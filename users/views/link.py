from typing import Any, override

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from users.dead_link import DeadLink, DeadLinkError, log_dead
from users.signed_link import SignedLink


@method_decorator(never_cache, name="dispatch")
class LinkView(TemplateView):
    """The page of a link from an email, with a button: mail programs open links automatically, so a GET does nothing.

    A token with something stuck to its end is led to the right address; one that does not work is told why.
    """

    link: SignedLink

    @override
    def dispatch(self, request: HttpRequest, *args: Any, token: str) -> HttpResponseBase:
        whole = self.link.mend(token)
        if whole is not None and request.path != self.link.path(whole):
            return HttpResponseRedirect(self.link.path(whole))
        return super().dispatch(request, token=token)

    def get(self, request: HttpRequest, *args: Any, token: str) -> HttpResponse:
        try:
            return self.show(*self.link.read(token), token)
        except DeadLinkError as error:
            return self.show_dead(error.reason)

    def post(self, request: HttpRequest, *, token: str) -> HttpResponse:
        try:
            with transaction.atomic():
                return self.act(*self.link.read(token), token)
        except DeadLinkError as error:
            return self.show_dead(error.reason)

    def show(self, number: int, marks: list[str], token: str) -> HttpResponse:
        """Show what the button would do; DeadLinkError if it would do nothing."""
        raise NotImplementedError

    def act(self, number: int, marks: list[str], token: str) -> HttpResponse:
        """Do it, after having looked again under a lock whether it can be done."""
        raise NotImplementedError

    def show_dead(self, reason: DeadLink) -> HttpResponse:
        log_dead(reason, self.request)
        return self.render_to_response(self.get_context_data(dead=reason))
