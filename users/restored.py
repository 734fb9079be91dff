"""After a backup was restored: what owners have ended since it was made must not live again."""

from users.models import Session, SignUp, User
from users.models.revocable import new_access_key


def end_what_goes_on() -> int:
    """End sessions, known browsers, links, pending addresses and pending sign-ups; return how many sessions there were.

    What undoes a change of address stays: it is all that an owner has against a thief.
    """
    User.objects.update(access_key=new_access_key(), pending_email="")
    SignUp.objects.filter(user=None).delete()
    deleted: int = Session.objects.all().delete()[0]
    return deleted
