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
    first, *others = [digests(path) for path in paths]
    bad = 0
    for name, digest in sorted(first.items()):
        found = [other.get(name, "none") for other in others]
        same = all(other == digest for other in found)
        bad += not same
        print(f"  {name:20} {digest[:16]}  {'equal' if same else 'DIFFERS: ' + ' '.join(o[:16] for o in found)}")
    for path, other in zip(paths[1:], others):
        if set(other) != set(first):
            print(f"  {path} has other tables than {paths[0]}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
