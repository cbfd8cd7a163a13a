"""Leading eigenpairs of the diffusion operator by Geodesy and by scipy's eigsh on one Parquet table (columns id, vector).

Geodesy runs `diffusion-map` in a process of its own; its `seconds` are the phase "solve for eigenpairs" of the manifest,
measured cold, in the only run of a fresh JVM. eigsh runs in another process, best of three, on the same matrix: it is
rebuilt here from what the run published, the lists of `neighbors` and the bandwidths of `operator`, by the formulas of
the kernels, so that the formulas are checked too and no run has to write its edges a second time. Eigenvalues are then
compared, all components merged, with those of eigsh at a tolerance of 1e-10; copies of the eigenvalue 1 are counted.
Nothing else should run on the machine.
"""

import argparse
import glob
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import knn_bench

UNIT = 1 - 1e-9


def read(output, table, columns, key="bench"):
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = sorted(glob.glob(os.path.join(output, table, f"run={key}", "*.parquet")))
    return pa.concat_tables([pq.ParquetFile(file).read(columns) for file in files])


def weights(kernel, attributes, distances, sigma, sources, targets):
    import numpy as np

    if kernel == "fixed":
        return np.exp(-(distances**2) / (4 * attributes["eps"]))
    if kernel == "decay":
        w = np.exp(-((distances / sigma[sources]) ** attributes["decay"]))
        return np.where(w < 1e-4, 0, w)
    if kernel == "self-tuned":
        return np.exp(-(distances / sigma[sources]) * (distances / sigma[targets]))
    if kernel == "exponential":
        return np.exp(-distances / sigma[sources])
    raise SystemExit(f"the kernel {kernel} is not rebuilt here: take fixed, decay, self-tuned or exponential")


def operator(output, attributes, key="bench", graph_key=None):
    """T = D^-1/2 K~ D^-1/2 from the published tables; K in float32 as Geodesy stores it."""
    import numpy as np
    import scipy.sparse as sparse

    lists = read(output, "neighbors", ["id", "neighbor_ids", "distances"], graph_key or key).sort_by("id")
    bandwidths = read(output, "operator", ["id", "bandwidth"], key).sort_by("id")
    ids = lists["id"].to_numpy()
    neighbor_ids, distances = lists["neighbor_ids"].combine_chunks(), lists["distances"].combine_chunks()
    lengths = np.diff(neighbor_ids.offsets.to_numpy())
    sources = np.repeat(np.arange(len(ids)), lengths)
    targets = np.searchsorted(ids, neighbor_ids.values.to_numpy())
    d = distances.values.to_numpy().astype(np.float64)
    w = weights(attributes["kernel"], attributes, d, bandwidths["bandwidth"].to_numpy(), sources, targets)
    w[w < 2.0**-24] = 0
    directed = sparse.csr_matrix((w, (sources, targets)), shape=(len(ids), len(ids)))
    if attributes["symmetrize"] == "mean":
        kernel = (directed + directed.T) / 2
    elif attributes["symmetrize"] == "max":
        kernel = directed.maximum(directed.T)
    else:
        raise SystemExit("symmetrize must be mean or max here")
    kernel.eliminate_zeros()
    kernel.data = kernel.data.astype(np.float32).astype(np.float64)
    kernel = (kernel + sparse.identity(len(ids))).tocsr()
    q = np.asarray(kernel.sum(1)).ravel() ** -attributes["alpha"]
    kernel = sparse.diags(q) @ kernel @ sparse.diags(q)
    s = np.asarray(kernel.sum(1)).ravel() ** -0.5
    return (sparse.diags(s) @ kernel @ sparse.diags(s)).tocsr()


def run_peer(arguments):
    """Prints what eigsh found on the matrix of a file."""
    import numpy as np
    import scipy.sparse as sparse
    from scipy.sparse.linalg import LinearOperator, eigsh

    matrix = sparse.load_npz(arguments.peer)
    products = [0]

    def multiply(x):
        products[0] += 1
        return matrix @ x

    n = matrix.shape[0]
    counted = LinearOperator((n, n), matvec=multiply, dtype=np.float64)
    best = None
    for _ in range(3):
        products[0] = 0
        start = time.time()
        values, vectors = eigsh(counted, arguments.components + 1, which="LA", tol=arguments.tolerance)
        seconds, found = time.time() - start, products[0]
        best = min(best or seconds, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    residual = max(np.linalg.norm(matrix @ vectors - vectors * values, axis=0))
    exact = eigsh(matrix, arguments.components + 1, which="LA", tol=1e-10, ncv=4 * arguments.components + 20)[0]
    print(json.dumps(dict(seconds=best, products=found, peak=peak, residual=float(residual),
                          values=sorted(values.tolist(), reverse=True), exact=sorted(exact.tolist(), reverse=True))))


def command(arguments):
    return arguments.command or os.path.join(arguments.home, "scripts", "geodesy")


def run_geodesy(arguments, output, key="bench", settings=(), smallest=1):
    """One run of `diffusion-map` in a process of its own; the graph of an earlier run of the same output is taken.

    Components of fewer rows than `smallest` are not solved, unless none is larger."""
    call = [command(arguments), "diffusion-map", "--input", os.path.abspath(arguments.data),
            "--output", output, "--run-key", key, "--threads", str(arguments.threads),
            f"--set=knn-graph.metric={arguments.metric}", f"--set=knn-graph.k={arguments.k}",
            f"--set=components={arguments.components}", f"--set=tolerance={arguments.tolerance}", f"--set=min-component={smallest}"]
    call += [f"--set={setting}" for setting in [*arguments.set, *settings]]
    subprocess.run([call[0], "--version"], check=True, stdout=subprocess.DEVNULL)  # builds what is missing
    child = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"geodesy failed:\n{errors}")
    with open(os.path.join(output, "_runs", key, "_manifest.json")) as file:
        manifest = json.load(file)
    eigenvalues = read(output, "eigenvalues", ["component", "eigenvalue", "residual", "iterations"], key)
    values = sorted(eigenvalues["eigenvalue"].to_pylist(), reverse=True)[: arguments.components + 1]
    products = {c: i for c, i in zip(eigenvalues["component"].to_pylist(), eigenvalues["iterations"].to_pylist())}
    statistics = read(output, "statistics", ["analysis", "metric", "value"], key).to_pylist()
    return dict(seconds=manifest["phases"]["diffusion-map"]["solve for eigenpairs"], products=sum(products.values()),
                residual=max(eigenvalues["residual"].to_pylist()), values=values, peak=usage.ru_maxrss // 1024,
                statistics={row["metric"]: row["value"] for row in statistics if row["analysis"] == "diffusion-map"},
                attributes=attributes_of(manifest))


def run_eigsh(arguments, file):
    """What `run_peer` prints, from a process of its own."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(arguments.threads), OPENBLAS_NUM_THREADS=str(arguments.threads))
    peer = subprocess.run([sys.executable, os.path.abspath(__file__), "-", "--peer", file, "--components",
                           str(arguments.components), "--tolerance", str(arguments.tolerance)],
                          env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(peer.stdout)


def attributes_of(manifest):
    """What stands beside the table `eigenvalues`: kernel, exponents, bandwidth."""
    return next(table for table in manifest["tables"] if table["name"] == "eigenvalues")["attributes"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--components", type=int, default=16)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--set", action="append", default=[], help="a parameter of diffusion-map, key=value; may be repeated")
    parser.add_argument("--command", help="the geodesy command; default scripts/geodesy")
    parser.add_argument("--home", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        run_peer(arguments)
        return
    output = tempfile.mkdtemp(prefix="geodesy-bench-")
    try:
        ours = run_geodesy(arguments, output)
        import scipy.sparse as sparse

        matrix = operator(output, ours["attributes"])
        file = os.path.join(output, "operator.npz")
        sparse.save_npz(file, matrix)
        theirs = run_eigsh(arguments, file)
    finally:
        shutil.rmtree(output, ignore_errors=True)
    print(f"{os.path.basename(arguments.data)}, {arguments.metric}, k = {arguments.k}, {matrix.shape[0]} rows, {matrix.nnz} entries, "
          f"{arguments.components + 1} pairs to {arguments.tolerance}, {ours['attributes']['kernel']} kernel, {arguments.threads} threads, "
          f"{knn_bench.machine()}, Python {platform.python_version()}")
    print("| system  | seconds | products | worst residual | eigenvalues of 1 | worst difference from eigsh at 1e-10 |")
    print("|---|---|---|---|---|---|")
    for name, result in (("geodesy", ours), ("eigsh", theirs)):
        difference = max(abs(a - b) for a, b in zip(result["values"], theirs["exact"]))
        units = sum(value > UNIT for value in result["values"])
        print(f"| {name:7} | {result['seconds']:.2f} | {result['products']} | {result['residual']:.1e} | {units} | {difference:.1e} |")
    print(f"eigsh at 1e-10 finds {sum(value > UNIT for value in theirs['exact'])} eigenvalues of 1")


if __name__ == "__main__":
    main()
