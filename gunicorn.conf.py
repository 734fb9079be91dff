# Whether a proxy is believed is for TRUSTED_PROXIES to say; gunicorn by itself believes every one on this machine.
forwarded_allow_ips = ""
