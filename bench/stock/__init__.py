"""A bare Django project: what startproject writes, with a home page and django.contrib.auth's sign-in."""
