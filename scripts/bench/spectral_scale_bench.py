"""The eigen-solver on seeded mixtures (mixture.py) of growing size, by back-end, and scipy's eigsh on the same matrix.

The clusters overlap, so that nearly all rows are one piece of the graph; it alone is solved, by every system, since
Geodesy would solve each piece by itself and eigsh their union. Rows and entries are those of the piece.

`block products` are the passes over the matrix: products divided by the columns that share one, 4 in process, the block
of the filter on the executors. Seconds are the phase "solve for eigenpairs" of a run that takes its graph from an
earlier one, first work of a fresh JVM. Bytes are those of the ghost rows of a product of one block; a message an edge
would be 4 bytes a column for every entry off the diagonal. Nothing else should run on the machine.
"""

import argparse
import os
import shutil
import tempfile

import knn_bench
import scale_bench
import spectral_bench

LOCAL_WIDTH = 4
# Centres of the clusters, in deviations of one: the graph is one piece but for strays.
SPREAD = 0.5


def filter_width(pairs):
    return (max(pairs + 8, (3 * pairs + 1) // 2) + 3) // 4 * 4


def largest_piece(matrix):
    """The rows and columns of the largest connected component, which must hold most rows."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    labels = connected_components(matrix, directed=False)[1]
    sizes = np.bincount(labels)
    if 2 * sizes.max() <= matrix.shape[0]:
        raise SystemExit(f"the graph has no piece of more than half of its {matrix.shape[0]} rows: take a smaller --spread")
    kept = np.flatnonzero(labels == sizes.argmax())
    return matrix[kept][:, kept]


def line(rows, system, seconds, products, width, moved, peak, difference):
    blocks = products / width
    print(f"| {rows} | {system} | {products} | {blocks:.0f} | {seconds:.2f} | {1000 * seconds / blocks:.1f} | {moved} | {peak} "
          f"| {difference:.1e} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="25000,50000,100000,200000", help="rows, ascending")
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spread", type=float, default=SPREAD, help="of the centres, in deviations of a cluster")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--components", type=int, default=16)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--back-ends", default="local,ghost")
    parser.add_argument("--set", action="append", default=[], help="a parameter of diffusion-map, key=value; may be repeated")
    parser.add_argument("--command", help="the geodesy command; default scripts/geodesy")
    parser.add_argument("--home", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    print(f"mixtures of {arguments.dim} columns, seed {arguments.seed}, spread {arguments.spread}, {arguments.metric}, k = {arguments.k}, "
          f"{arguments.components + 1} pairs to {arguments.tolerance}, {arguments.threads} threads, "
          f"{' '.join(arguments.set) or 'defaults'}, {knn_bench.machine()}", flush=True)
    print("| rows | system | products | block products | solve s | ms a block product | bytes a product (of one message an edge) "
          "| peak MiB of the process | worst difference from eigsh at 1e-10 |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    import scipy.sparse as sparse

    for rows in [int(size) for size in arguments.sizes.split(",")]:
        arguments.data = scale_bench.table_of(arguments.home, rows, arguments.dim, arguments.seed, arguments.spread)
        output = tempfile.mkdtemp(prefix="geodesy-bench-")
        try:
            found, graph = {}, None
            for back_end in arguments.back_ends.split(","):
                # The first run makes the graph; the solver of each is the first work of its kind in a fresh JVM.
                graph = graph or back_end
                found[back_end] = spectral_bench.run_geodesy(
                    arguments, output, back_end, [f"back-end={back_end}"], smallest=rows // 2 + 1)
            matrix = largest_piece(spectral_bench.operator(output, found[graph]["attributes"], graph))
            file = os.path.join(output, "operator.npz")
            sparse.save_npz(file, matrix)
            theirs = spectral_bench.run_eigsh(arguments, file)
        finally:
            shutil.rmtree(output, ignore_errors=True)
        width = filter_width(arguments.components + 1)
        for back_end, ours in found.items():
            ghosts = ours["statistics"].get("ghost-rows")
            moved = "0" if back_end == "local" else "-"
            if ghosts:
                edges = matrix.nnz - matrix.shape[0]
                moved = f"{4 * width * ghosts:.3g} ({ghosts / edges:.0%})"
            line(matrix.shape[0], back_end, ours["seconds"], ours["products"], LOCAL_WIDTH if back_end == "local" else width, moved,
                 ours["peak"], max(abs(a - b) for a, b in zip(ours["values"], theirs["exact"])))
        line(matrix.shape[0], "eigsh", theirs["seconds"], theirs["products"], 1, "0", theirs["peak"],
             max(abs(a - b) for a, b in zip(theirs["values"], theirs["exact"])))


if __name__ == "__main__":
    main()
