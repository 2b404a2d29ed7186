"""The questions of the chapter `why_low_first`, and its claims."""
