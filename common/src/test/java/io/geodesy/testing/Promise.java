package io.geodesy.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks the test that proves something users rely on: {@code docs/promises.md} is made of these
 * sentences, with the test and what it came to when the file was made.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PromiseResults.class)
public @interface Promise {
  /** Returns what is promised, one whole sentence. */
  String value();
}
