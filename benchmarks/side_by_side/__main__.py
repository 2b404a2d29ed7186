"""Print every benchmark that was kept."""

from side_by_side import kept, table

print("\n".join(table(entry) for entry in kept()))
