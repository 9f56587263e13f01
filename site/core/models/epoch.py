"""The one row behind core.epochs."""

from django.db import models


class Epoch(models.Model):
    """How often the tree, the files and what editors keep for search have changed. One row, with primary key 1."""

    tree = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    search = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"tree {self.tree}, files {self.files}, search {self.search}"
