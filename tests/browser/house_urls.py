"""The site's pages, and those that it shows instead of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from cinemahub.urls import urlpatterns as pages


def error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


urlpatterns = [path("errors/<int:status>/", error), *pages]
