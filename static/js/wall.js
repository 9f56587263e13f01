// What makes a wall handier. Each part stands on HTML that works without it.
