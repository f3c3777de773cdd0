"""The designer's doors."""
