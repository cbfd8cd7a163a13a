package io.geodesy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Keeps what every test of a {@link Promise} came to, one small file a test below {@code
 * target/promises}, where {@code scripts/build/Promises.java} finds it.
 */
final class PromiseResults implements TestWatcher {
  private static final Path FOLDER = Path.of("target", "promises");

  /** Tests of which one call at least did not keep the promise: no later call makes up for it. */
  private static final Set<String> BROKEN = ConcurrentHashMap.newKeySet();

  @Override
  public void testSuccessful(ExtensionContext test) {
    record(test, "kept");
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    BROKEN.add(name(test));
    record(test, "BROKEN");
  }

  @Override
  public void testAborted(ExtensionContext test, Throwable cause) {
    record(test, "not tested here: " + cause.getMessage());
  }

  private static void record(ExtensionContext test, String result) {
    String promise = test.getRequiredTestMethod().getAnnotation(Promise.class).value();
    String kept = BROKEN.contains(name(test)) ? "BROKEN" : result;
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name(test)), promise + "\n" + kept + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(ExtensionContext test) {
    return test.getRequiredTestClass().getSimpleName()
        + "."
        + test.getRequiredTestMethod().getName();
  }

  @Override
  public void testDisabled(ExtensionContext test, Optional<String> reason) {
    record(test, "not tested here: " + reason.orElse("disabled"));
  }
}
