"""The warehouse's doors: the bench and its parcels, and the shelves that are counted."""
