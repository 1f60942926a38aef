"""The bank's glossary: a module per area, each with a `GlossaryArea` of terms, their definitions and their columns."""
