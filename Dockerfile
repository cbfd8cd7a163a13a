# The command `geodesy` on a Spark image: driver and executors of a cluster, or a local run.
#
#   ./scripts/geodesy --version        # builds jobs/target/geodesy-jobs-*-all.jar
#   docker build -t geodesy .
#   docker run --rm -v "$PWD:/data" geodesy /opt/spark/bin/spark-submit --master 'local[*]' --driver-memory 8g \
#     local:///opt/geodesy/geodesy.jar survey --input /data/vectors.parquet --output /data/out
#
# The image is Apache's own; its entry point, user (185) and paths are those that Spark on Kubernetes expects.
ARG SPARK_IMAGE=apache/spark:4.1.0-java17
FROM ${SPARK_IMAGE}
USER root
COPY LICENSE NOTICE /opt/geodesy/
COPY conf /opt/geodesy/conf
COPY test-data/digits.parquet /opt/geodesy/test-data/digits.parquet
COPY jobs/target/geodesy-jobs-*-all.jar /opt/geodesy/geodesy.jar
USER 185
ENV SPARK_LOCAL_DIRS=/tmp
