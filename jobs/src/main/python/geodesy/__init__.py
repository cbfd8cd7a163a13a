"""Geodesy from PySpark: the shape of embeddings as stages of pyspark.ml.

    spark = geodesy.session()
    graph = geodesy.KnnGraph(k=15).fit(vectors)

Every stage is an estimator of the JVM library, whose jar lies in this package: `session()` makes a
session that has it; for one of your own give `geodesy.jar()` to `spark.jars` before it starts.
"""

from geodesy.session import jar, session
from geodesy.stages import (
    Clusters,
    ClustersModel,
    DiffusionMap,
    DiffusionMapModel,
    IntrinsicDimension,
    IntrinsicDimensionModel,
    KnnGraph,
    KnnGraphModel,
)

__all__ = [
    "Clusters",
    "ClustersModel",
    "DiffusionMap",
    "DiffusionMapModel",
    "IntrinsicDimension",
    "IntrinsicDimensionModel",
    "KnnGraph",
    "KnnGraphModel",
    "jar",
    "session",
]
