"""The parts of an indicator's page, each made from one `History`: head, series, places, meaning, what stands beside."""
