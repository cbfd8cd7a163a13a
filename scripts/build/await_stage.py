"""Waits until a stage of a running driver has tasks at work: await_stage.py UI_PORT CALLER SECONDS.

CALLER stands in the stage's stack trace, for instance io.geodesy.jobs.knn. Prints the stage.
"""

import json
import sys
import time
import urllib.request


def read(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def main(port, caller, seconds):
    base = f"http://127.0.0.1:{port}/api/v1/applications"
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        try:
            application = read(base)[0]["id"]
            for stage in read(f"{base}/{application}/stages?status=active"):
                if caller in stage["details"] and stage["numActiveTasks"] > 0:
                    done, total = stage["numCompleteTasks"], stage["numTasks"]
                    print(f"stage {stage['stageId']}, {done} of {total} tasks done")
                    return 0
        except (OSError, ValueError, IndexError):  # not up yet, or just gone
            pass
        time.sleep(0.02)
    print(f"no stage of {caller} was at work within {seconds} s", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
