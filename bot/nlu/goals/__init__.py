"""What a message says of goals: titles, names, dates and progress in it, by patterns."""
