"""The site's pages, and those that it shows instead of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.defaults import page_not_found

from cinemahub.urls import urlpatterns as pages


def error(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html", status=int(name[:3]))


urlpatterns = [
    path("errors/<str:name>/", error),
    *pages,
    re_path("", page_not_found, {"exception": Http404()}),  # in place of the one with which Django helps developers
]
