"""Files of every format, read as text exactly as written: one module a format, all giving a `table.OpenTable`."""
