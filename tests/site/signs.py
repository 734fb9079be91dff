"""What stands in large letters on a page that is shown instead of one."""

import re

from django.template.loader import render_to_string
from django.utils import translation


def sign(template: str, language: str = "en") -> str:
    """Return it as it stands in the page's source."""
    with translation.override(language):
        found = re.search(r'<h1 class="sign">(.+?)</h1>', render_to_string(template), re.DOTALL)
    assert found
    return found[1]
