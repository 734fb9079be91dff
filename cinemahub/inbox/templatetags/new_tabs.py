from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def new_tabs(html: SafeString) -> SafeString:
    """Open the links that `urlize` made in new tabs; whatever else looks like one is escaped by then."""
    return SafeString(html.replace("<a href=", '<a target="_blank" href='))
