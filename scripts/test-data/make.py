#!/usr/bin/env python3
"""Makes the synthetic tables of test-data/ and its README.

    python scripts/test-data/make.py           write every file and README.md
    python scripts/test-data/make.py --check   fail unless the files hold what would be written,
                                               and have the SHA-256 that README.md says

Needs numpy and pyarrow, nothing else. Every value is a pure function of a seed and a position:
U(s; shape) is the stream of Java's SplittableRandom(s).nextDouble(), N(s; shape) is Box-Muller on
its pairs, so the tables can be made again anywhere, in any language.
"""

import argparse
import hashlib
import io
import json
import math
import pathlib
import struct
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parents[2] / "test-data"
FLOATS = pa.list_(pa.float32())
DOUBLES = pa.list_(pa.float64())


# ---------------------------------------------------------------- generator


def uniform(seed, *shape):
    """U(seed; shape), row-major."""
    count = math.prod(shape)
    with np.errstate(over="ignore"):
        position = np.arange(1, count + 1, dtype=np.uint64)
        z = np.uint64(seed) + position * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)


def normal(seed, *shape):
    """N(seed; shape), row-major."""
    count = math.prod(shape)
    u = uniform(seed, count + count % 2)
    radius = np.sqrt(-2 * np.log(1 - u[0::2]))
    angle = 2 * np.pi * u[1::2]
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return pairs.reshape(-1)[:count].reshape(shape)


# ---------------------------------------------------------------- containers


def table(vectors, ids=None, element=FLOATS, **columns):
    """A Parquet file: id, vector, further columns (each an Arrow array)."""
    ids = np.arange(len(vectors), dtype=np.int64) if ids is None else ids
    if isinstance(vectors, np.ndarray):
        vectors = vectors.astype(np.float32) if element is FLOATS else vectors
        vectors = list(vectors)
    arrow = pa.table({"id": pa.array(ids), "vector": pa.array(vectors, element), **columns})
    sink = io.BytesIO()
    texts = [f.name for f in arrow.schema if pa.types.is_string(f.type) and f.name != "id"]
    pq.write_table(
        arrow, sink, compression="zstd", compression_level=9, store_schema=False,
        use_dictionary=texts,
    )
    return sink.getvalue()


def npy(array, version=(1, 0)):
    sink = io.BytesIO()
    np.lib.format.write_array(sink, array, version=version)
    return sink.getvalue()


def vecs(array):
    head = struct.pack("<i", array.shape[1])
    return b"".join(head + row.tobytes() for row in array)


# ---------------------------------------------------------------- tables


def swiss_roll():
    n = 3000
    u = uniform(101, n, 2)
    # Uniform on the strip: the arc length of the spiral r = t is s(t); invert it by a fine table.
    grid = np.linspace(1.5 * np.pi, 4.5 * np.pi, 200_001)
    length = 0.5 * (grid * np.sqrt(1 + grid**2) + np.arcsinh(grid))
    arc = u[:, 0] * (length[-1] - length[0])
    t = np.interp(arc + length[0], length, grid)
    height = 21 * u[:, 1]
    points = np.stack([t * np.cos(t), height, t * np.sin(t)], axis=1)
    return table(points, arc=pa.array(arc), height=pa.array(height))


def sphere():
    x = normal(102, 4000, 6)
    return table(x / np.linalg.norm(x, axis=1, keepdims=True))


def ring_of_clusters():
    sizes = [120 + 20 * j for j in range(8)]
    noise = 40
    labels = np.repeat(np.arange(8), sizes)
    angle = 2 * np.pi * labels / 8
    points = 0.5 * normal(103, len(labels), 8)
    points[:, 0] += 10 * np.cos(angle)
    points[:, 1] += 10 * np.sin(angle)
    u = 2 * uniform(104, noise, 8) - 1
    points = np.concatenate([points, u * np.array([16, 16, 4, 4, 4, 4, 4, 4])])
    names = ["cluster-%d" % label for label in labels] + [None] * noise
    return table(points, label=pa.array(names, pa.string()))


def two_clusters_one_bridge():
    half = normal(105, 400, 5)
    half[:, 0] += 7
    points = np.concatenate([half, -half, np.zeros((1, 5))])
    names = ["right"] * 400 + ["left"] * 400 + [None]
    return table(points, label=pa.array(names, pa.string()))


def near_duplicates():
    base = normal(106, 400, 16)
    rows, origin, kind = [base], list(range(400)), ["original"] * 400
    for i in range(40):  # rows 0..39 have 1 to 4 exact copies
        copies = 1 + i % 4
        rows.append(np.repeat(base[i : i + 1], copies, axis=0))
        origin += [i] * copies
        kind += ["exact"] * copies
    for i in range(40, 80):  # rows 40..79 have 1 to 4 near copies
        copies = 1 + i % 4
        rows.append(base[i] + 1e-3 * normal(1000 + i, copies, 16))
        origin += [i] * copies
        kind += ["near"] * copies
    return table(
        np.concatenate(rows),
        copy_of=pa.array(origin, pa.int64()),
        copy_kind=pa.array(kind, pa.string()),
    )


def heavy_hubs():
    return table(normal(107, 1500, 64))


def bad_rows():
    good = normal(108, 200, 8)
    ids = list(range(200))
    rows = [list(row) for row in good]

    def bad(row_id, vector):
        ids.append(row_id)
        rows.append(vector)

    def with_element(i, value):
        row = list(good[i])
        row[i % 8] = value
        return row

    bad(None, list(good[0]))
    bad(None, list(good[1]))
    bad(1000, None)
    bad(1001, list(good[2][:7]))
    bad(1002, list(good[3]) + [0.5])
    bad(1003, [])
    bad(1004, with_element(5, None))
    bad(1005, with_element(3, math.nan))
    bad(1006, with_element(6, math.nan))
    bad(1007, with_element(0, math.inf))
    bad(1008, with_element(7, -math.inf))
    bad(1009, with_element(2, 1e39))
    bad(1010, with_element(4, -1e300))
    bad(1011, list(good[10]))
    bad(1011, list(good[11]))
    bad(1012, list(good[12]))
    bad(1012, list(good[12]))
    bad(1013, [0.0] * 8)
    return table(rows, ids=pa.array(ids, pa.int64()), element=DOUBLES)


def string_ids():
    points = normal(109, 300, 6)
    points[150:, 0] += 9
    stems = ["apple", "Zebra", "Ärger", "東京", "a b", "x/y", "ümlaut", "id"]
    ids = ["%s-%03d" % (stems[i % 8], i) for i in range(300)]
    label = ["left"] * 150 + ["right"] * 150
    return table(points, ids=pa.array(ids, pa.string()), label=pa.array(label, pa.string()))


def extreme_ids():
    points = normal(110, 120, 4)
    ids = [2**63 - 1 - i for i in range(40)] + [-(2**63) + i for i in range(40)]
    ids += [7 * i - 140 for i in range(40)]
    return table(points, ids=pa.array(ids, pa.int64()))


def empty():
    return table([], ids=pa.array([], pa.int64()))


def one_row():
    return table(np.array([[1.0, 2.0, 3.0, 4.0]]))


def two_rows():
    return table(np.array([[0.0, 0.0, 1.0], [3.0, 4.0, 1.0]]))


def all_equal():
    return table(np.tile([0.5, -1.0, 2.0, 0.25], (50, 1)))


def one_dimension():
    points = normal(111, 300, 1)
    points[150:] += 10
    label = ["low"] * 150 + ["high"] * 150
    return table(points, label=pa.array(label, pa.string()))


def bytes_of_small():
    """200 x 16 whole numbers 0..255 in four heaps: every format holds them exactly."""
    centres = 255 * uniform(112, 4, 16)
    values = np.repeat(centres, 50, axis=0) + 12 * normal(113, 200, 16)
    return np.clip(np.rint(values), 0, 255)


def small_jsonl():
    lines = []
    for i, row in enumerate(bytes_of_small()):
        line = {"id": i, "vector": [int(v) for v in row], "label": "heap-%d" % (i // 50)}
        lines.append(json.dumps(line) + "\n")
    return "".join(lines).encode()


# ---------------------------------------------------------------- registry

OURS = "this script; Apache-2.0"

# file: (maker, rows x dims, columns beside id and vector, seeds, truth)
FILES = {
    "synthetic/swiss-roll.parquet": (
        swiss_roll, "3000 x 3", "arc DOUBLE, height DOUBLE", "101",
        "a flat strip rolled up without noise: dimension 2; arc and height are the coordinates of the unrolled strip, on which rows are uniform",
    ),
    "synthetic/sphere.parquet": (
        sphere, "4000 x 6", "", "102",
        "uniform on the unit sphere S^5: dimension 5",
    ),
    "synthetic/ring-of-clusters.parquet": (
        ring_of_clusters, "1560 x 8", "label STRING", "103, 104",
        "8 Gaussian clusters of 120, 140, ..., 260 rows on a ring, label cluster-0 to cluster-7; the last 40 rows are noise, label null",
    ),
    "synthetic/two-clusters-one-bridge.parquet": (
        two_clusters_one_bridge, "801 x 5", "label STRING", "105",
        "2 clusters of 400, one the mirror image of the other, and one row half way (id 800, label null), the only link between them",
    ),
    "synthetic/near-duplicates.parquet": (
        near_duplicates, "600 x 16", "copy_of BIGINT, copy_kind STRING", "106, 1040 to 1079",
        "400 originals; rows 0 to 39 have 100 exact copies in all, rows 40 to 79 have 100 near copies (noise 0.001 an element)",
    ),
    "synthetic/heavy-hubs.parquet": (
        heavy_hubs, "1500 x 64", "", "107",
        "one Gaussian of 64 dimensions: no cluster, strong hubs",
    ),
    "synthetic/bad-rows.parquet": (
        bad_rows, "218 x 8", "", "108",
        "200 good rows, ids 0 to 199, and 18 odd ones: 2 null ids, 1 null vector, 3 wrong lengths, 1 null element, 2 with NaN, 2 infinite, 2 too large for float32, 4 rows of 2 repeated ids, 1 zero vector (id 1013, bad where a direction is needed); elements are DOUBLE",
    ),
    "synthetic/string-ids.parquet": (
        string_ids, "300 x 6", "label STRING", "109",
        "2 clusters of 150; ids are text with spaces, slashes and letters beyond ASCII",
    ),
    "synthetic/extreme-ids.parquet": (
        extreme_ids, "120 x 4", "", "110",
        "one Gaussian; ids reach from -2^63 to 2^63 - 1",
    ),
    "synthetic/empty.parquet": (empty, "0 x 0", "", "", "no rows"),
    "synthetic/one-row.parquet": (one_row, "1 x 4", "", "", "nothing to compare with"),
    "synthetic/two-rows.parquet": (two_rows, "2 x 3", "", "", "their distance is 5"),
    "synthetic/all-equal.parquet": (all_equal, "50 x 4", "", "", "every row is the same"),
    "synthetic/one-dimension.parquet": (
        one_dimension, "300 x 1", "label STRING", "111", "2 clusters of 150 on a line: dimension 1",
    ),
    "formats/small.parquet": (
        lambda: table(
            bytes_of_small(),
            label=pa.array(["heap-%d" % (i // 50) for i in range(200)], pa.string()),
        ),
        "200 x 16", "label STRING", "112, 113", "4 heaps of 50, whole numbers 0 to 255",
    ),
    "formats/small.npy": (
        lambda: npy(bytes_of_small().astype("<f4")), "200 x 16", "", "112, 113",
        "the vectors of small.parquet: float32, C order, version 1",
    ),
    "formats/small-fortran.npy": (
        lambda: npy(np.asfortranarray(bytes_of_small().astype("<f8")), (2, 0)), "200 x 16", "", "112, 113",
        "the same: float64, Fortran order, version 2",
    ),
    "formats/small-half.npy": (
        lambda: npy(bytes_of_small().astype("<f2"), (3, 0)), "200 x 16", "", "112, 113",
        "the same: float16, C order, version 3",
    ),
    "formats/small-big-endian.npy": (
        lambda: npy(bytes_of_small().astype(">f4")), "200 x 16", "", "112, 113",
        "the same: big-endian float32",
    ),
    "formats/small.fvecs": (
        lambda: vecs(bytes_of_small().astype("<f4")), "200 x 16", "", "112, 113", "the same",
    ),
    "formats/small.bvecs": (
        lambda: vecs(bytes_of_small().astype(np.uint8)), "200 x 16", "", "112, 113", "the same",
    ),
    "formats/small.jsonl": (small_jsonl, "200 x 16", "label STRING", "112, 113", "the same"),
}

# Files that are not made here: rows x dims, further columns, truth, origin and licence.
GIVEN = {
    "digits.parquet": (
        "1797 x 64", "label INT",
        "handwritten digits 0 to 9 as 8 x 8 grey levels 0 to 16, label is the digit",
        "UCI, Optical Recognition of Handwritten Digits (E. Alpaydin, C. Kaynak, 1998, doi 10.24432/C50P49), the 1797 test rows as distributed with scikit-learn, as float32; CC BY 4.0",
    ),
    "published/0.1.0.zip": (
        "", "",
        "what version 0.1.0 published of formats/small.parquet, an output with the runs graph, sketch and groups: tables and manifests, the pages left out",
        "`scripts/test-data/published`; Apache-2.0",
    ),
}

INTRODUCTION = """# Test data

Small tables for the first look, the tests and the documentation. Every table has the columns `id` and `vector`
beside those named; ids are row numbers from 0 where nothing else is said. Seeds are those of U(s) and N(s) in
`scripts/test-data/make.py`, which makes everything but digits and published/ and writes this file; `make.py --check` proves that
the files hold what it would make.

| file | rows x dims | further columns | what is true of it | seeds | origin and licence | SHA-256 |
|---|---|---|---|---|---|---|
"""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def readme():
    lines = []
    for name, (shape, columns, truth, origin) in GIVEN.items():
        digest = sha256((HERE / name).read_bytes())
        lines.append((name, shape, columns, truth, "", origin, digest))
    for name, (_, shape, columns, seeds, truth) in FILES.items():
        digest = sha256((HERE / name).read_bytes())
        lines.append((name, shape, columns, truth, seeds, OURS, digest))
    return INTRODUCTION + "".join("| `%s` | %s |\n" % (l[0], " | ".join(l[1:])) for l in lines)


def is_same(name, expected, actual):
    """Parquet bytes depend on the writer's version; the rows do not."""
    if not name.endswith(".parquet"):
        return expected == actual
    a, b = (pq.read_table(io.BytesIO(d)) for d in (expected, actual))
    # NaN differs from itself in Arrow's equals: compare the text of the rows.
    return a.schema.equals(b.schema) and repr(a.to_pylist()) == repr(b.to_pylist())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    wrong = []
    for name, (make, *_) in FILES.items():
        path = HERE / name
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make())
        elif not path.exists() or not is_same(name, make(), path.read_bytes()):
            wrong.append(name)
    if not check:
        (HERE / "README.md").write_text(readme())
        print("wrote %d files and README.md below %s" % (len(FILES), HERE))
    elif wrong:
        sys.exit("differ from what this script makes: %s" % ", ".join(wrong))
    elif (HERE / "README.md").read_text() != readme():
        sys.exit("README.md is out of date: run without --check")
    else:
        print("%d files and README.md are as this script makes them" % len(FILES))


if __name__ == "__main__":
    main()
