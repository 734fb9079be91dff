from cinemahub.mail.admin.hold import HoldAdmin
from cinemahub.mail.admin.outbox import OutboxLetterAdmin
from cinemahub.mail.admin.suppression import SuppressionAdmin

__all__ = ["HoldAdmin", "OutboxLetterAdmin", "SuppressionAdmin"]
