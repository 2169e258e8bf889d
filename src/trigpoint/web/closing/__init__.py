"""The pages of closing a period: what is offered, what is missing, and the forms."""
