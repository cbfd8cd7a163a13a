"""The jar of the library, and a session that has it."""

import os

from pyspark.sql import SparkSession


def jar() -> str:
    """Return the path of the jar that this package brings."""
    path = os.path.join(os.path.dirname(__file__), "geodesy.jar")
    if not os.path.isfile(path):
        raise FileNotFoundError(
            f"{path} is not there: install the wheel, or put the -all jar of the build on spark.jars."
        )
    return path


def session(**conf: str) -> SparkSession:
    """Return a session that has the jar.

    Further settings are given with underscores for dots: `spark_sql_shuffle_partitions="16"`. A
    session that already runs is returned, and must have been started with the jar.
    """
    builder = SparkSession.builder.config("spark.jars", jar())
    for key, value in conf.items():
        builder = builder.config(key.replace("_", "."), value)
    return builder.getOrCreate()
