"""What people owe: in one list, whatever it is."""
