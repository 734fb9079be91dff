"""What browsers and robots ask for at addresses that no page links to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cinemahub import brand

DAY_IN_SECONDS = 24 * 60 * 60
# Robots may look everywhere: what should not be found says so itself, which a robot kept out could not read.
ROBOTS = "User-agent: *\nDisallow:\n"

cached = cache_control(public=True, max_age=DAY_IN_SECONDS)


@require_safe
@cached
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("site/favicon.ico"))


@require_safe
@cached
def touch_icon(request: HttpRequest) -> HttpResponse:
    return redirect(static("site/touch-icon.png"))


@require_safe
@cached
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
@cached
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a phone how to call the site on its home screen (W3C, Web Application Manifest)."""
    found = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "browser",
        "background_color": brand.PAPER,
        "theme_color": brand.PAPER,
        "icons": [
            {"src": static("site/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("site/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return JsonResponse(found, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
