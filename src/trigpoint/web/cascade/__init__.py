"""The cascade of outcomes, plans and a person's own objectives, as it is drawn."""
