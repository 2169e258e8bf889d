"""Writing and approving commentary: the facts to start from, the form, the versions, and what is asked for in a period."""
