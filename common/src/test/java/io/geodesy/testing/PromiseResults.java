package io.geodesy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Keeps what every test of a {@link Promise} came to, one small file a test below {@code
 * target/promises}, where {@code scripts/build/Promises.java} finds it.
 */
final class PromiseResults implements TestWatcher {
  private static final Path FOLDER = Path.of("target", "promises");

  @Override
  public void testSuccessful(ExtensionContext test) {
    record(test, "kept");
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    record(test, "BROKEN");
  }

  @Override
  public void testAborted(ExtensionContext test, Throwable cause) {
    record(test, "not tested here: " + cause.getMessage());
  }

  private static void record(ExtensionContext test, String result) {
    String promise = test.getRequiredTestMethod().getAnnotation(Promise.class).value();
    String name =
        test.getRequiredTestClass().getSimpleName() + "." + test.getRequiredTestMethod().getName();
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name), promise + "\n" + result + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void testDisabled(ExtensionContext test, Optional<String> reason) {
    record(test, "not tested here: " + reason.orElse("disabled"));
  }
}
