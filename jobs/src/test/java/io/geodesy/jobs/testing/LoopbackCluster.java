package io.geodesy.jobs.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * A standalone cluster of two hosts on loopback addresses: master and workers in this process, one
 * executor of one core on each host in a process of its own. Spark's {@code local-cluster} is the
 * same on one host, where Spark never runs a copy of a slow task.
 *
 * <p>Needs the environment that the build gives to failsafe: {@code SPARK_HOME}, which is filled
 * with links to the jars of this process, {@code SPARK_SCALA_VERSION}, {@code SPARK_WORKER_DIR}.
 */
public final class LoopbackCluster implements AutoCloseable {
  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");
  private static final int WORKER_MEGABYTES = 1024;

  private final List<RpcEnv> services = new ArrayList<>();
  private final SparkSession session;

  /** Starts it, and a session on it, the default of this process. */
  public LoopbackCluster(Map<String, String> settings) throws IOException {
    String folders = linkClassPath();
    SparkConf conf = new SparkConf().set("spark.master.rest.enabled", "false");
    var master = Master.startRpcEnvAndEndpoint(HOSTS.get(0), 0, 0, conf);
    services.add(master._1());
    String url = "spark://" + master._1().address().hostPort();
    for (int i = 0; i < HOSTS.size(); i++) {
      services.add(
          Worker.startRpcEnvAndEndpoint(
              HOSTS.get(i),
              0,
              0,
              1,
              WORKER_MEGABYTES,
              new String[] {url},
              System.getenv("SPARK_WORKER_DIR"),
              Option.<Object>apply(i),
              conf,
              Option.empty()));
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(url)
            .appName("tests")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.cores", "1")
            .config("spark.executor.extraClassPath", folders)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", HOSTS.get(0))
            .config("spark.driver.bindAddress", HOSTS.get(0))
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.scheduler.minRegisteredResourcesRatio", "1");
    settings.forEach(builder::config);
    session = builder.getOrCreate();
  }

  public SparkSession session() {
    return session;
  }

  /** Links every jar of this process to where workers look for Spark's; returns the folders. */
  private static String linkClassPath() throws IOException {
    Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    try (Stream<Path> old = Files.list(jars)) {
      for (Path link : old.toList()) {
        Files.delete(link);
      }
    }
    List<Path> folders = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (Files.isDirectory(path)) {
        folders.add(path);
      } else if (entry.endsWith(".jar") && Files.exists(path)) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      }
    }
    return folders.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  @Override
  public void close() {
    session.stop();
    for (int i = services.size() - 1; i >= 0; i--) {
      services.get(i).shutdown();
      services.get(i).awaitTermination();
    }
  }
}
