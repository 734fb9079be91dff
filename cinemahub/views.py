import dataclasses

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cinemahub.mail.sending.status import mail_status


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while letters go out, 503 with the reasons while they do not."""
    status = mail_status()
    return JsonResponse(dataclasses.asdict(status), status=503 if status.problems else 200)


def admin_login(request: HttpRequest) -> HttpResponse:
    """Send staff to the site's own sign-in, so that its limits count; whoever is signed in already is no staff."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))
