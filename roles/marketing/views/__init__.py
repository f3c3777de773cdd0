"""Marketing's doors: the desk, campaigns, their coupons, their stock, and what they cost."""
