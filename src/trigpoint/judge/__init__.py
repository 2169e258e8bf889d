"""What an answer means: status, direction, noise or news, comparison, roll-up. Pure functions over columns."""
