from cinemahub.mail.models.address_field import AddressField
from cinemahub.mail.models.circuit import Circuit
from cinemahub.mail.models.delivery_event import DeliveryEvent
from cinemahub.mail.models.incident import Incident
from cinemahub.mail.models.oauth_token import OAuthToken
from cinemahub.mail.models.outbox_letter import OutboxLetter
from cinemahub.mail.models.pace import Pace
from cinemahub.mail.models.sealed_email import SealedEmail
from cinemahub.mail.models.state import CircuitState, Delivery, Reason, State
from cinemahub.mail.models.suppression import Suppression
from cinemahub.mail.models.used_token import UsedToken
from cinemahub.mail.models.watched_folder import WatchedFolder
from cinemahub.mail.models.worker import Worker

__all__ = [
    "AddressField",
    "Circuit",
    "CircuitState",
    "Delivery",
    "DeliveryEvent",
    "Incident",
    "OAuthToken",
    "OutboxLetter",
    "Pace",
    "Reason",
    "SealedEmail",
    "State",
    "Suppression",
    "UsedToken",
    "WatchedFolder",
    "Worker",
]
