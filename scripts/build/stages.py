"""The stages of pyspark.ml on a table: a pipeline, save and load, rows that were not fitted.

stages.py TABLE; needs pyspark, and the package geodesy installed or its wheel on PYTHONPATH with
GEODESY_JAR. Exits with 1 where anything is not as it should be.
"""

import os
import sys
import tempfile

import geodesy
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.clustering import KMeans
from pyspark.sql import SparkSession

ADDED = ["neighbor_ids", "distances", "component", "coordinates", "cluster", "strength", "dimension"]


def rows(frame):
    return [tuple(row) for row in frame.select("id", *ADDED).orderBy("id").collect()]


def main(table):
    jar = os.environ.get("GEODESY_JAR") or geodesy.jar()
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", jar)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    vectors = spark.read.parquet(table)
    old = vectors.where("id % 10 <> 0").cache()
    new = vectors.where("id % 10 = 0").cache()

    pipeline = Pipeline(
        stages=[
            geodesy.KnnGraph(k=15),
            geodesy.DiffusionMap(components=8),
            geodesy.Clusters(method="leiden"),
            geodesy.IntrinsicDimension(minGroupRows=100),
        ]
    )
    model = pipeline.fit(old)
    found = model.transform(old)
    expected = rows(found)
    print("rows", len(expected), "clusters", found.select("cluster").distinct().count())
    recall = model.stages[0].statistics.where("metric = 'recall'").head()["value"]
    print("recall", recall)
    assert recall > 0.97, recall
    top = [r["eigenvalue"] for r in model.stages[1].eigenvalues.orderBy("rank").head(3)]
    print("eigenvalues", top)
    assert abs(top[0] - 1) < 1e-6, top
    assert model.stages[1].operatorMatrix().numRows() == len(expected)
    assert model.stages[2].clusterStatistics.count() > 1
    assert model.stages[2].hasParam("clusters")
    assert model.stages[3].groups.where("group is null").count() > 0

    with tempfile.TemporaryDirectory() as folder:
        pipeline.save(f"{folder}/pipeline")
        model.save(f"{folder}/model")
        again = PipelineModel.load(f"{folder}/model")
        assert rows(again.transform(old)) == expected, "the loaded model transforms otherwise"
        assert Pipeline.load(f"{folder}/pipeline").getStages()[0].getOrDefault("k") == 15

        placed = again.transform(new)
        seen = placed.where("coordinates is not null and cluster is null").count()
        print("new rows placed", seen, "of", new.count())
        assert seen > 0.9 * new.count()
        means = KMeans(k=10, featuresCol="coordinates", seed=1).fit(found.where("coordinates is not null"))
        print("k-means on coordinates, cost", round(means.summary.trainingCost, 6))

    assert geodesy.KnnGraph(k=7, fanout=None).setParams(k=None).getOrDefault("k") == 7, "None was set"
    assert not geodesy.KnnGraph(fanout=None).isSet("fanout"), "None was set"
    try:
        geodesy.KnnGraph(kk=3)
    except TypeError as refusal:
        assert "kk" in str(refusal)
    else:
        raise AssertionError("kk was taken")
    spark.stop()
    print("all as it should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
