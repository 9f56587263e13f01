"""What is said and done on the site. Each form works without a script, and leads back to where it was."""
