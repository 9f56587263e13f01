"""What people do in conversations. Each is one transaction, and holds every rule whichever door it is called from."""
