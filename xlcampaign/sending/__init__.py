"""What goes to each recipient."""
