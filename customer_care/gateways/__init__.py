"""The outside world of customer care: where mail comes from and goes to."""
