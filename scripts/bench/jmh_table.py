"""Tables of what scripts/bench/jmh measured: jmh_table.py RESULT.json LOG."""

import json
import re
import sys

LEAF = 512


def main():
    with open(sys.argv[1]) as file:
        results = json.load(file)
    with open(sys.argv[2]) as file:
        core = sorted(set(re.findall(r"^Core: (\S+)", file.read(), re.MULTILINE)))
    scores = {}
    for result in results:
        benchmark, method = result["benchmark"].split(".")[-2:]
        (parameter,) = result["params"].values()
        metric = result["primaryMetric"]
        scores[benchmark, method, int(parameter)] = (metric["score"], metric["scoreError"])
    print(f"{processor()}, one thread, JDK {results[0]['jdkVersion']}, {' '.join(results[0]['jvmArgs'])}, "
          f"OpenBLAS kernel {' '.join(core) or 'unknown'}, JMH {results[0]['jmhVersion']}")
    products(scores)
    selection(scores)


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            text = file.read()
    except OSError:
        return "unknown processor"
    name = re.search(r"^model name\s*: (.*)", text, re.MULTILINE)
    number = re.search(r"^model\s*: (.*)", text, re.MULTILINE)
    return f"{name.group(1)} (model {number.group(1)})" if name and number else "unknown processor"


def products(scores):
    dims = sorted({parameter for name, _, parameter in scores if name == "ProductBenchmark"})
    if not dims:
        return
    print(f"\nGFLOP/s of all pairs between two leaves of {LEAF} rows (half width of the 99.9 % interval):\n")
    print("| columns | join | pack and join | OpenBLAS sgemm | netlib sgemm | join / OpenBLAS | pack and join / OpenBLAS |")
    print("|---|---|---|---|---|---|---|")
    for dim in dims:
        cells, rates = [], {}
        for method in ("join", "packedJoin", "openBlas", "netlib"):
            found = scores.get(("ProductBenchmark", method, dim))
            if not found:
                cells.append("-")
                continue
            nanos, error = found
            rates[method] = 2 * LEAF * LEAF * dim / nanos
            cells.append(f"{rates[method]:.1f} ({rates[method] * float(error) / nanos:.1f})")
        for method in ("join", "packedJoin"):
            known = method in rates and "openBlas" in rates
            cells.append(f"{rates[method] / rates['openBlas']:.2f}" if known else "-")
        print(f"| {dim} | {' | '.join(cells)} |")


def selection(scores):
    lengths = sorted({parameter for name, _, parameter in scores if name == "SelectionBenchmark"})
    if not lengths:
        return
    distances = LEAF * (LEAF - 1) / 2
    print(f"\nNanoseconds a distance for choosing the k' nearest, a leaf of {LEAF} rows joined with itself, each distance "
          "offered to both its rows:\n")
    print("| k' | warm: after three other leaves | first leaf |")
    print("|---|---|---|")
    for length in lengths:
        cells = []
        for method in ("warm", "first"):
            pair = [scores.get(("SelectionBenchmark", name, length)) for name in (method, "nothing")]
            cells.append(f"{(pair[0][0] - pair[1][0]) / distances:.2f}" if all(pair) else "-")
        print(f"| {length} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
