"""The survey by Airflow 3: every night, and whenever the table it reads was written.

What the deployment sets, as environment variables of the scheduler's workers:

  GEODESY_JAR      a versioned copy of the -all jar: never the file that a build may replace
  GEODESY_INPUT    the embedding table
  GEODESY_OUTPUT   folder or URI below which runs are published
  GEODESY_DRIFT    greatest change of the number of rows, as a share, that is no alarm (0.2)

and the connection spark_default, whose host is the master. spark-submit of a Spark 4 distribution
must be on the PATH. Deploy mode client: in cluster mode spark-submit hides a failed driver, and the
task after it would find no manifest.

A run is its key: the same key with the same input and parameters is a no-op, so that retries and
reruns are safe. The nightly key is the day; that of the triggered run says when it was due, since
such runs have no logical date.
"""

import json
import os

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Asset, get_current_context, task

JAR = os.environ["GEODESY_JAR"]
INPUT = os.environ["GEODESY_INPUT"]
OUTPUT = os.environ["GEODESY_OUTPUT"]
DRIFT = float(os.environ.get("GEODESY_DRIFT", "0.2"))

TABLE = Asset(name="geodesy_input", uri=f"file://{INPUT}" if INPUT.startswith("/") else INPUT)
SURVEY = Asset(name="geodesy_survey", uri=f"file://{OUTPUT}" if OUTPUT.startswith("/") else OUTPUT)

# A usage error or bad data does not get better by trying again; see the exit codes.
HOPELESS = ("Error code is: 2.", "Error code is: 65.")


class GeodesySubmitOperator(SparkSubmitOperator):
    """Submits the jar, and does not try again where that cannot help."""

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowException as failure:
            if any(code in str(failure) for code in HOPELESS):
                raise AirflowFailException(str(failure)) from failure
            raise


def read_json(path):
    """Read a file of the output: of a local one here, of any other through Airflow's object storage."""
    if "://" not in path:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    from airflow.sdk import ObjectStoragePath

    return json.loads(ObjectStoragePath(path).read_text())


@task
def manifest(run_key: str) -> dict:
    """What was published, for whoever comes next: it lies in XCom."""
    found = read_json(f"{OUTPUT}/_runs/{run_key}/_manifest.json")
    return {
        "run-key": found["run-key"],
        "fingerprint": found["fingerprint"],
        "rows": found["input"]["rows"],
        "seconds": found["seconds"],
        "tables": {table["name"]: table["digest"] for table in found["tables"]},
        "attributes": {table["name"]: table["attributes"] for table in found["tables"]},
        "findings": found["findings"],
        "report": found["report"],
    }


@task
def drift(found: dict) -> dict:
    """Fail the run where the number of rows is far from what the run before had."""
    context = get_current_context()
    before = context["ti"].xcom_pull(task_ids="manifest", include_prior_dates=True)
    recall = found["attributes"].get("neighbors", {}).get("recall")  # none where the graph was reused
    rows = found["rows"]
    if not before or before["run-key"] == found["run-key"]:
        return {"rows": rows, "recall": recall, "change": 0.0}
    change = abs(rows - before["rows"]) / before["rows"]
    if change > DRIFT:
        raise AirflowFailException(
            f"The table has {rows} rows and had {before['rows']} in run {before['run-key']}: "
            f"a change of {change:.0%}, and at most {DRIFT:.0%} is expected (GEODESY_DRIFT)."
        )
    return {"rows": rows, "recall": recall, "change": change}


def survey(dag_id, schedule, run_key):
    with DAG(
        dag_id,
        start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
        schedule=schedule,
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=False,
        default_args={"retries": 2, "retry_delay": pendulum.duration(minutes=5)},
        tags=["geodesy"],
        doc_md=__doc__,
    ) as dag:
        submit = GeodesySubmitOperator(
            task_id="survey",
            conn_id="spark_default",
            name=dag_id,
            java_class="io.geodesy.jobs.cli.Main",
            application=JAR,
            application_args=[
                "survey", "--input", INPUT, "--output", OUTPUT, "--run-key", run_key, "--json",
            ],
            conf={"spark.ui.enabled": "false"},
            outlets=[SURVEY],
        )
        found = manifest(run_key)
        submit >> found
        drift(found)
    return dag


nightly = survey("geodesy_survey", "@daily", "{{ dag_run.run_after | ds_nodash }}")
triggered = survey(
    "geodesy_survey_on_write", [TABLE], "{{ dag_run.run_after.strftime('%Y%m%dT%H%M%S') }}"
)
