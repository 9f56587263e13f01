"""What people see of people, and where they change it."""
