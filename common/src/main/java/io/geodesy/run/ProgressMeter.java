package io.geodesy.run;

import io.geodesy.analysis.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects how far a run is, from the analysis and from Spark, hands it to the view, and keeps the
 * seconds of every phase until a stage takes them, and what the tasks of every step came to. Safe
 * for any number of threads.
 */
final class ProgressMeter implements Progress {
  private final ProgressView view;
  private final Stopwatch watch;
  private final Map<String, Double> phases = new LinkedHashMap<>();
  private final SortedMap<String, TaskTotals> totals = new TreeMap<>();
  private int step;
  private int steps;
  private String name = "";
  private String phase = "";
  private double phaseStart;
  private double countedTo;
  private long done;
  private long total;
  private int tasks;
  private int allTasks;
  private int jobs;
  private long rows;

  ProgressMeter(ProgressView view, Stopwatch watch) {
    this.view = view;
    this.watch = watch;
  }

  /** Begins a step. */
  synchronized void begin(int oneBased, int of, String stepName) {
    step = oneBased;
    steps = of;
    name = stepName;
    rows = 0;
    end();
    phases.clear();
    view.show(state());
  }

  /** Ends the step. */
  synchronized void finish() {
    end();
    view.stepEnded(state());
  }

  /** Shows that time goes by. */
  synchronized void tick() {
    view.show(state());
  }

  @Override
  public synchronized void phase(String newPhase) {
    end();
    phase = newPhase;
    phaseStart = watch.seconds();
    countedTo = phaseStart;
    view.show(state());
  }

  @Override
  public synchronized void advance(long newDone, long newTotal) {
    done = newDone;
    total = newTotal;
    view.show(state());
  }

  @Override
  public synchronized void end() {
    count();
    phase = "";
    phaseStart = watch.seconds();
    done = 0;
    total = 0;
  }

  /** Returns the seconds by phase since the last call, of the running phase too. */
  synchronized Map<String, Double> takePhases() {
    count();
    Map<String, Double> taken = new LinkedHashMap<>();
    phases.forEach((of, seconds) -> taken.put(of, Stopwatch.rounded(seconds)));
    phases.clear();
    return taken;
  }

  private void count() {
    double now = watch.seconds();
    if (!phase.isEmpty()) {
      phases.merge(phase, now - countedTo, Double::sum);
    }
    countedTo = now;
  }

  /** A job of Spark has begun; jobs may run side by side. */
  synchronized void jobStarted(int taskCount) {
    jobs++;
    allTasks += taskCount;
    view.show(state());
  }

  /** A task has ended. */
  synchronized void taskEnded(long rowsWritten) {
    tasks++;
    rows += rowsWritten;
    view.show(state());
  }

  /** A job has ended. */
  synchronized void jobEnded() {
    jobs--;
    if (jobs <= 0) {
      jobs = 0;
      tasks = 0;
      allTasks = 0;
    }
  }

  /** A task of a step has ended. */
  synchronized void add(String ofStep, TaskTotals task) {
    totals.merge(ofStep, task, TaskTotals::plus);
  }

  /** Returns what the tasks of every step came to, as far as Spark has told. */
  synchronized SortedMap<String, TaskTotals> totals() {
    SortedMap<String, TaskTotals> rounded = new TreeMap<>();
    totals.forEach((of, total) -> rounded.put(of, total.rounded()));
    return rounded;
  }

  /** Returns how far the run is. */
  synchronized ProgressState state() {
    double now = watch.seconds();
    return new ProgressState(
        step, steps, name, phase, done, total, tasks, allTasks, rows, now, now - phaseStart);
  }
}
