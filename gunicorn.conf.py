# Whether a proxy is believed is for BEHIND_PROXY to say; gunicorn by itself believes every one on this machine.
forwarded_allow_ips = ""
