from django import template

from cinemahub.mail.privacy.addresses import visible_address

register = template.Library()
register.filter("visible", visible_address)
