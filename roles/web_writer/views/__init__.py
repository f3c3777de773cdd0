"""The writer's doors."""
