"""The neighbour graph on seeded mixtures (mixture.py) of growing size: cost, recall, and the exponent of the growth.

`engine` is the sum of the engine's phases in the manifest, vectors in memory to lists in memory; core-seconds are engine
seconds times threads; recall is measured here, against exact lists of 1000 rows drawn by seed, tie-aware. Shuffled bytes
are shown where the run reports them. Nothing else should run on the machine.
"""

import argparse
import math
import os

import knn_bench
import mixture

# The exponent that the design promises, at a recall that does not fall.
MOST_EXPONENT = 1.15


def table_of(home, rows, dim, seed, spread=mixture.SPREAD):
    name = f"mixture-{rows}x{dim}-seed{seed}{'' if spread == mixture.SPREAD else f'-spread{spread}'}.parquet"
    path = os.path.join(home, "target", "bench-data", name)
    if not os.path.exists(path):
        mixture.write(path, rows, dim, seed, spread)
    return path


def slope(xs, ys):
    """Least squares in logarithms."""
    xs, ys = [math.log(x) for x in xs], [math.log(y) for y in ys]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def bytes_a_row(attributes, name, rows):
    value = attributes.get(name)
    return "-" if value is None else f"{value / rows:.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="25000,50000,100000,200000", help="rows, ascending")
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--set", action="append", default=[], help="a parameter of knn-graph, key=value; may be repeated")
    parser.add_argument("--home", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    print(f"mixtures of {arguments.dim} columns, seed {arguments.seed}, {arguments.metric}, k = {arguments.k}, "
          f"{arguments.threads} threads, {' '.join(arguments.set) or 'defaults'}, {knn_bench.machine()}", flush=True)
    print("| rows | engine s | core-s a million rows | CPU s of whole | whole s | peak MiB | recall (se) | "
          "shuffled bytes a row | predicted |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    sizes, results = [int(size) for size in arguments.sizes.split(",")], []
    for rows in sizes:
        arguments.data = table_of(arguments.home, rows, arguments.dim, arguments.seed)
        ids, x = knn_bench.load(arguments.data, arguments.metric)
        true = knn_bench.truth(x, arguments.k)
        r = knn_bench.run_geodesy(arguments, ids, x, true)
        results.append(r)
        print(f"| {rows} | {r['seconds']:.2f} | {1e6 * r['seconds'] * arguments.threads / rows:.1f} | {r['whole_cpu']:.1f} "
              f"| {r['whole']:.1f} | {r['peak']} | {r['recall']:.4f} ({r['error']:.4f}) "
              f"| {bytes_a_row(r['attributes'], 'shuffle-bytes', rows)} "
              f"| {bytes_a_row(r['attributes'], 'predicted-shuffle-bytes', rows)} |", flush=True)
    if len(sizes) > 1:
        exponent = slope(sizes, [r["seconds"] for r in results])
        recalls = [r["recall"] for r in results]
        print(f"core-seconds grow as rows^{exponent:.2f}, at most {MOST_EXPONENT}: "
              f"{knn_bench.verdict(exponent <= MOST_EXPONENT)}; recall {recalls[0]:.4f} at {sizes[0]} rows, "
              f"{recalls[-1]:.4f} at {sizes[-1]}, least {min(recalls):.4f}")


if __name__ == "__main__":
    main()
