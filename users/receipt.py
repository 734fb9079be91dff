"""What the forms of somebody signed in carry, so that sending one twice shows the first result.

The first time may end the session that the second still comes with; the receipt then says whose form it was.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

FIELD = "receipt"
SALT = "users.receipt"
LIVES = timedelta(hours=1)


def make_receipt(request: HttpRequest) -> str:
    return signing.dumps(request.user.pk, salt=SALT)


def account_on_receipt(request: HttpRequest) -> int | None:
    """Return the pk of the account that the form was shown to; None without a receipt."""
    try:
        user_id: int = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    return user_id
