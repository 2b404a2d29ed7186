"""The questions of the chapter `corruptions_and_attacks`, and its claims."""
