from users.models.attempt import Attempt
from users.models.security_event import EventKind, SecurityEvent
from users.models.session import Session
from users.models.sign_up import SignUp
from users.models.user import User

__all__ = ["Attempt", "EventKind", "SecurityEvent", "Session", "SignUp", "User"]
