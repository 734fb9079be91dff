"""settings.staging with a service of the tests in the place of Google: what .env says of tokens is read as ever."""

import json
import os

from settings import staging
from settings.staging import *

MAIL_OAUTH = {"default": staging.MAIL_OAUTH["default"] | json.loads(os.environ["OAUTH_ADDRESSES"])}
