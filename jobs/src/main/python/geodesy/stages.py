"""The stages: Params as keywords, everything else done by the JVM's stages of the same names.

Importing this module is what lets `Pipeline.load` and `PipelineModel.load` find the stages.
"""

import sys

from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.mllib.linalg.distributed import CoordinateMatrix, IndexedRowMatrix
from pyspark.sql import DataFrame, SparkSession

from geodesy.params import (
    ClustersParams,
    DiffusionMapParams,
    IntrinsicDimensionParams,
    KnnGraphParams,
)

_PACKAGE = "io.geodesy.jobs.ml"

# pyspark looks for the Python class of a Java stage in a module called like its package
sys.modules[_PACKAGE] = sys.modules[__name__]


class _Reader(JavaMLReader):
    @classmethod
    def _java_loader_class(cls, clazz):
        return f"{_PACKAGE}.{clazz.__name__}"


class _Stage(JavaMLReadable, JavaMLWritable):
    @classmethod
    def read(cls):
        return _Reader(cls)


class _AnalysisEstimator(JavaEstimator, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj(f"{_PACKAGE}.{type(self).__name__}", self.uid)
        self._setDefault(**self.DEFAULTS)
        self.setParams(**params)

    def setParams(self, **params):
        """Set Params by name; None leaves one as it is."""
        known = {param.name for param in self.params}
        for name in params:
            if name not in known:
                raise TypeError(
                    f"{type(self).__name__} has no parameter {name}; it has {', '.join(sorted(known))}"
                )
        return self._set(**{name: value for name, value in params.items() if value is not None})

    def _create_model(self, java_model):
        return globals()[type(self).__name__ + "Model"](java_model)


class _AnalysisModel(JavaModel, _Stage):
    def table(self, name: str) -> DataFrame:
        """Return one of the analysis' tables, as the command line publishes it."""
        return self._frame("table", name)

    @property
    def statistics(self) -> DataFrame:
        """Every scalar that the analysis found, in long form."""
        return self._frame("statistics")

    def unpersist(self):
        """Give back what the tables hold of the cluster's memory and disks."""
        self._call_java("unpersist")
        return self

    def _frame(self, method, *arguments) -> DataFrame:
        return DataFrame(
            getattr(self._java_obj, method)(*arguments), SparkSession.getActiveSession()
        )


class KnnGraph(_AnalysisEstimator, KnnGraphParams):
    """The k nearest neighbours of every row: columns neighbor_ids, distances, cell."""


class KnnGraphModel(_AnalysisModel, KnnGraphParams):
    """A graph; transform lists the nearest fitted rows of new ones."""

    @property
    def neighbors(self) -> DataFrame:
        """The graph."""
        return self.table("neighbors")


class DiffusionMap(_AnalysisEstimator, DiffusionMapParams):
    """Diffusion coordinates of a graph: columns component, coordinates."""


class DiffusionMapModel(_AnalysisModel, DiffusionMapParams):
    """A map; transform places new rows by the lists of a KnnGraphModel."""

    @property
    def eigenvalues(self) -> DataFrame:
        """The spectrum, with residuals."""
        return self.table("eigenvalues")

    def operatorMatrix(self) -> CoordinateMatrix:
        """Return the symmetric operator; rowIndex says which row is which id."""
        return CoordinateMatrix(self._call_java("operatorMatrix"))

    def operatorRows(self) -> IndexedRowMatrix:
        """Return the operator as rows."""
        return IndexedRowMatrix(self._call_java("operatorRows"))

    @property
    def rowIndex(self) -> DataFrame:
        """Which row of the operator belongs to which id: columns id, row."""
        return self._frame("rowIndex")


class IntrinsicDimension(_AnalysisEstimator, IntrinsicDimensionParams):
    """In how many directions rows vary: columns dimension, dimension_low, dimension_high."""


class IntrinsicDimensionModel(_AnalysisModel, IntrinsicDimensionParams):
    """Dimensions of the fitted rows."""

    @property
    def groups(self) -> DataFrame:
        """The dimension of every group of rows over scale."""
        return self.table("dimension_groups")


class Clusters(_AnalysisEstimator, ClustersParams):
    """Clusters of a graph: columns cluster, strength, outlier_score."""


class ClustersModel(_AnalysisModel, ClustersParams):
    """Clusters of the fitted rows."""

    @property
    def clusterStatistics(self) -> DataFrame:
        """One row a cluster."""
        return self.table("cluster_statistics")
