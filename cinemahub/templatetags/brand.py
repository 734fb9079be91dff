"""The brand in templates. Tags and not variables: the page of error 500 is rendered without any."""

from django import template
from django.conf import settings
from django.urls import reverse

from cinemahub import brand

register = template.Library()


@register.simple_tag
def brand_name() -> str:
    name: str = settings.SITE_NAME
    return name


@register.simple_tag
def brand_color(name: str) -> str:
    """Return a colour of `cinemahub.brand.Palette`."""
    color: str = getattr(brand.palette(), name)
    return color


@register.simple_tag
def brand_css() -> str:
    """Return an address that changes with the colours, so that browsers may keep what is there."""
    return f"{reverse('brand_css')}?v={brand.version()}"
