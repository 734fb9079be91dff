"""settings.dev for a house of the tests: with an inbox of its own, pages for every error, and no limit on letters."""

from settings import dev
from tests.site.inbox_settings import *

ROOT_URLCONF = "tests.browser.house_urls"
MIDDLEWARE = ["cinemahub.proxy.TrustedProxyMiddleware", *dev.MIDDLEWARE]  # a browser says where it comes from
MAIL_LETTERS_AN_HOUR_FOR_ADDRESS = MAIL_LETTERS_A_MINUTE_FROM_CLIENT = 1000
