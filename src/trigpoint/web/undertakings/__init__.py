"""Actions, projects and risks on pages: as tables, boards and drawn by month, with the figures that they should move."""
