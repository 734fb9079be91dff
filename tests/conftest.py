import signal

# A suite started in the background of a script ignores Ctrl-C, and so would the processes it interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
