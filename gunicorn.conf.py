import os

# TRUSTED_PROXIES says which proxies are trusted; gunicorn's default trusts every one on this machine.
forwarded_allow_ips = ""
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4  # each may hash a password, which takes 100 MB for a moment
control_socket_disable = True  # systemd controls it
