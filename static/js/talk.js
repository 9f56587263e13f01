// What makes conversations handier. Each part stands on HTML that works without it.
