"""What stands on the page of a definition."""
