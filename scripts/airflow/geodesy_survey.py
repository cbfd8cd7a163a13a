"""The survey by Airflow 3: every night, and whenever the table it reads was written.

What the deployment sets, as environment variables wherever Airflow reads DAGs and runs tasks:

  GEODESY_JAR        a versioned copy of the -all jar: never the file that a build may replace
  GEODESY_INPUT      the embedding table
  GEODESY_REFERENCE  the table that the input is held against for drift, of the same columns
  GEODESY_OUTPUT     absolute folder or URI below which runs are published

and the connection spark_default, whose host is the master. spark-submit of a Spark 4.1 distribution
must be on the PATH. Deploy mode client: in cluster mode spark-submit hides a failed driver.

A run is its key: the same key with the same input and parameters is a no-op, so that retries and
reruns are safe. The nightly key is the day; that of a triggered run says when it was due, since
such runs have no logical date.
"""

import json
import os

import pendulum
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Asset, ObjectStoragePath, task

JAR = os.environ["GEODESY_JAR"]
INPUT = os.environ["GEODESY_INPUT"]
REFERENCE = os.environ["GEODESY_REFERENCE"]
OUTPUT = os.environ["GEODESY_OUTPUT"]

# Usage, drift that was found, bad data, no space: none gets better by trying again. Not 1, which is
# spark-submit's own answer where the master is away.
FINAL = ("Error code is: 2.", "Error code is: 3.", "Error code is: 65.", "Error code is: 73.")


class GeodesyOperator(SparkSubmitOperator):
    """Submits a command of the jar, and does not try again where that cannot help."""

    def __init__(self, *, command, run_key, further=(), **operator):
        super().__init__(
            conn_id="spark_default",
            name=f"geodesy {command}",
            java_class="io.geodesy.jobs.cli.Main",
            application=JAR,
            application_args=[
                command, "--input", INPUT, "--output", OUTPUT, "--run-key", run_key, *further
            ],
            **operator,
        )

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowException as failure:
            if any(code in str(failure) for code in FINAL):
                raise AirflowFailException(str(failure)) from failure
            raise


def asset(name, location):
    return Asset(name=name, uri=f"file://{location}" if location.startswith("/") else location)


@task
def manifest(run_key: str) -> dict:
    """What was published, in XCom for whoever comes next."""
    found = json.loads(ObjectStoragePath(f"{OUTPUT}/_runs/{run_key}/_manifest.json").read_text())
    return {
        "run-key": found["run-key"],
        "fingerprint": found["fingerprint"],
        "rows": found["input"]["rows"],
        "tables": {table["name"]: table["digest"] for table in found["tables"]},
        "findings": found["findings"],
        "report": f"{OUTPUT}/{found['report']}",
    }


def survey(dag_id, schedule, run_key):
    with DAG(
        dag_id,
        start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
        schedule=schedule,
        catchup=False,
        max_active_runs=1,
        default_args={"retries": 2, "retry_delay": pendulum.duration(minutes=5)},
        tags=["geodesy"],
        doc_md=__doc__,
    ) as dag:
        survey = GeodesyOperator(
            task_id="survey",
            command="survey",
            run_key=run_key,
            outlets=[asset("geodesy_survey", OUTPUT)],
        )
        drift = GeodesyOperator(
            task_id="drift",
            command="drift",
            run_key=f"{run_key}-drift",
            further=["--reference", REFERENCE, "--fail-on", "drift"],
        )
        survey >> manifest(run_key) >> drift
    return dag


nightly = survey("geodesy_survey", "@daily", "{{ (dag_run.logical_date or dag_run.run_after) | ds_nodash }}")
triggered = survey(
    "geodesy_survey_on_write",
    [asset("geodesy_input", INPUT)],
    "{{ dag_run.run_after.strftime('%Y%m%dT%H%M%S') }}",
)
