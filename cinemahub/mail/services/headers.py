"""What a provider does with the headers an email brings along."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Headers:
    """`only`, `prefixes` and `never` hold names in lower case; they do not concern From, To, Subject and Reply-To."""

    only: frozenset[str] | None = None  # those it accepts; None: any
    prefixes: tuple[str, ...] = ()  # besides `only`: those that begin so
    never: frozenset[str] = frozenset()
    adds: Mapping[str, str] = field(default_factory=dict)  # what it must be told by a header
    keeps_message_id: bool = False  # else it puts one of its own in its place

    @property
    def on_message_id(self) -> Promise:
        return _("keeps the Message-ID") if self.keeps_message_id else _("sets its own Message-ID")

    @property
    def on_automatic(self) -> Promise | None:
        """Say what becomes of Auto-Submitted (RFC 3834), if it is lost."""
        kept = self._accepts("auto-submitted")
        return None if kept else _("drops Auto-Submitted, so automatic replies can come back")

    def accepted(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return what may go along, with what the provider wants to be told."""
        return {name: value for name, value in headers.items() if self._accepts(name.lower())} | dict(self.adds)

    def _accepts(self, name: str) -> bool:
        if name in self.never:
            return False
        return self.only is None or name in self.only or name.startswith(self.prefixes or ("\n",))
