"""The guide to the regions: what a reader is shown of their rules."""
