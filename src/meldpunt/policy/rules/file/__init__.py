"""The policy file: its values and tables, its lines, its writing, and its description as a JSON Schema."""
