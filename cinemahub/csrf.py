"""What is said when a form lacks its token, with the true reason (CSRF_FAILURE_VIEW)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render

SIGN_IN_AT_ONCE = {"confirm_email"}  # a second press comes with the token from before the sign-in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    is_outdated = "incorrect" in reason  # a sign-in or sign-out gives the browser a new token
    page = request.resolver_match.url_name if request.resolver_match else None
    if is_outdated and page in SIGN_IN_AT_ONCE and request.user.is_authenticated:
        return redirect("account")
    context = {"has_no_cookie": reason == REASON_NO_CSRF_COOKIE, "is_outdated": is_outdated}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
