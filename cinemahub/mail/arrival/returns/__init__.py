"""Email that came back to the mailbox that sends: `report` reads one, `collect` goes through the mailbox."""
