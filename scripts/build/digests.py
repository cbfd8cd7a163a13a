"""Compares published runs by the digests of their tables: digests.py MANIFEST [MANIFEST ...].

Prints one line a table and fails where two runs differ. A manifest is _runs/<key>/_manifest.json.
"""

import json
import sys


def digests(path):
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    return {table["name"]: table["digest"] for table in manifest["tables"]}


def main(paths):
    first = digests(paths[0])
    bad = 0
    for name, digest in sorted(first.items()):
        others = [digests(path).get(name, "none") for path in paths[1:]]
        same = all(other == digest for other in others)
        bad += not same
        print(f"  {name:20} {digest[:16]}  {'equal' if same else 'DIFFERS: ' + ' '.join(o[:16] for o in others)}")
    for path in paths[1:]:
        if set(digests(path)) != set(first):
            print(f"  {path} has other tables than {paths[0]}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
