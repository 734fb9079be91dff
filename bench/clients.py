from ipaddress import IPv4Address
from uuid import uuid4


def new_client_address() -> str:
    return str(IPv4Address(uuid4().int >> 96))
