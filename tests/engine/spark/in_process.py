"""A stand-in for a Spark session that runs in this process: what is asked of one, on Arrow tables, in an order of its own."""

from __future__ import annotations

import random

import pyarrow as pa
import pyarrow.compute as pc


class Frame:
    """A table that a session would hold; groups are handed out in a shuffled order, and so are the rows of a group."""

    def __init__(self, table, seed=7):
        self.table, self.random = table, random.Random(seed)

    def union(self, other):
        return Frame(pa.concat_tables([other.table, self.table]))

    def mapInArrow(self, function, _schema):
        batches = [batch.slice(row, 1) for batch in self.table.to_batches() for row in range(batch.num_rows)]
        self.random.shuffle(batches)
        return Frame(pa.Table.from_batches(list(function(iter(batches)))))

    def groupBy(self, name):
        self.key = name
        return self

    def applyInArrow(self, function, _schema):
        keys = self.table[self.key].unique().to_pylist()
        self.random.shuffle(keys)
        found = []
        for key in keys:
            own = self.table.filter(pc.equal(self.table[self.key], key))
            order = list(range(own.num_rows))
            self.random.shuffle(order)
            found.append(function(own.take(order)))
        return Frame(pa.concat_tables(found))

    def toArrow(self):
        return self.table


class Session:
    """Makes frames."""

    def createDataFrame(self, table):
        return Frame(table)
