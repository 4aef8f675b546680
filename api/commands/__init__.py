"""What each command of `inroads` does; api/cli.py puts them together."""
