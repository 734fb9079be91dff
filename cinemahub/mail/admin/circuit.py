from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.read_only import ReadOnlyAdmin, operation
from cinemahub.mail.models import Circuit, CircuitState
from cinemahub.mail.models.circuit import CircuitQuerySet


@admin.register(Circuit)
class CircuitAdmin(ReadOnlyAdmin):
    """Whether emails go, and if they do not, why and what to do."""

    list_display = ["transport", "state", "since", "cause", "remedy", "probe_at"]
    fields = ["transport", "state", "since", "cause", "remedy", "answer", "probes", "probe_at"]
    actions = ["release"]

    @admin.display(description=_("cause"))
    def cause(self, circuit: Circuit) -> str:
        return "" if circuit.state == CircuitState.CLOSED else circuit.diagnosis.cause

    @admin.display(description=_("what to do"))
    def remedy(self, circuit: Circuit) -> str:
        return "" if circuit.state == CircuitState.CLOSED else circuit.diagnosis.remedy

    @operation(_("Release"))
    def release(self, request: HttpRequest, circuits: CircuitQuerySet) -> None:
        for circuit in circuits:
            Circuit.close(circuit.transport)
        self.message_user(request, _("Sending has resumed."))
