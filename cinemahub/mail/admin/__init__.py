from cinemahub.mail.admin.circuit import CircuitAdmin
from cinemahub.mail.admin.outbox import OutboxLetterAdmin
from cinemahub.mail.admin.suppression import SuppressionAdmin

__all__ = ["CircuitAdmin", "OutboxLetterAdmin", "SuppressionAdmin"]
