from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from users.digest import LENGTH

if TYPE_CHECKING:
    from django.contrib.sessions.backends.db import SessionStore

    from users.models.user import User


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, user: "User") -> Self:
        """Sessions in which an account is signed in now; what has ended them need not have deleted them."""
        alive = self.filter(user_id=user.pk, expire_date__gt=timezone.now())
        return alive.filter(access_digest__in=user.access_digests())


class Session(AbstractBaseSession):
    """Django's session, which knows whose it is, so that its owner can see and end it; `session_key` is a digest."""

    user_id = models.BigIntegerField(_("user"), null=True, db_index=True)
    access_digest = models.CharField(max_length=LENGTH, blank=True)
    browser = models.CharField(_("browser"), max_length=100, blank=True)
    signed_in_at = models.DateTimeField(_("signed in"), null=True)

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta(AbstractBaseSession.Meta):
        db_table = "users_session"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from users.sessions import SessionStore

        return SessionStore
