"""Everything that changes people and teams. Views, the CMS, commands and imports call these, and nothing else."""
