"""The HEALTHCHECK of the container: this process and its database work."""

from urllib.request import urlopen

urlopen("http://127.0.0.1:8000/health/", timeout=4)
