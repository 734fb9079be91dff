from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cinemahub import brand

YEAR_IN_SECONDS = 365 * 24 * 60 * 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """Serve the colours; during a deploy, a page may ask an older or newer process for them."""
    response = HttpResponse(brand.stylesheet(), content_type="text/css")
    if request.GET.get("v") == brand.version():
        patch_cache_control(response, public=True, max_age=YEAR_IN_SECONDS, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


def admin_login(request: HttpRequest) -> HttpResponse:
    """Send staff to the site's own sign-in, so that its limits count; anyone signed in already isn't staff."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))
