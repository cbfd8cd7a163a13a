"""Clusters by Geodesy and by the hdbscan library on one Parquet table (columns id, vector and, if there is one, label).

Every system runs in a process of its own, one after the other, the library first; its row is printed when it has
finished. The library clusters the first --pca principal components (scikit-learn's PCA), as its users do, because its
trees do not work in hundreds of dimensions; under cosine it gets unit rows. It does so twice: with the spanning tree that
it approximates by default, and with the exact one, which is what HDBSCAN* is defined by and what agreement is measured
with. Geodesy clusters the table as it is, and by
hdbscan also the same components, whose PCA then counts for both. `work` seconds are vectors in memory to clusters in
memory: PCA and fit of the library, the neighbour graph without reading, writing and checking its recall, and the phases
of `clusters`, of Geodesy, in the only run of a fresh JVM. `process` seconds are from the start of a process to its exit,
reading included, and for Geodesy Spark, publishing and the report too. The library counts min_samples without the row
itself, as min-points does.
ARI is the adjusted Rand index against the labels, over all rows with noise as a class of its own, and over the rows that
are in a cluster. Nothing else should run on the machine.
"""

import argparse
import glob
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time

import knn_bench


def columns(path):
    import numpy as np
    import pyarrow.parquet as pq

    names = pq.ParquetFile(path).schema_arrow.names
    table = pq.read_table(path, columns=["id", "vector"] + (["label"] if "label" in names else [])).sort_by("id")
    vectors = table["vector"].combine_chunks()
    rows = np.asarray(vectors.values, dtype=np.float32).reshape(len(table), -1)
    labels = np.unique(table["label"].to_numpy(), return_inverse=True)[1] if "label" in names else None
    return rows, labels


def run_peer(arguments):
    """Writes the labels that the library finds and prints its seconds."""
    import numpy as np

    rows, _ = columns(arguments.data)
    if arguments.metric == "cosine":
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    import hdbscan
    from sklearn.decomposition import PCA

    start = time.perf_counter()
    if arguments.pca and arguments.pca < rows.shape[1]:
        rows = PCA(arguments.pca, random_state=0).fit_transform(rows)
    reduced = time.perf_counter()
    found = hdbscan.HDBSCAN(min_samples=arguments.min_points, min_cluster_size=arguments.min_cluster_size,
                            core_dist_n_jobs=arguments.threads,
                            approx_min_span_tree=not arguments.exact_tree).fit_predict(rows)
    end = time.perf_counter()
    np.save(os.path.join(arguments.peer, "labels.npy"), found)
    np.save(os.path.join(arguments.peer, "axes.npy"), rows.astype(np.float32))
    print(json.dumps(dict(stages={"pca": reduced - start, "fit": end - reduced})))


def timed(command, environment=None):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode:
        raise SystemExit(f"{' '.join(command[:2])} failed:\n{result.stderr[-3000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result.stdout, wall, cpu


def write_axes(folder):
    """Writes the rows that the library clustered, so that Geodesy can cluster the same; returns the path."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    axes = np.load(os.path.join(folder, "axes.npy"))
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(axes.reshape(-1)), axes.shape[1]).cast(pa.list_(pa.float32()))
    path = os.path.join(folder, "axes.parquet")
    pq.write_table(pa.table({"id": pa.array(range(len(axes))), "vector": vectors}), path)
    return path


def geodesy(arguments, method, output, data, metric, space=""):
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    command = [os.path.join(arguments.home, "scripts", "geodesy"), "clusters", "--input", os.path.abspath(data),
               "--output", output, "--run-key", "bench", "--threads", str(arguments.threads),
               f"--set=knn-graph.metric={metric}", f"--set=knn-graph.k={arguments.k}",
               f"--set=clusters.method={method}", f"--set=clusters.min-points={arguments.min_points}",
               f"--set=clusters.min-cluster-size={arguments.min_cluster_size}"]
    command += [f"--set={setting}" for setting in arguments.set]
    _, wall, cpu = timed(command)
    with open(os.path.join(output, "_runs", "bench", "_manifest.json")) as file:
        phases = json.load(file)["phases"]
    graph = {name: s for name, s in phases["knn-graph"].items() if name not in knn_bench.NOT_ENGINE}
    stages = {"graph": sum(graph.values()), **phases["clusters"]}
    files = sorted(glob.glob(os.path.join(output, "clusters", "run=bench", "*.parquet")))
    table = pa.concat_tables([pq.ParquetFile(file).read(["id", "cluster"]) for file in files]).sort_by("id")
    return dict(name=f"Geodesy {method}{space}", found=np.asarray(table["cluster"]), stages=stages, wall=wall, cpu=cpu)


def peer(arguments, output, is_exact):
    import numpy as np

    environment = dict(os.environ, OMP_NUM_THREADS=str(arguments.threads), OPENBLAS_NUM_THREADS=str(arguments.threads))
    command = [sys.executable, __file__, arguments.data, "--peer", output]
    for name in ("metric", "pca", "min_points", "min_cluster_size", "threads"):
        command += ["--" + name.replace("_", "-"), str(getattr(arguments, name))]
    printed, wall, cpu = timed(command + ["--exact-tree"] * is_exact, environment)
    tree = "exact tree, " if is_exact else ""
    space = f"{arguments.pca} axes" if arguments.pca else "all columns"
    return dict(name=f"hdbscan, {tree}{space}", found=np.load(os.path.join(output, "labels.npy")), wall=wall, cpu=cpu, **json.loads(printed))


def heading():
    print("| system | work s | process s | CPU s | clusters | noise | ARI all | ARI without noise | ARI with the library |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)


def show(result, theirs, labels):
    """Prints the row of a system as soon as it has finished."""
    import numpy as np
    from sklearn.metrics import adjusted_rand_score as ari

    found = result["found"]
    inside = found >= 0
    result["work"] = sum(result["stages"].values())
    result["ari"] = ari(labels, found) if labels is not None else float("nan")
    cells = [result["name"], f"{result['work']:.1f}", f"{result['wall']:.1f}", f"{result['cpu']:.0f}",
             str(len(np.unique(found[inside]))), f"{100 * (1 - inside.mean()):.1f} %"]
    cells.append("–" if labels is None else f"{result['ari']:.3f}")
    cells.append("–" if labels is None or not inside.any() else f"{ari(labels[inside], found[inside]):.3f}")
    cells.append("–" if theirs is None or theirs is result else f"{ari(theirs['found'], found):.3f}")
    print("| " + " | ".join(cells) + " |", flush=True)


def conclude(results, theirs):
    for result in results:
        print(f"{result['name']}: " + ", ".join(f"{name} {s:.2f}" for name, s in result["stages"].items()))
    if not theirs:
        return
    fastest, exact = min(theirs, key=lambda result: result["work"]), theirs[-1]
    for ours in results:
        if not ours["name"].startswith("Geodesy hdbscan"):
            continue
        faster = fastest["work"] / ours["work"]
        verdict = "met" if faster >= 10 and not ours["ari"] < exact["ari"] - 5e-4 else "missed"
        print(f"{ours['name']}, target ten times faster at no lower ARI than the exact tree: {verdict} (work {faster:.1f} times, "
              f"process {fastest['wall'] / ours['wall']:.1f} times; ARI {ours['ari']:.4f} against {exact['ari']:.4f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--pca", type=int, default=50, help="principal components for the library; 0 for all columns")
    parser.add_argument("--min-points", type=int, default=5)
    parser.add_argument("--min-cluster-size", type=int, default=20)
    parser.add_argument("--method", action="append", help="of Geodesy; may be repeated; default hdbscan and leiden")
    parser.add_argument("--set", action="append", default=[], help="a further parameter, key=value; may be repeated")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--no-peer", action="store_true", help="Geodesy alone")
    parser.add_argument("--home", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--exact-tree", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        run_peer(arguments)
        return
    subprocess.run([os.path.join(arguments.home, "scripts", "geodesy"), "--version"], check=True, stdout=subprocess.DEVNULL)
    rows, labels = columns(arguments.data)
    print(f"{os.path.basename(arguments.data)}, {rows.shape[0]} rows x {rows.shape[1]}, {arguments.metric}, k = {arguments.k}, "
          f"min-points {arguments.min_points}, min-cluster-size {arguments.min_cluster_size}, {arguments.threads} threads, "
          f"{knn_bench.machine()}, Python {platform.python_version()}", flush=True)
    del rows
    results = []
    theirs = []
    heading()

    def finish(result):
        results.append(result)
        show(result, theirs[-1] if theirs else None, labels)

    with tempfile.TemporaryDirectory(prefix="geodesy-bench-") as folder:
        if not arguments.no_peer:
            for is_exact in (False, True):
                theirs.append(peer(arguments, folder, is_exact))
                finish(theirs[-1])
        for method in arguments.method or ["hdbscan", "leiden"]:
            with tempfile.TemporaryDirectory(prefix="geodesy-bench-") as output:
                finish(geodesy(arguments, method, output, arguments.data, arguments.metric))
        if theirs and arguments.pca and "hdbscan" in (arguments.method or ["hdbscan"]):
            with tempfile.TemporaryDirectory(prefix="geodesy-bench-") as output:
                axes = write_axes(folder)
                result = geodesy(arguments, "hdbscan", output, axes, "euclidean", f", {arguments.pca} axes")
                result["stages"] = {"pca": theirs[-1]["stages"]["pca"], **result["stages"]}
                finish(result)
    conclude(results, theirs)


if __name__ == "__main__":
    main()
