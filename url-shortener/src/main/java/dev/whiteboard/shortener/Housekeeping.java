package dev.whiteboard.shortener;

import dev.whiteboard.kit.shard.Shards;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does now and then. Jobs may block; each waits for its own last run to end. */
final class Housekeeping implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final ScheduledExecutorService jobs;

  /**
   * Does nothing yet.
   *
   * @param threads how many jobs may wait for something at once
   */
  Housekeeping(int threads) {
    this.jobs =
        Executors.newScheduledThreadPool(
            threads, Thread.ofPlatform().daemon().name("house-", 0).factory());
  }

  /**
   * Does something again and again; what fails is tried again the next time.
   *
   * @param pause between the end of one run and the start of the next
   * @param what the job's name in the log
   */
  void every(Duration pause, String what, Runnable job) {
    var _ =
        jobs.scheduleWithFixedDelay(
            () -> run(what, job), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The same for each shard, each as a job of its own.
   *
   * @param what the home's name in the log; the others' have their number behind it
   */
  <T> void everyShard(Duration pause, String what, Shards<T> shards, Consumer<T> job) {
    for (var number = 0; number < shards.all().size(); number++) {
      var shard = shards.all().get(number);
      every(pause, number == 0 ? what : what + ", shard " + number, () -> job.accept(shard));
    }
  }

  private static void run(String what, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) {
      log.atDebug().setCause(e).addKeyValue("job", what).log("left for the next time");
    }
  }

  @Override
  public void close() {
    jobs.shutdownNow();
    try {
      var _ = jobs.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
