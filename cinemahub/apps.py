from django.apps import AppConfig


class CinemahubConfig(AppConfig):
    name = "cinemahub"
