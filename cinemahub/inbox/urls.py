from django.urls import path

from cinemahub.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.letter_list, name="list"),
    path("empty/", views.empty, name="empty"),
    path("<str:key>/", views.letter, name="letter"),
    path("<str:key>/text/", views.text, name="text"),
    path("<str:key>/headers/", views.headers, name="headers"),
    path("<str:key>/source/", views.source, name="source"),
    path("<str:key>/frame/", views.frame, name="frame"),
]
