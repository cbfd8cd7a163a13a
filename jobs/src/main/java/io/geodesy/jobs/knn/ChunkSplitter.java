package io.geodesy.jobs.knn;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * Sorts a stream of rows into packed chunks by target, a few a target: a chunk leaves when it is
 * full, all of them when together they hold more than a budget.
 */
abstract class ChunkSplitter implements Iterator<Tuple2<Integer, byte[]>> {
  /** Bytes at which a chunk leaves: large enough that what surrounds it does not count. */
  static final int CHUNK_BYTES = 1 << 18;

  private final Queue<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();
  private boolean isAtEnd;

  /** Reads some more rows into chunks; returns false when there are none. */
  abstract boolean readSome();

  /** Sends every chunk that is not empty. */
  abstract void sendAll();

  final void send(int target, byte[] chunk) {
    ready.add(new Tuple2<>(target, chunk));
  }

  @Override
  public final boolean hasNext() {
    while (ready.isEmpty() && !isAtEnd) {
      if (!readSome()) {
        isAtEnd = true;
        sendAll();
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public final Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
