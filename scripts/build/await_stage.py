"""Waits until a Spark application is in the middle of a stage, and says where: await_stage.py UI CODE WORKER.

UI is the address of the driver's interface, CODE the file of ours whose stage is meant, WORKER the
working folder of a standalone worker. In the middle means that an executor of that worker has
finished a task of the stage, so that its death loses results, and is at work on another. Prints the
executor's number and a sentence; ends with 1 if the application ends before, or after three minutes.
"""

import json
import pathlib
import sys
import time
import urllib.error
import urllib.request


def get(ui, path):
    with urllib.request.urlopen(f"{ui}/api/v1/applications{path}", timeout=10) as answer:
        return json.load(answer)


def moment(ui, code, worker):
    """What to print, if this is the moment."""
    for application in get(ui, ""):
        known = f"/{application['id']}/stages"
        executors = [folder.name for folder in worker.glob(f"{application['id']}/*")]
        for stage in get(ui, f"{known}?status=active"):
            if code in stage["name"]:
                tasks = get(ui, f"{known}/{stage['stageId']}/{stage['attemptId']}/taskList?length=10000")
                for executor in executors:
                    states = [task["status"] for task in tasks if task["executorId"] == executor]
                    if "SUCCESS" in states and "RUNNING" in states:
                        return (
                            f"{executor} stage {stage['stageId']} ({stage['name']}), {stage['numCompleteTasks']} of"
                            f" {stage['numTasks']} tasks done, {states.count('SUCCESS')} of them there, one running there"
                        )
    return None


def main(ui, code, worker):
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            found = moment(ui, code, pathlib.Path(worker))
        except (urllib.error.HTTPError, json.JSONDecodeError, TimeoutError):
            found = None  # the interface answers before it knows the application, and slowly at first
        except urllib.error.URLError as ended:
            sys.exit(f"the application ended before: {ended}")
        if found:
            print(found)
            return
        time.sleep(0.02)
    sys.exit(f"no stage of {code} was met in its middle within three minutes")


if __name__ == "__main__":
    main(*sys.argv[1:])
