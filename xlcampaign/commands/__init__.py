"""The use cases, one file each: what a command does, without the command line."""
