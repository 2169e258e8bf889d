"""The explore screen in parts: what is on its shelves, the grid that answers, the chart that its shape asks for."""
