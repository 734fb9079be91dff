"""The APIs of the providers on loopback. Each takes only what the real one takes, and says where that is written.

`base` has what they share; a file has the name of EMAIL_PROVIDER. Amazon SES is moto, in tests/servers/ses.py.
"""
