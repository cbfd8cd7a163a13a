"""The Params of every stage.

Made from the code by `./scripts/geodesy reference --python >
jobs/src/main/python/geodesy/params.py`; do not edit.
"""

from pyspark.ml.param import Param, Params, TypeConverters


class HasIdColumn(Params):
    idColumn = Param(
        Params._dummy(),
        "idColumn",
        "Column of the input that holds the row id. (a text; default id)",
        typeConverter=TypeConverters.toString,
    )


class HasVectorColumn(Params):
    vectorColumn = Param(
        Params._dummy(),
        "vectorColumn",
        "Column of the input that holds the embedding. (a text; default vector)",
        typeConverter=TypeConverters.toString,
    )


class HasLabelColumn(Params):
    labelColumn = Param(
        Params._dummy(),
        "labelColumn",
        "Column of the input that holds a known class of each row, against which clusters are "
        "judged; auto takes the column label if there is one. (a text or auto; default auto)",
        typeConverter=TypeConverters.toString,
    )


class HasGroupColumn(Params):
    groupColumn = Param(
        Params._dummy(),
        "groupColumn",
        "Column of the input that splits the rows into groups, each with its own figures; auto "
        "takes the column group if there is one. (a text or auto; default auto)",
        typeConverter=TypeConverters.toString,
    )


class HasBadRows(Params):
    badRows = Param(
        Params._dummy(),
        "badRows",
        "What happens to rows that are no embedding (NaN, infinity, null, wrong dimension, "
        "duplicate id): fail the run and name some of them, or drop and count them. (fail or drop; "
        "default fail)",
        typeConverter=TypeConverters.toString,
    )


class HasSeed(Params):
    seed = Param(
        Params._dummy(),
        "seed",
        "Seed of every random choice. (a whole number; default 42)",
        typeConverter=TypeConverters.toInt,
    )


class HasThreads(Params):
    threads = Param(
        Params._dummy(),
        "threads",
        "Threads of local work; auto takes every core. No result depends on it. (a whole number in "
        "[1, 1024] or auto; default auto)",
        typeConverter=TypeConverters.toInt,
    )


class KnnGraphParams(
    HasIdColumn,
    HasVectorColumn,
    HasBadRows,
    HasSeed,
    HasThreads,
):
    """Of the analysis knn-graph."""

    k = Param(
        Params._dummy(),
        "k",
        "Neighbours of every row. (a whole number in [1, 500]; default 15) Why: enough for "
        "bandwidths, communities and dimension up to about 15.",
        typeConverter=TypeConverters.toInt,
    )
    metric = Param(
        Params._dummy(),
        "metric",
        "How far two rows are apart: length of their difference, chord of their directions "
        "(cosine), largest inner product first, sum of absolute differences (manhattan), or "
        "differing elements of byte values (hamming). (euclidean, cosine, inner-product, manhattan "
        "or hamming; default euclidean)",
        typeConverter=TypeConverters.toString,
    )
    mode = Param(
        Params._dummy(),
        "mode",
        "All pairs, or leaves and neighbour rounds with measured recall. (auto, exact or "
        "approximate; default auto) Why: auto compares all pairs of up to 8192 distinct rows, "
        "where exact answers are cheap.",
        typeConverter=TypeConverters.toString,
    )
    preset = Param(
        Params._dummy(),
        "preset",
        "How much work the graph is worth: sets recall-target, fanout and rounds where these are "
        "auto; exact compares all pairs. (fast, standard, high or exact; default standard) Why: "
        "standard reaches 0.99 on images, texts and tokens in one pass; fast asks for 0.95, high "
        "for 0.995.",
        typeConverter=TypeConverters.toString,
    )
    recallTarget = Param(
        Params._dummy(),
        "recallTarget",
        "Least recall of an approximate graph; further passes (in one block on all columns) are "
        "made until it is met. (a number in [0.5, 1] or auto; default auto) Why: auto is the "
        "preset's: 0.95, 0.98 or 0.995; the target is the floor.",
        typeConverter=TypeConverters.toFloat,
    )
    fanout = Param(
        Params._dummy(),
        "fanout",
        "Overlapping balls that every row joins in the first division. (a whole number in [1, 64] "
        "or auto; default auto) Why: auto is 7, and 2 more with every doubling beyond 100 000 "
        "distinct rows: recall 0.993 at k = 15 on 60 000 texts; 0.986 on a mixture of 400 000 rows "
        "with 11, 0.967 with 7.",
        typeConverter=TypeConverters.toInt,
    )
    rounds = Param(
        Params._dummy(),
        "rounds",
        "Rounds at most in which neighbours of neighbours are compared. (a whole number in [0, 20] "
        "or auto; default auto) Why: auto is 2: the second, around rows with new neighbours only, "
        "costs less than another ball a row.",
        typeConverter=TypeConverters.toInt,
    )
    candidates = Param(
        Params._dummy(),
        "candidates",
        "Candidates a row keeps until exact distances decide. (a whole number in [1, 2000] or "
        "auto; default auto) Why: auto is max(16, 4/3 k), and max(30, 2 k + 2) where leading axes "
        "are searched, which blur the order of near rows.",
        typeConverter=TypeConverters.toInt,
    )
    recallQueries = Param(
        Params._dummy(),
        "recallQueries",
        "Rows whose true neighbours are found to measure recall. (a whole number in [500, 100000]; "
        "default 1000) Why: a standard error of 0.001 at a recall of 0.99.",
        typeConverter=TypeConverters.toInt,
    )
    blockRows = Param(
        Params._dummy(),
        "blockRows",
        "Rows a leader when the table is searched in overlapping blocks on Spark; a block holds "
        "about overlap times as many. (a whole number in [16, 100000000] or auto; default auto) "
        "Why: auto is all rows, in one block, while that fits memory, then the most that does: "
        "fewer, larger blocks find more.",
        typeConverter=TypeConverters.toInt,
    )
    overlap = Param(
        Params._dummy(),
        "overlap",
        "Blocks that every row joins: those of its nearest leaders. (a whole number in [1, 16] or "
        "auto; default auto) Why: auto is 3, or the least of 2 to 5 that is predicted to find "
        "enough in one pass: more find more, and cost as much more work and traffic.",
        typeConverter=TypeConverters.toInt,
    )
    memory = Param(
        Params._dummy(),
        "memory",
        "Memory that searching may take in one process, as in 256m or 4g; tasks that run at a time "
        "share it. (a text or auto; default auto) Why: auto is 0.6 of the heap of the driver or an "
        "executor.",
        typeConverter=TypeConverters.toString,
    )

    DEFAULTS = {
        "k": 15,
        "metric": "euclidean",
        "mode": "auto",
        "preset": "standard",
        "recallQueries": 1000,
        "idColumn": "id",
        "vectorColumn": "vector",
        "badRows": "fail",
        "seed": 42,
    }


class DiffusionMapParams(
    HasIdColumn,
    HasSeed,
    HasThreads,
):
    """Of the analysis diffusion-map."""

    kernel = Param(
        Params._dummy(),
        "kernel",
        "How a distance becomes a weight: one Gaussian width for all rows (fixed), a width for "
        "every row with sharp edges (decay), smooth ones (self-tuned) or long tails (exponential), "
        "a width that follows a pilot density (variable), UMAP's memberships (fuzzy), or (1 + cos) "
        "/ 2 (cosine). docs/operators.md says which one when. (fixed, decay, self-tuned, "
        "exponential, variable, fuzzy or cosine; default decay) Why: on digits ten spectral "
        "clusters agree with the labels to an AMI of 0.86, as with fixed; digits and MNIST each "
        "stay one connected piece.",
        typeConverter=TypeConverters.toString,
    )
    alpha = Param(
        Params._dummy(),
        "alpha",
        "Exponent of the density that is divided out: 1 leaves the geometry alone, 1/2 the "
        "Fokker-Planck operator, 0 the graph Laplacian. (a number in [-2, 2] or auto; default "
        "auto) Why: auto leaves the geometry alone, so that coordinates do not depend on how "
        "densely a region was sampled: 1, and 1 + beta + beta m / 2 for the variable kernel in m "
        "dimensions.",
        typeConverter=TypeConverters.toFloat,
    )
    bandwidthK = Param(
        Params._dummy(),
        "bandwidthK",
        "The neighbour whose distance is a row's bandwidth; 1 is the nearest. (a whole number in "
        "[1, 500] or auto; default auto) Why: auto is 7, or the graph's k where that is less.",
        typeConverter=TypeConverters.toInt,
    )
    decay = Param(
        Params._dummy(),
        "decay",
        "Exponent of the decay kernel. (a number in [0.1, 100]; default 40) Why: links end sharply "
        "at the bandwidth, so that rows between groups do not join them.",
        typeConverter=TypeConverters.toFloat,
    )
    eps = Param(
        Params._dummy(),
        "eps",
        "Width of the fixed and the variable kernel, exp(-d^2 / (4 eps)). (a number in [1.0E-100, "
        "1.0E100] or auto; default auto) Why: auto is bandwidth-rule.",
        typeConverter=TypeConverters.toFloat,
    )
    bandwidthRule = Param(
        Params._dummy(),
        "bandwidthRule",
        "How eps is chosen where it is not given: where the kernel sum grows fastest (log-slope), "
        "or a quarter of the squared median distance to the bandwidth-k-th neighbour (neighbor). "
        "(log-slope or neighbor; default log-slope)",
        typeConverter=TypeConverters.toString,
    )
    beta = Param(
        Params._dummy(),
        "beta",
        "Exponent of the pilot density that the width of the variable kernel follows. (a number in "
        "[-2, 0]; default -0.5) Why: Berry and Harlim's choice.",
        typeConverter=TypeConverters.toFloat,
    )
    dimension = Param(
        Params._dummy(),
        "dimension",
        "Dimension of the set that rows lie on, for the variable kernel. (a whole number in [1, "
        "1000] or auto; default auto) Why: auto is twice the log-slope of the pilot density, "
        "rounded, since it is biased low.",
        typeConverter=TypeConverters.toInt,
    )
    symmetrize = Param(
        Params._dummy(),
        "symmetrize",
        "How the two weights of a pair become one, where only one may list the other. (mean, max, "
        "min, product or fuzzy-union; default mean)",
        typeConverter=TypeConverters.toString,
    )
    components = Param(
        Params._dummy(),
        "components",
        "Diffusion coordinates of every row, the constant one not counted. (a whole number in [1, "
        "512]; default 16)",
        typeConverter=TypeConverters.toInt,
    )
    tolerance = Param(
        Params._dummy(),
        "tolerance",
        "Residual at which an eigenpair is done; eigenvalues that crowd near 1 are solved more "
        "finely by themselves. (a number in [1.0E-12, 0.1]; default 0.0001) Why: the error of an "
        "eigenvalue is about its square divided by the gap.",
        typeConverter=TypeConverters.toFloat,
    )
    t = Param(
        Params._dummy(),
        "t",
        "Diffusion time: coordinates are scaled by the eigenvalue to this power. (a number in [0, "
        "1000000]; default 1)",
        typeConverter=TypeConverters.toFloat,
    )
    minComponent = Param(
        Params._dummy(),
        "minComponent",
        "Connected components with fewer rows get no coordinates, unless none is larger. (a whole "
        "number in [1, 1000000000]; default 50)",
        typeConverter=TypeConverters.toInt,
    )
    block = Param(
        Params._dummy(),
        "block",
        "Vectors multiplied together by the eigen-solver, a multiple of 4. (a whole number in [4, "
        "64] or auto; default auto)",
        typeConverter=TypeConverters.toInt,
    )
    maxProducts = Param(
        Params._dummy(),
        "maxProducts",
        "Operator products, counted in single vectors, after which a component's solution is "
        "published with the residuals it has. (a whole number in [1, 1000000000000]; default "
        "50000)",
        typeConverter=TypeConverters.toInt,
    )
    unconverged = Param(
        Params._dummy(),
        "unconverged",
        "What happens when the budget ends before the tolerance is reached: publish with the "
        "residuals there are (warn), or fail with exit code 75 (fail). (warn or fail; default "
        "warn)",
        typeConverter=TypeConverters.toString,
    )
    backEnd = Param(
        Params._dummy(),
        "backEnd",
        "Where the map is computed: in the driver (local), there but for products, for which "
        "vectors are broadcast (broadcast), or on the executors, where rows, kernel and vectors "
        "stay and blocks exchange only rows they need of each other (ghost). (auto, local, "
        "broadcast or ghost; default auto) Why: auto is local up to 2 000 000 rows, where block "
        "Lanczos needs a third of the products and nothing moves, and ghost beyond.",
        typeConverter=TypeConverters.toString,
    )
    rowBlocks = Param(
        Params._dummy(),
        "rowBlocks",
        "Blocks of near rows that the broadcast and ghost back-ends cut the operator into. (a "
        "whole number in [1, 10000] or auto; default auto) Why: auto is one in 32 768 rows, 2 to "
        "256.",
        typeConverter=TypeConverters.toInt,
    )

    DEFAULTS = {
        "kernel": "decay",
        "decay": 40,
        "bandwidthRule": "log-slope",
        "beta": -0.5,
        "symmetrize": "mean",
        "components": 16,
        "tolerance": 0.0001,
        "t": 1,
        "minComponent": 50,
        "maxProducts": 50000,
        "unconverged": "warn",
        "backEnd": "auto",
        "idColumn": "id",
        "seed": 42,
    }


class IntrinsicDimensionParams(
    HasIdColumn,
    HasVectorColumn,
    HasLabelColumn,
    HasGroupColumn,
    HasBadRows,
    HasSeed,
    HasThreads,
):
    """Of the analysis intrinsic-dimension."""

    k = Param(
        Params._dummy(),
        "k",
        "Neighbours of a row that the maximum-likelihood estimate uses. (a whole number in [3, "
        "10000] or auto; default auto) Why: auto takes all of the graph: the interval narrows with "
        "the root of k.",
        typeConverter=TypeConverters.toInt,
    )
    k1Gride = Param(
        Params._dummy(),
        "k1Gride",
        "Smallest rank n1 of the Gride curve; the ranks are n1, 2 n1, 4 n1, ... (a whole number in "
        "[1, 5000]; default 1) Why: 1 begins at the finest scale the graph has.",
        typeConverter=TypeConverters.toInt,
    )
    muFraction = Param(
        Params._dummy(),
        "muFraction",
        "Share of the smallest ratios r2/r1 that the linear TwoNN fit uses. (a number in [0.01, "
        "1]; default 0.9) Why: the paper's choice: the largest ratios are the least like the "
        "model.",
        typeConverter=TypeConverters.toFloat,
    )
    binomialRatio = Param(
        Params._dummy(),
        "binomialRatio",
        "Share of a row's largest distance within which the binomial estimate counts neighbours. "
        "(a number in [0.05, 0.99]; default 0.8) Why: its error is least where a fifth of the "
        "neighbours lie within: 0.45 in 2, 0.85 in 10 directions; 0.8 is within a fifth of that "
        "error from 2 to 20.",
        typeConverter=TypeConverters.toFloat,
    )
    duplicatePolicy = Param(
        Params._dummy(),
        "duplicatePolicy",
        "What to do with copies: collapse (count once), shift (raise their distance) or keep. "
        "(collapse, shift or keep; default collapse) Why: 10 % of near copies on a 10-sphere turn "
        "TwoNN's 9.7 into 0.3; collapsing restores it.",
        typeConverter=TypeConverters.toString,
    )
    duplicateQuantile = Param(
        Params._dummy(),
        "duplicateQuantile",
        "Share of all neighbour distances, relative to their row's largest, that count as those of "
        "near copies; auto looks for a gap; 0 takes exact copies alone. (a number in [0, 0.5] or "
        "auto; default auto) Why: auto collapses nothing unless the gap cannot be chance (one in a "
        "million).",
        typeConverter=TypeConverters.toFloat,
    )
    confidence = Param(
        Params._dummy(),
        "confidence",
        "Confidence of the intervals. (a number in [0.5, 0.9999]; default 0.95) Why: convention.",
        typeConverter=TypeConverters.toFloat,
    )
    jackknifeBuckets = Param(
        Params._dummy(),
        "jackknifeBuckets",
        "Buckets of rows, by a hash of the id, of the jackknife. (a whole number in [8, 256]; "
        "default 32) Why: 32 give an error known to 13 %; a bucket of 50 rows needs 1600 rows.",
        typeConverter=TypeConverters.toInt,
    )
    minGroupRows = Param(
        Params._dummy(),
        "minGroupRows",
        "Groups with fewer rows are skipped, with a record. (a whole number in [10, 1000000]; "
        "default 50) Why: below, the interval is wider than the answer is useful.",
        typeConverter=TypeConverters.toInt,
    )
    sampleVectors = Param(
        Params._dummy(),
        "sampleVectors",
        "Rows, sampled by a hash of the id, whose neighbours' vectors are looked at: local PCA, "
        "ESS, TLE and ABID; 0 leaves these out. (a whole number in [0, 100000]; default 2000) Why: "
        "2000 rows know the value to 1 %; at most 64 million vector values are held.",
        typeConverter=TypeConverters.toInt,
    )
    maxRows = Param(
        Params._dummy(),
        "maxRows",
        "Rows, sampled by a hash of the id, on which the values of groups stand; rows' own values "
        "are computed for all. (a whole number in [1000, 20000000]; default 1000000) Why: about "
        "150 + 20 k bytes of driver memory a row, and never more than 32 million distances; at "
        "10^6 rows the sampling error is 0.1 %.",
        typeConverter=TypeConverters.toInt,
    )

    DEFAULTS = {
        "k1Gride": 1,
        "muFraction": 0.9,
        "binomialRatio": 0.8,
        "duplicatePolicy": "collapse",
        "confidence": 0.95,
        "jackknifeBuckets": 32,
        "minGroupRows": 50,
        "sampleVectors": 2000,
        "maxRows": 1000000,
        "idColumn": "id",
        "vectorColumn": "vector",
        "badRows": "fail",
        "seed": 42,
    }


class ClustersParams(
    HasIdColumn,
    HasVectorColumn,
    HasLabelColumn,
    HasGroupColumn,
    HasBadRows,
    HasSeed,
    HasThreads,
):
    """Of the analysis clusters."""

    method = Param(
        Params._dummy(),
        "method",
        "How rows are grouped: leiden (communities of the neighbour graph), hdbscan (dense "
        "regions; leaves noise out), density-peaks (rows that lead to one peak of the density), "
        "spectral, k-means, bisecting (k-means of two centres again and again) or k-subspaces "
        "(their number is chosen beforehand; see clusters). (leiden, hdbscan, density-peaks, "
        "spectral, k-means, bisecting or k-subspaces; default leiden) Why: leiden needs no number "
        "of clusters; on digits it reaches AMI 0.89 against the labels where k-means told the "
        "truth reaches 0.73.",
        typeConverter=TypeConverters.toString,
    )
    clusters = Param(
        Params._dummy(),
        "clusters",
        "Number of clusters of spectral, k-means, bisecting and k-subspaces; the others find "
        "theirs. auto chooses up to 32: spectral by the widest gap of the frequencies sqrt(1 - "
        "lambda) of the neighbour graph, the others by how far the simplified silhouette of a "
        "sample of rows exceeds that of one Gaussian cloud; the report shows the curve and says "
        "where the choice is uncertain. (a whole number at least 1 or auto; default auto) Why: "
        "digits: k-means 9, spectral 11; tables of separate blobs: their number; give it wherever "
        "you know it.",
        typeConverter=TypeConverters.toInt,
    )
    resolution = Param(
        Params._dummy(),
        "resolution",
        "Resolution of leiden: how much denser than chance a community must be; greater gives more "
        "and smaller clusters. (a number in [1.0E-6, 1000]; default 0.25) Why: on the plateau of "
        "the tables tried (k = 15): digits 11 clusters from 0.1 to 0.25, mnist70k 11 from 0.25 to "
        "0.4, rings of 6 to 12 blobs exact; the usual 1 splits digits into 18 and mnist70k into "
        "19.",
        typeConverter=TypeConverters.toFloat,
    )
    starts = Param(
        Params._dummy(),
        "starts",
        "Random starts of leiden, k-means, bisecting and k-subspaces, of which the best is kept. "
        "(a whole number in [1, 1000]; default 3)",
        typeConverter=TypeConverters.toInt,
    )
    minPoints = Param(
        Params._dummy(),
        "minPoints",
        "hdbscan: a row's core distance is the distance to this neighbour, not counting the row "
        "itself; scikit-learn's min_samples counts it and is one more. (a whole number in [1, "
        "10000]; default 5)",
        typeConverter=TypeConverters.toInt,
    )
    minClusterSize = Param(
        Params._dummy(),
        "minClusterSize",
        "hdbscan and density-peaks: least rows of a cluster; smaller groups are noise. (a whole "
        "number at least 2; default 20)",
        typeConverter=TypeConverters.toInt,
    )
    selection = Param(
        Params._dummy(),
        "selection",
        "hdbscan: eom takes the clusters that persist longest, leaf the smallest ones that do not "
        "split further. (eom or leaf; default eom)",
        typeConverter=TypeConverters.toString,
    )
    singleCluster = Param(
        Params._dummy(),
        "singleCluster",
        "hdbscan: whether all rows together may be one cluster. (true or false; default false)",
        typeConverter=TypeConverters.toBoolean,
    )
    spanningTree = Param(
        Params._dummy(),
        "spanningTree",
        "hdbscan: edges of the spanning tree: graph takes the neighbour graph and exact bridges "
        "between its components, exact all pairs of rows, auto decides by the cost. (auto, exact "
        "or graph; default auto)",
        typeConverter=TypeConverters.toString,
    )
    lists = Param(
        Params._dummy(),
        "lists",
        "hdbscan, spectral: where the neighbour lists and vectors are: local in the driver; blocks "
        "on the executors, the driver has about 200 bytes a row, with the spanning tree of the "
        "graph; auto takes blocks above two million rows. Both find the same clusters. (auto, "
        "local or blocks; default auto) Why: blocks exchange messages where local has all in one "
        "array.",
        typeConverter=TypeConverters.toString,
    )
    z = Param(
        Params._dummy(),
        "z",
        "density-peaks: standard errors by which a peak must stand above the saddle to another to "
        "be a cluster of its own; greater gives fewer clusters. (a number in [0, 100]; default "
        "1.65) Why: the paper's choice: one false peak in twenty if densities are independent.",
        typeConverter=TypeConverters.toFloat,
    )
    halo = Param(
        Params._dummy(),
        "halo",
        "density-peaks: whether rows less dense than the highest saddle of their cluster are "
        "noise. (true or false; default false)",
        typeConverter=TypeConverters.toBoolean,
    )
    subspaceDimension = Param(
        Params._dummy(),
        "subspaceDimension",
        "k-subspaces: dimension of every subspace, below that of the vectors. (a whole number in "
        "[1, 1024]; default 4)",
        typeConverter=TypeConverters.toInt,
    )
    exemplars = Param(
        Params._dummy(),
        "exemplars",
        "Most central rows named for every cluster. (a whole number in [1, 100]; default 3)",
        typeConverter=TypeConverters.toInt,
    )
    stabilitySamples = Param(
        Params._dummy(),
        "stabilitySamples",
        "leiden and hdbscan: random samples of four fifths of the rows that are grouped again, to "
        "say how much of each cluster comes back; 0 says nothing of it. (a whole number in [0, "
        "1000]; default 0) Why: each costs a grouping; 20 give a mean to about 0.05.",
        typeConverter=TypeConverters.toInt,
    )

    DEFAULTS = {
        "method": "leiden",
        "resolution": 0.25,
        "starts": 3,
        "minPoints": 5,
        "minClusterSize": 20,
        "selection": "eom",
        "singleCluster": False,
        "spanningTree": "auto",
        "lists": "auto",
        "z": 1.65,
        "halo": False,
        "subspaceDimension": 4,
        "exemplars": 3,
        "stabilitySamples": 0,
        "idColumn": "id",
        "vectorColumn": "vector",
        "badRows": "fail",
        "seed": 42,
    }
