"""What the program has to say about what it read: rules, places, findings."""
