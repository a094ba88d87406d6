"""A policy filled in by fields: what stands in them, what of it changed, and the text with only that changed."""
