from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from cinemahub import health, site_files, views
from cinemahub.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("brand.css", views.brand_css, name="brand_css"),
    path("favicon.ico", site_files.favicon),
    path("apple-touch-icon.png", site_files.touch_icon),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    path("robots.txt", site_files.robots),
    path("users/", include("users.urls")),
    path(".well-known/change-password", RedirectView.as_view(pattern_name="password_change")),
    path("health/", health.health, name="health"),
    path("health/mail/", health.mail_health, name="mail_health"),
    path("webhooks/", include("cinemahub.mail.arrival.webhooks.urls")),
    path("metrics", metrics, name="metrics"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/login/", views.admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),  # whose letter tells of it
    path("admin/", admin.site.urls),
]
if "cinemahub.inbox" in settings.INSTALLED_APPS:
    urlpatterns.append(path("inbox/", include("cinemahub.inbox.urls")))
