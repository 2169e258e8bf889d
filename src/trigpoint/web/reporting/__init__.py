"""What the pages of composed reports, issues and meetings have in common: their forms and tables."""
