"""Asks an Airflow database what became of the newest run of a DAG.

  airflow_state.py DATABASE states DAG TASK=STATE ...   fails unless each task is in that state
  airflow_state.py DATABASE manifest DAG KEY            fails unless XCom has the manifest of that run key
"""

import json
import pathlib
import sqlite3
import sys


def newest_run(database, dag):
    found = database.execute("select run_id, logical_date from dag_run where dag_id = ? order by id desc limit 1", [dag])
    run = found.fetchone()
    return run if run else sys.exit(f"{dag} has no run")


def states(database, dag, *expected):
    run, logical_date = newest_run(database, dag)
    found = dict(
        database.execute("select task_id, state from task_instance where dag_id = ? and run_id = ?", [dag, run])
    )
    print(f"  {dag}, {'logical date ' + logical_date[:10] if logical_date else 'no logical date'}:",
          ", ".join(f"{task} {found.get(task)}" for task, _ in (pair.split("=") for pair in expected)))
    for task, state in (pair.split("=") for pair in expected):
        if found.get(task) != state:
            sys.exit(f"  {task} should be {state}")


def manifest(database, dag, key):
    run, _ = newest_run(database, dag)
    found = database.execute(
        "select value from xcom where dag_id = ? and run_id = ? and task_id = 'manifest' and key = 'return_value'",
        [dag, run],
    ).fetchone()
    value = found[0] if found else sys.exit(f"  {dag}, {run}: no manifest in XCom")
    while isinstance(value, str):
        value = json.loads(value)
    if value["run-key"] != key:
        sys.exit(f"  XCom has the manifest of {value['run-key']}, not of {key}")
    print(f"  in XCom: run {key}, {value['rows']} rows, {len(value['tables'])} tables, report {pathlib.Path(value['report']).name}")


def main(path, question, *further):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    {"states": states, "manifest": manifest}[question](database, *further)


if __name__ == "__main__":
    main(*sys.argv[1:])
