from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cinemahub.mail.arrival.lift import Lifted, lift
from cinemahub.mail.privacy.masking import mask_address


def lift_and_tell(request: HttpRequest, address: str) -> None:
    """Lift the suppression of an address and tell staff what is left to do at the provider."""
    lifted, provider = lift(address)
    words = {"address": mask_address(address)}
    if provider is not None:
        words |= {"provider": str(provider.name), "page": str(provider.pages.account)}
    match lifted:
        case Lifted.HERE:
            messages.success(request, _("%(address)s can be emailed again.") % words)
        case Lifted.EVERYWHERE:
            messages.success(request, _("%(address)s can be emailed again, by %(provider)s too.") % words)
        case Lifted.BY_HAND:
            text = _(
                "%(address)s can be emailed again. %(provider)s keeps its own list, which cannot be changed from here; "
                "remove the address there: %(page)s."
            )
            messages.warning(request, text % words)
        case Lifted.REFUSED:
            text = _(
                "%(address)s can be emailed again, but %(provider)s did not remove it from its list; do that there: "
                "%(page)s."
            )
            messages.error(request, text % words)
