"""How a provider is asked about an account: a call that sends nothing, and fails only if the key is wrong."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

type Domains = dict[str, bool] | None
"""The account's sending domains and whether they are verified; None: the provider does not tell."""


class MayOnlySendError(Exception):
    """The key is known and may not ask this."""


class Api(Protocol):
    """A provider's API as the doctor reaches it; a refusal is raised, and a key without the right to ask as well."""

    def option(self, name: str) -> str:
        """Return an option of the backend, such as its key."""

    def get(self, path: str, *, good: int = 200, **request: Any) -> Any:
        """Return the JSON of the answer; `good` is one more status that means well."""

    def post(self, path: str, *, good: int = 200, **request: Any) -> Any:
        """Return the JSON of the answer; `good` is one more status that proves the key."""

    def delete(self, path: str, **request: Any) -> None:
        """Delete what need not be there."""

    def refuse_key(self) -> None:
        """Raise what a refused key raises, where a provider says so with a status of success."""

    def boto(self) -> Any:
        """Return the client of boto3, if the backend speaks through one."""


type Account = Callable[[Api], Domains]
type Lift = Callable[[Api, str], object]
"""Take an address off the list of those that the provider does not send to."""
type Hooks = Callable[[Api], Iterable[object]]
"""The addresses that events are posted to."""
type Enter = Callable[[Api, str], object]
"""Have events posted to an address; return the key they are signed with, if the provider makes one."""


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
