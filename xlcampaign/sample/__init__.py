"""An invented campaign: its people, what they think of each other, and the mistakes they make."""
