"""Seeded mixtures that are as awkward as real embeddings: mixture.py OUT.parquet ROWS [--dim 128] [--seed 1] [--spread 2].

Clusters of Zipf sizes (the c-th largest holds a share proportional to 1 / c), each a Gaussian cloud whose variances fall as
a power of the rank, along axes of its own; the centres spread by the same law. Some rows are exact copies of others.
At a spread of 0.5 the clusters overlap, and the neighbour graph is one piece but for strays. A table is the beginning of
every longer one of the same dim, seed and spread. Columns id BIGINT, vector ARRAY<FLOAT>, label INT.
"""

import argparse
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK = 25_000
CLUSTERS = 200
# Variance of the j-th axis is j^-1: the spectra of text and token embeddings fall about so.
POWER = 1.0
# How far centres lie apart, in deviations of a cluster: at 2 the neighbour graph falls into pieces.
SPREAD = 2.0
COPIES = 0.05


class Mixture:
    def __init__(self, dim, seed, spread):
        self.dim, self.seed = dim, seed
        random = np.random.default_rng([seed, 0])
        self.scales = np.arange(1, dim + 1) ** (-POWER / 2)
        self.centres = spread * random.standard_normal((CLUSTERS, dim)) * self.scales
        self.axes = [np.linalg.qr(random.standard_normal((dim, dim)))[0] for _ in range(CLUSTERS)]
        shares = 1 / np.arange(1, CLUSTERS + 1)
        self.shares = shares / shares.sum()

    def chunk(self, number):
        """Rows [number * CHUNK, (number + 1) * CHUNK) and their clusters."""
        random = np.random.default_rng([self.seed, 1 + number])
        labels = random.choice(CLUSTERS, CHUNK, p=self.shares).astype(np.int32)
        rows = random.standard_normal((CHUNK, self.dim)) * self.scales
        for cluster in np.unique(labels):
            members = labels == cluster
            rows[members] = rows[members] @ self.axes[cluster].T + self.centres[cluster]
        copies = random.choice(CHUNK, int(COPIES * CHUNK), replace=False)
        originals = random.choice(np.setdiff1d(np.arange(CHUNK), copies), len(copies))
        rows[copies], labels[copies] = rows[originals], labels[originals]
        return rows.astype(np.float32), labels


def write(path, rows, dim, seed, spread=SPREAD):
    mixture = Mixture(dim, seed, spread)
    schema = pa.schema([("id", pa.int64()), ("vector", pa.list_(pa.float32())), ("label", pa.int32())])
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    # Complete or absent: an interrupted call leaves no short table under the name.
    part = path + ".part"
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for number in range(-(-rows // CHUNK)):
            count = min(CHUNK, rows - number * CHUNK)
            values, labels = mixture.chunk(number)
            vectors = pa.ListArray.from_arrays(np.arange(0, (count + 1) * dim, dim, dtype=np.int32), values[:count].ravel())
            ids = pa.array(np.arange(number * CHUNK, number * CHUNK + count))
            writer.write_table(pa.table([ids, vectors, pa.array(labels[:count])], schema=schema))
    os.replace(part, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("rows", type=int)
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spread", type=float, default=SPREAD, help="of the centres, in deviations of a cluster")
    arguments = parser.parse_args()
    write(arguments.out, arguments.rows, arguments.dim, arguments.seed, arguments.spread)


if __name__ == "__main__":
    main()
