"""All-points k-nearest neighbours by Geodesy and its peers on one Parquet table (columns id, vector).

Every system runs in a process of its own. `seconds` is build and query of all rows, vectors in memory to lists in
memory; for Geodesy the sum of the engine's phases in the manifest, without reading the table and without measuring
recall. `whole` is the process from start to end, reading and (for Geodesy) publishing included. Recall is tie-aware:
a neighbour counts when its distance is at most the true k-th one times 1 + 1e-6; truth is exact for rows drawn by
seed; the standard error is over these rows. Nothing else should run on the machine.
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

TRUTH_ROWS = 1000
TRUTH_SEED = 7
# Phases of knn-graph that are not the engine: reading the table, and checking recall.
NOT_ENGINE = ("collect vectors", "recall")


def load(path, metric):
    import numpy as np
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["id", "vector"])
    vectors = table["vector"].combine_chunks()
    x = np.asarray(vectors.values, dtype=np.float32).reshape(len(vectors), -1)
    if metric == "cosine":
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
    return table["id"].to_pylist(), np.ascontiguousarray(x)


def exact_distances(x, row, others):
    import numpy as np

    difference = x[others].astype(np.float64) - x[row].astype(np.float64)
    return np.sort(np.sqrt((difference**2).sum(1)))


def truth(x, k):
    """Rows drawn by seed, and the true distance of each to its k-th neighbour."""
    import numpy as np

    rows = np.sort(np.random.default_rng(TRUTH_SEED).choice(len(x), min(TRUTH_ROWS, len(x)), replace=False))
    limits = np.zeros(len(rows))
    squares = (x.astype(np.float64) ** 2).sum(1)
    kept = min(k + 35, len(x) - 1)
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        squared = squares[part][:, None] + squares[None] - 2.0 * (x[part] @ x.T)
        squared[np.arange(len(part)), part] = np.inf
        nearest = np.argpartition(squared, kept - 1, axis=1)[:, :kept]
        for i, row in enumerate(part):
            limits[start + i] = exact_distances(x, row, nearest[i])[k - 1]
    return rows, limits


def recall(x, lists, k):
    import numpy as np

    rows, limits = truth(x, k)
    shares = []
    for row, limit in zip(rows, limits):
        found = np.unique([j for j in lists[row] if j >= 0 and j != row])
        shares.append((exact_distances(x, row, found)[:k] <= limit * (1 + 1e-6) + 1e-12).sum() / k)
    return float(np.mean(shares)), float(np.std(shares) / np.sqrt(len(shares)))


class Peer:
    """One peer in this process: runs settings and prints a JSON line for each."""

    def __init__(self, arguments):
        self.started = time.time()
        self.name, self.k, self.threads = arguments.peer, arguments.k, arguments.threads
        _, self.x = load(arguments.data, arguments.metric)

    def say(self, setting, run, extra_seconds=0.0, extra_cpu=0.0, **more):
        start, cpu = time.time(), cpu_seconds()
        lists = run()
        seconds, used = time.time() - start + extra_seconds, cpu_seconds() - cpu + extra_cpu
        whole = time.time() - self.started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        value, error = recall(self.x, lists, self.k)
        print(json.dumps(dict(system=self.name, setting=setting, seconds=seconds, whole=whole, cpu=used, peak=peak,
                              recall=value, error=error, **more)), flush=True)

    def pynndescent(self):
        from pynndescent import NNDescent

        start = time.time()
        NNDescent(self.x[:3000], n_neighbors=15, n_jobs=self.threads, random_state=1)
        first = time.time() - start
        for neighbors in (self.k + 1, self.k + 5, self.k + 9, 2 * self.k):
            self.say(f"n_neighbors={neighbors}",
                     lambda: NNDescent(self.x, metric="euclidean", n_neighbors=neighbors, n_jobs=self.threads,
                                       random_state=42).neighbor_graph[0],
                     warm_up=first)

    def hnswlib(self):
        import hnswlib
        import numpy as np

        n, d = self.x.shape
        start, cpu = time.time(), cpu_seconds()
        index = hnswlib.Index("l2", d)
        index.init_index(n, M=16, ef_construction=100, random_seed=100)
        index.add_items(self.x, np.arange(n), num_threads=self.threads)
        build, used = time.time() - start, cpu_seconds() - cpu
        for ef in (32, 64, 128):
            index.set_ef(max(ef, self.k + 1))
            self.say(f"M=16 efConstruction=100 ef={ef}",
                     lambda: index.knn_query(self.x, self.k + 1, num_threads=self.threads)[0].astype(np.int64),
                     build, used)

    def faiss(self):
        import faiss

        n, d = self.x.shape
        faiss.omp_set_num_threads(self.threads)
        cells, codes = 512 if n < 100_000 else 1024, d // 4
        start, cpu = time.time(), cpu_seconds()
        index = faiss.index_factory(d, f"IVF{cells},PQ{codes}x4fs,RFlat")
        inverted = faiss.extract_index_ivf(index)
        inverted.cp.max_points_per_centroid = 64
        index.train(self.x)
        index.add(self.x)
        build, used = time.time() - start, cpu_seconds() - cpu
        for probes, factor in ((8, 8), (16, 16), (32, 16), (64, 32)):
            inverted.nprobe, index.k_factor = probes, factor
            self.say(f"IVF{cells},PQ{codes}x4fs,RFlat nprobe={probes} k_factor={factor}",
                     lambda: index.search(self.x, self.k + 1)[1], build, used)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def run_peer(peer, arguments):
    environment = dict(os.environ, OMP_NUM_THREADS=str(arguments.threads), NUMBA_NUM_THREADS=str(arguments.threads),
                       OPENBLAS_NUM_THREADS=str(arguments.threads))
    command = [sys.executable, __file__, arguments.data, "--peer", peer, "--metric", arguments.metric,
               "--k", str(arguments.k), "--threads", str(arguments.threads)]
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode:
        print(f"{peer} failed: {result.stderr[-300:]}", file=sys.stderr)
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def run_geodesy(arguments):
    output = tempfile.mkdtemp(prefix="geodesy-bench-")
    command = [os.path.join(arguments.home, "scripts", "geodesy"), "knn-graph", "--input", os.path.abspath(arguments.data),
               "--output", output, "--metric", arguments.metric, "--k", str(arguments.k), "--run-key", "bench",
               "--threads", str(arguments.threads)] + [f"--set={setting}" for setting in arguments.set]
    try:
        subprocess.run([command[0], "--version"], check=True, stdout=subprocess.DEVNULL)  # builds what is missing
        start = time.time()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        whole = time.time() - start
        if status:
            raise SystemExit(f"geodesy failed:\n{errors}")
        with open(os.path.join(output, "_runs", "bench", "_manifest.json")) as file:
            phases = json.load(file)["phases"]["knn-graph"]
        value, error = score(arguments, output)
        seconds = sum(time_of for phase, time_of in phases.items() if phase not in NOT_ENGINE)
        return dict(system="geodesy", setting=" ".join(arguments.set) or "defaults", seconds=seconds, whole=whole,
                    cpu=usage.ru_utime + usage.ru_stime, cpu_is_whole=True, peak=usage.ru_maxrss // 1024, recall=value,
                    error=error, phases=phases)
    finally:
        shutil.rmtree(output, ignore_errors=True)


def score(arguments, output):
    import pyarrow as pa
    import pyarrow.parquet as pq

    ids, x = load(arguments.data, arguments.metric)
    row_of = {identifier: row for row, identifier in enumerate(ids)}
    files = sorted(glob.glob(os.path.join(output, "neighbors", "run=bench", "*.parquet")))
    table = pa.concat_tables([pq.ParquetFile(file).read(["id", "neighbor_ids"]) for file in files])
    lists = {row_of[i]: [row_of[j] for j in neighbors]
             for i, neighbors in zip(table["id"].to_pylist(), table["neighbor_ids"].to_pylist())}
    if len(lists) != len(ids) or any(row in found or len(set(found)) != len(found) for row, found in lists.items()):
        raise SystemExit("geodesy published lists with the row itself, with repetitions, or not for every row")
    return recall(x, lists, arguments.k)


def cheapest(results, target):
    """The cheapest setting that reaches the target, else the one of highest recall."""
    enough = [result for result in results if result["recall"] >= target]
    return min(enough, key=lambda r: r["seconds"]) if enough else max(results, key=lambda r: r["recall"])


def print_table(results):
    print(f"| {'system':11} | {'setting':48} | seconds | whole s | CPU s | peak MiB | recall (se) |")
    print("|---|---|---|---|---|---|---|")
    for r in results:
        whole = f"{r['whole']:.1f}" + (f" (compiles {r['warm_up']:.0f})" if "warm_up" in r else "")
        cpu = f"{r['cpu']:.1f}" + (" whole" if r.get("cpu_is_whole") else "")
        print(f"| {r['system']:11} | {r['setting']:48} | {r['seconds']:.2f} | {whole} | {cpu} | {r['peak']} "
              f"| {r['recall']:.4f} ({r['error']:.4f}) |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--target", type=float, default=0.99, help="least recall; every system's cheapest setting that reaches it is shown")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--peers", default="pynndescent,faiss,hnswlib")
    parser.add_argument("--set", action="append", default=[], help="a parameter of knn-graph, key=value; may be repeated")
    parser.add_argument("--all", action="store_true", help="show every setting of the peers")
    parser.add_argument("--home", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        getattr(Peer(arguments), arguments.peer)()
        return
    rows = [run_geodesy(arguments)]
    for peer in filter(None, arguments.peers.split(",")):
        settings = run_peer(peer, arguments)
        if settings:
            rows += settings if arguments.all else [cheapest(settings, arguments.target)]
    print(f"{os.path.basename(arguments.data)}, {arguments.metric}, k = {arguments.k}, target {arguments.target}, "
          f"{arguments.threads} threads, {platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print_table(rows)
    print("Geodesy's phases: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in rows[0]["phases"].items()))


if __name__ == "__main__":
    main()
