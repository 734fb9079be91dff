from django.urls import path

from cinemahub.mail.arrival.webhooks.view import webhook

urlpatterns = [path("<slug:provider>/<slug:secret>/", webhook, name="webhook")]
