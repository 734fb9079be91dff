"""What became of letters: providers' events, and mail that comes back to a real mailbox."""
