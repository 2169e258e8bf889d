"""Issues: reports as they went out, kept to the figure, and what became of them since."""
