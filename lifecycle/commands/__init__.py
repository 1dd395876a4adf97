"""The subcommands, one file for each subject; each enters heavy rooms only when it runs."""
