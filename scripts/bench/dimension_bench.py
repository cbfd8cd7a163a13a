"""Geodesy's intrinsic dimension beside scikit-dimension and DADApy on the same neighbour table.

Geodesy computes the graph and the estimates; the peers read the published distances, so that a difference is one of
the estimate and not of the neighbours. Rows whose nearest distance is zero, or that are copies, are collapsed by
Geodesy and would be dropped by the peers: take a table without copies, or compare knowing it. Seconds of Geodesy are the
phases that estimate (every estimator, every group), those of a peer its call alone, without reading and imports.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import tempfile
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")

MOST_PAIRED_ROWS = 10_000


def read(output, table, key, columns):
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = sorted(glob.glob(os.path.join(output, table, f"run={key}", "*.parquet")))
    return pa.concat_tables([pq.ParquetFile(file).read(columns) for file in files])


def run_geodesy(arguments, output):
    command = [os.path.join(arguments.home, "scripts", "geodesy"), "intrinsic-dimension", "--input", os.path.abspath(arguments.data),
               "--output", output, "--run-key", "bench", f"--set=knn-graph.metric={arguments.metric}",
               f"--set=knn-graph.k={arguments.k}", "--set=knn-graph.mode=exact"]
    subprocess.run([command[0], "--version"], check=True, stdout=subprocess.DEVNULL)  # builds what is missing
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if result.returncode:
        raise SystemExit(f"geodesy failed:\n{result.stderr}")


def lists(output, key):
    """Returns ids, distances (n x k) and neighbours' positions (n x k)."""
    table = read(output, "neighbors", key, ["id", "neighbor_ids", "distances"]).sort_by("id")
    ids = table["id"].to_numpy()
    n = len(ids)
    distances = table["distances"].combine_chunks().values.to_numpy().reshape(n, -1).astype(np.float64)
    neighbors = np.searchsorted(ids, table["neighbor_ids"].combine_chunks().values.to_numpy()).reshape(n, -1)
    return ids, distances, neighbors


def timed(call):
    start = time.time()
    value = call()
    return value, time.time() - start


def skdim_rows(name, model, distances, neighbors, **options):
    """A local estimator of scikit-dimension on given lists: the harmonic mean of the rows' values."""
    vectors = np.zeros((len(distances), 2))  # not read where distances are given
    call = lambda: model.fit(vectors, precomputed_knn_arrays=(distances, neighbors), n_neighbors=distances.shape[1], **options)
    fitted, seconds = timed(call)
    rows = np.asarray(fitted.dimension_pw_)
    return name, float(1 / np.mean(1 / rows)), seconds


def peers(distances, neighbors, ks, ratio):
    """Yields (what, system, value, seconds, key of Geodesy's estimate)."""
    import skdim.id as sk
    from dadapy import IdEstimation

    for method, key in (("linear", "twonn-linear"), ("mle", "twonn-censored")):
        model = sk.TwoNN(dist=True, method=method)
        _, seconds = timed(lambda: model.fit(np.ascontiguousarray(distances[:, :2])))
        yield f"TwoNN {method}", "scikit-dimension", model.dimension_, seconds, (key, 2)
    model = sk.TwoNN(dist=True, method="mle", discard_fraction=0)
    _, seconds = timed(lambda: model.fit(np.ascontiguousarray(distances[:, :2])))
    yield "TwoNN mle, nothing discarded", "scikit-dimension", model.dimension_, seconds, ("twonn-ml", 2)
    for k in ks:
        name, value, seconds = skdim_rows(f"MLE k = {k}", sk.MLE(), distances[:, :k], neighbors[:, :k])
        yield name, "scikit-dimension", value, seconds, ("mle", k)
    k = distances.shape[1]
    # The peer's mean counts the k-th distance too, and its MADA makes a matrix of all pairs of rows.
    models = [("MOM, k-th counted by the peer", sk.MOM(), "mom")]
    models += [("MADA", sk.MADA(), "mada")] if len(distances) <= MOST_PAIRED_ROWS else []
    for name, model, key in models:
        name, value, seconds = skdim_rows(f"{name} k = {k}", model, distances, neighbors)
        yield name, "scikit-dimension", value, seconds, (key, k)

    n = len(distances)
    with_self = np.hstack([np.zeros((n, 1)), distances]), np.hstack([np.arange(n)[:, None], neighbors])
    for algorithm, key in (("base", "twonn-linear"), ("ml", "twonn-ml")):
        data = IdEstimation(distances=with_self, maxk=k)
        (value, _, _), seconds = timed(lambda: data.compute_id_2NN(algorithm=algorithm))
        yield f"TwoNN {algorithm}", "DADApy", value, seconds, (key, 2)
    data = IdEstimation(distances=with_self, maxk=k)
    (values, *_), seconds = timed(lambda: data.return_id_scaling_gride(range_max=2 ** int(np.log2(k))))
    for step, value in enumerate(values):
        yield f"Gride {2**step}, {2**(step + 1)}", "DADApy", value, seconds if step == 0 else float("nan"), ("gride", 2 ** (step + 1))
    # DADApy wants one neighbour beyond the k-th; it is not looked at.
    beyond = tuple(np.hstack([part, part[:, -1:]]) for part in with_self)
    data = IdEstimation(distances=beyond, maxk=k + 1)
    found, seconds = timed(lambda: data.compute_id_binomial_k(k=k, r=ratio, bayes=False))
    yield f"binomial, ratio {ratio}", "DADApy", found[0], seconds, ("binomial", k)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=100)
    parser.add_argument("--output", help="compare a run that is there, instead of making one")
    parser.add_argument("--run-key", default="bench")
    parser.add_argument("--graph-key", help="key of the run that published the graph, if it was another")
    parser.add_argument("--home", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    output = arguments.output or tempfile.mkdtemp(prefix="geodesy-bench-")
    key = arguments.run_key
    try:
        if not arguments.output:
            if not arguments.data:
                parser.error("give vectors, or --output of a run")
            run_geodesy(arguments, output)
        with open(os.path.join(output, "_runs", key, "_manifest.json")) as file:
            manifest = json.load(file)
        phases = manifest["phases"]["intrinsic-dimension"]
        groups = read(output, "dimension_groups", key, ["group", "estimator", "rank2", "d"]).to_pylist()
        ours = {(g["estimator"], g["rank2"]): g["d"] for g in groups if g["group"] is None}
        ids, distances, neighbors = lists(output, arguments.graph_key or key)
    finally:
        if not arguments.output:
            shutil.rmtree(output, ignore_errors=True)
    k = distances.shape[1]
    ks = sorted({rank for name, rank in ours if name == "mle" and rank <= k and rank >= 5})
    print(f"{len(ids)} rows, k = {k}, {len(set(g['group'] for g in groups)) - 1} groups beside the whole table")
    print("Geodesy: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in phases.items()))
    print("| estimate | peer | peer's value | Geodesy | difference | peer's seconds |")
    print("|---|---|---|---|---|---|")
    for what, system, value, seconds, name in peers(distances, neighbors, ks, 0.8):
        own = ours.get(name)
        difference = "" if own is None else f"{own - value:+.1e}"
        shown = "" if own is None else f"{own:.6f}"
        print(f"| {what} | {system} | {value:.6f} | {shown} | {difference} | {'' if np.isnan(seconds) else f'{seconds:.2f}'} |", flush=True)


if __name__ == "__main__":
    main()
