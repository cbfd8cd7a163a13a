"""All-points k-nearest neighbours by Geodesy and its peers on one Parquet table (columns id, vector).

Every setting of every system runs in a process of its own, one after the other, Geodesy three times: its engine is
measured in its first call, into which a pause of the garbage collector may fall or not, a peer's after a first call.
`build` is from vectors in memory to lists in memory; for Geodesy the sum of the engine's phases in the manifest, without
reading the table and without measuring recall; for a peer that compiles, after a first call on 3000 rows. `whole` is the
process from its start, with imports, reading and compiling, until the lists are there; for Geodesy until its exit,
publishing included. Recall is tie-aware: a neighbour counts when its distance is at most the true k-th one times 1 + 1e-6;
truth is exact for rows drawn by seed; the standard error is over these rows. Nothing else should run on the machine.
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


def recall(x, true, lists, k):
    import numpy as np

    shares = []
    for row, limit in zip(*true):
        found = np.unique([j for j in lists[row] if j >= 0 and j != row])
        shares.append((exact_distances(x, row, found)[:k] <= limit * (1 + 1e-6) + 1e-12).sum() / k)
    return float(np.mean(shares)), float(np.std(shares) / np.sqrt(len(shares)))


class Peer:
    """One setting of one peer in this process: writes the lists, and prints a JSON line."""

    SETTINGS = {
        # The row itself counts as one neighbour; None is twice k.
        "pynndescent": [dict(more=more) for more in (1, 5, 9, None)],
        "hnswlib": [dict(ef=ef) for ef in (32, 64, 128)],
        "faiss": [dict(nprobe=p, k_factor=f) for p, f in ((8, 8), (16, 16), (32, 16), (64, 32))],
    }

    def __init__(self, arguments):
        self.arguments = arguments
        self.k, self.threads = arguments.k, arguments.threads
        self.setting = self.SETTINGS[arguments.peer][arguments.setting]
        _, self.x = load(arguments.data, arguments.metric)

    def measure(self, name, build, **more):
        import numpy as np

        start, cpu = time.time(), cpu_seconds()
        lists = build()
        end, cpu_end = time.time(), cpu_seconds()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        np.save(self.arguments.lists, lists)
        print(json.dumps(dict(system=self.arguments.peer, setting=name, seconds=end - start, cpu=cpu_end - cpu,
                              whole=end - self.arguments.started, whole_cpu=cpu_end, peak=peak, **more)), flush=True)

    def pynndescent(self):
        from pynndescent import NNDescent

        start = time.time()
        NNDescent(self.x[:3000], n_neighbors=15, n_jobs=self.threads, random_state=1)
        first = time.time() - start
        more = self.setting["more"]
        neighbors = self.k + more if more else 2 * self.k
        self.measure(f"n_neighbors={neighbors}",
                     lambda: NNDescent(self.x, metric="euclidean", n_neighbors=neighbors, n_jobs=self.threads,
                                       random_state=42).neighbor_graph[0],
                     warm_up=first)

    def hnswlib(self):
        import hnswlib
        import numpy as np

        n, d = self.x.shape
        ef = max(self.setting["ef"], self.k + 1)

        def build():
            index = hnswlib.Index("l2", d)
            index.init_index(n, M=16, ef_construction=100, random_seed=100)
            index.add_items(self.x, np.arange(n), num_threads=self.threads)
            index.set_ef(ef)
            return index.knn_query(self.x, self.k + 1, num_threads=self.threads)[0].astype(np.int64)

        self.measure(f"M=16 efConstruction=100 ef={ef}", build)

    def faiss(self):
        import faiss

        n, d = self.x.shape
        faiss.omp_set_num_threads(self.threads)
        cells, codes = 512 if n < 100_000 else 1024, d // 4
        probes, factor = self.setting["nprobe"], self.setting["k_factor"]

        def build():
            index = faiss.index_factory(d, f"IVF{cells},PQ{codes}x4fs,RFlat")
            inverted = faiss.extract_index_ivf(index)
            inverted.cp.max_points_per_centroid = 64
            index.train(self.x)
            index.add(self.x)
            inverted.nprobe, index.k_factor = probes, factor
            return index.search(self.x, self.k + 1)[1]

        self.measure(f"IVF{cells},PQ{codes}x4fs,RFlat nprobe={probes} k_factor={factor}", build)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def run_peer(peer, arguments, x, true):
    """One result a setting; a setting that fails is said and left out."""
    import numpy as np

    environment = dict(os.environ, OMP_NUM_THREADS=str(arguments.threads), NUMBA_NUM_THREADS=str(arguments.threads),
                       OPENBLAS_NUM_THREADS=str(arguments.threads))
    results = []
    for setting in range(len(Peer.SETTINGS[peer])):
        with tempfile.TemporaryDirectory(prefix="geodesy-bench-") as folder:
            lists = os.path.join(folder, "lists.npy")
            command = [sys.executable, __file__, arguments.data, "--peer", peer, "--setting", str(setting), "--lists", lists,
                       "--metric", arguments.metric, "--k", str(arguments.k), "--threads", str(arguments.threads),
                       "--started", repr(time.time())]
            child = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if child.returncode:
                print(f"{peer}, setting {setting}, failed: {child.stderr[-300:]}", file=sys.stderr)
                continue
            result = json.loads(child.stdout.splitlines()[-1])
            result["recall"], result["error"] = recall(x, true, np.load(lists), arguments.k)
        results.append(result)
        print(f"{peer} {result['setting']}: {result['seconds']:.2f} s, recall {result['recall']:.4f}", file=sys.stderr)
    return results


def run_geodesy(arguments, ids, x, true):
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
            manifest = json.load(file)
        phases = manifest["phases"]["knn-graph"]
        (attributes,) = [table["attributes"] for table in manifest["tables"] if table["name"] == "neighbors"]
        value, error = recall(x, true, published_lists(output, ids), arguments.k)
        seconds = sum(time_of for phase, time_of in phases.items() if phase not in NOT_ENGINE)
        return dict(system="geodesy", setting=" ".join(arguments.set) or "defaults", seconds=seconds, whole=whole,
                    whole_cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss // 1024, recall=value, error=error,
                    phases=phases, attributes=attributes)
    finally:
        shutil.rmtree(output, ignore_errors=True)


def published_lists(output, ids):
    """The published lists as row numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    row_of = {identifier: row for row, identifier in enumerate(ids)}
    files = sorted(glob.glob(os.path.join(output, "neighbors", "run=bench", "*.parquet")))
    table = pa.concat_tables([pq.ParquetFile(file).read(["id", "neighbor_ids"]) for file in files])
    lists = {row_of[i]: [row_of[j] for j in neighbors]
             for i, neighbors in zip(table["id"].to_pylist(), table["neighbor_ids"].to_pylist())}
    if len(lists) != len(ids) or any(row in found or len(set(found)) != len(found) for row, found in lists.items()):
        raise SystemExit("geodesy published lists with the row itself, with repetitions, or not for every row")
    return lists


def cheapest(results, target):
    """The cheapest setting that reaches the target, else the one of highest recall."""
    enough = [result for result in results if result["recall"] >= target]
    return min(enough, key=lambda r: r["seconds"]) if enough else max(results, key=lambda r: r["recall"])


def print_table(results):
    print("| system | settings | build s | whole s | CPU s of build | CPU s of whole | peak MiB | recall (se) |")
    print("|---|---|---|---|---|---|---|---|")
    for r in results:
        whole = f"{r['whole']:.1f}" + (f" (first call {r['warm_up']:.1f})" if "warm_up" in r else "")
        cpu = f"{r['cpu']:.1f}" if "cpu" in r else "-"
        print(f"| {r['system']} | {r['setting']} | {r['seconds']:.2f} | {whole} | {cpu} | {r['whole_cpu']:.1f} | {r['peak']} "
              f"| {r['recall']:.4f} ({r['error']:.4f}) |")


def print_targets(ours, peers, target):
    """Which targets are met, against the peers' settings that reach the recall."""
    if ours["recall"] < target:
        print(f"geodesy is short of recall {target}: its times are no result")
        return
    reached = [peer for peer in peers if peer["recall"] >= target]
    if not reached:
        print(f"no peer reached recall {target}")
        return
    fastest = min(reached, key=lambda r: r["seconds"])
    share = ours["seconds"] / fastest["seconds"]
    print(f"engine: {ours['seconds']:.2f} s is {share:.2f} of the fastest peer's {fastest['seconds']:.2f} s ({fastest['system']}); "
          f"no more than it: {verdict(share <= 1)}, at most half: {verdict(share <= 0.5)}")
    for kind, factor, group in (("that compiles", 1, [r for r in reached if "warm_up" in r]),
                                ("that does not compile", 2, [r for r in reached if "warm_up" not in r])):
        if group:
            best = min(group, key=lambda r: r["whole"])
            share = ours["whole"] / best["whole"]
            print(f"whole process: {ours['whole']:.1f} s is {share:.2f} of {best['whole']:.1f} s of the fastest peer {kind} "
                  f"({best['system']}); at most {factor}: {verdict(share <= factor)}")


def verdict(is_met):
    return "met" if is_met else "missed"


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            name = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--metric", choices=["euclidean", "cosine"], default="euclidean")
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--target", type=float, default=0.99, help="least recall; every system's cheapest setting that reaches it is shown")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--peers", default="pynndescent,faiss,hnswlib")
    parser.add_argument("--repeats", type=int, default=3, help="runs of Geodesy, each cold in a process of its own; the median is shown")
    parser.add_argument("--set", action="append", default=[], help="a parameter of knn-graph, key=value; may be repeated")
    parser.add_argument("--all", action="store_true", help="show every setting of the peers")
    for hidden in ("--home", "--peer", "--lists"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--setting", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        getattr(Peer(arguments), arguments.peer)()
        return
    ids, x = load(arguments.data, arguments.metric)
    true = truth(x, arguments.k)
    runs = sorted((run_geodesy(arguments, ids, x, true) for _ in range(arguments.repeats)), key=lambda r: r["seconds"])
    ours = runs[(len(runs) - 1) // 2]
    rows, peers = [ours], []
    for peer in filter(None, arguments.peers.split(",")):
        results = run_peer(peer, arguments, x, true)
        peers += results
        if results:
            rows += results if arguments.all else [cheapest(results, arguments.target)]
    print(f"{os.path.basename(arguments.data)}, {len(x)} x {x.shape[1]}, {arguments.metric}, k = {arguments.k}, "
          f"target {arguments.target}, {arguments.threads} threads, {machine()}, Python {platform.python_version()}")
    print_table(rows)
    print("Geodesy's engine, every run: " + ", ".join(f"{run['seconds']:.2f}" for run in runs) + "; the median is shown")
    print("Geodesy's phases: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in ours["phases"].items()))
    if peers:
        print_targets(ours, peers, arguments.target)


if __name__ == "__main__":
    main()
