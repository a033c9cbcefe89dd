"""The subcommands of `vanthu`, one a file; __main__ puts them together."""
