#!/usr/bin/env bash
# The survey on Kubernetes, in cluster mode: an example to copy. Not tried against a cluster.
#
# Before: a namespace with a service account that may make pods (Spark's documentation, "Running Spark on Kubernetes"),
# the image of the Dockerfile in a registry, and input and output in storage that driver and executors both reach. For
# s3a that is hadoop-aws of the image's Hadoop version on the class path.
set -euo pipefail
: "${KUBERNETES_API:?the address of the API server, for instance https://10.0.0.1:6443}"
: "${IMAGE:?for instance registry.example.org/geodesy:0.1.0}"
: "${INPUT:?for instance s3a://bucket/vectors}"
: "${OUTPUT:?for instance s3a://bucket/geodesy}"
RUN_KEY=${RUN_KEY:-$(date -u +%Y-%m-%d)}
NAMESPACE=${NAMESPACE:-geodesy}

# waitAppCompletion makes spark-submit stay, but its exit code says little of the driver's: ask for the manifest of the
# run key, OUTPUT/_runs/RUN_KEY/_manifest.json, before anything goes on from it.
"${SPARK_HOME:?a Spark 4.1 distribution}/bin/spark-submit" \
  --master "k8s://$KUBERNETES_API" --deploy-mode cluster --name "geodesy-$RUN_KEY" \
  --properties-file "$(dirname "$0")/../spark/cluster.conf" \
  --class io.geodesy.jobs.cli.Main \
  --conf "spark.kubernetes.container.image=$IMAGE" \
  --conf "spark.kubernetes.namespace=$NAMESPACE" \
  --conf spark.kubernetes.authenticate.driver.serviceAccountName=geodesy \
  --conf spark.kubernetes.submission.waitAppCompletion=true \
  --conf "spark.executor.instances=${EXECUTORS:-4}" \
  local:///opt/geodesy/geodesy.jar \
  survey --input "$INPUT" --output "$OUTPUT" --run-key "$RUN_KEY" --json
