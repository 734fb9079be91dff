from django.urls import path

from cinemahub.inbox.views import letters, listing, preview

app_name = "inbox"
urlpatterns = [
    path("", listing.letter_list, name="list"),
    path("empty/", listing.empty, name="empty"),
    path("letters/", preview.preview_list, name="previews"),
    path("letters/<str:name>/<str:language>/", preview.preview, name="preview"),
    path("letters/<str:name>/<str:language>/frame/", preview.frame, name="preview_frame"),
    path("<str:key>/", letters.letter, name="letter"),
    path("<str:key>/text/", letters.text, name="text"),
    path("<str:key>/headers/", letters.headers, name="headers"),
    path("<str:key>/source/", letters.source, name="source"),
    path("<str:key>/frame/", letters.frame, name="frame"),
    path("<str:key>/files/<int:number>/", letters.attachment, name="attachment"),
    path("<str:key>/delete/", letters.delete, name="delete"),
]
