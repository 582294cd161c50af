package dev.whiteboard.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Stops what an earlier run left on a folder. The lifeline makes that rare: it is left over itself
 * only if it was killed as well, or is still at work because the next start came at once.
 */
final class LeftOver {
  /** A lifeline that lost its JVM is done within its own 5 s. */
  private static final Duration LIFELINE_TIME_MAX = Duration.ofSeconds(7);

  private static final Duration STOP_TIME_MAX = Duration.ofSeconds(5);
  private static final Duration KILL_TIME_MAX = Duration.ofSeconds(5);

  private LeftOver() {}

  /** Returns when nothing of an earlier run is alive, and no file claims that it were. */
  static void reclaim(Daemon.Program program) {
    Path lifelinePid = program.folder().file(Daemon.LIFELINE_PID);
    ServerProcess.named(lifelinePid, program.folder().path()).ifPresent(LeftOver::letFinish);
    ServerProcess.named(program.pidFile(), program.folder().path())
        .ifPresent(server -> stop(server, program));
    forget(lifelinePid);
    forget(program.pidFile());
  }

  private static void letFinish(ServerProcess lifeline) {
    if (!Deadline.after(LIFELINE_TIME_MAX).await(() -> !lifeline.runs())) {
      lifeline.kill();
    }
  }

  private static void stop(ServerProcess server, Daemon.Program program) {
    Shell.signal("CONT", server.tree());
    Shell.signal(program.stopSignal(), server.tree().subList(0, 1));
    if (!Deadline.after(STOP_TIME_MAX).await(() -> !server.runs())) {
      server.kill();
    }
    if (!Deadline.after(KILL_TIME_MAX).await(() -> !server.runs())) {
      throw new ServerException(
          program.name() + " of an earlier run does not stop: process " + server.pid());
    }
  }

  private static void forget(Path pidFile) {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new ServerException("cannot delete " + pidFile + ": " + e.getMessage(), e);
    }
  }
}
