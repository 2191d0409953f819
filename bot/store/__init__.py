"""What lasts: people, goals, feedback, check-ins. Plain functions that take a session."""
