package dev.whiteboard.portal.demo;

import dev.whiteboard.stack.process.Shell;
import java.io.IOException;
import java.util.List;

/**
 * A process that stands still until this is closed, or the JVM ends: it keeps its connections, and
 * answers nothing. That is worse for its clients than its death, which they are told of.
 */
final class Pause implements AutoCloseable {
  private final long process;
  private final Thread atExit = new Thread(this::resume, "resume");

  private Pause(long process) {
    this.process = process;
  }

  static Pause of(ProcessHandle process) throws IOException {
    var pause = new Pause(process.pid());
    Runtime.getRuntime().addShutdownHook(pause.atExit);
    if (!isSent("STOP", pause.process)) {
      throw new IOException("cannot stop process " + pause.process);
    }
    return pause;
  }

  private void resume() {
    if (!isSent("CONT", process)) {
      System.err.println("process " + process + " stands still: kill -CONT " + process);
    }
  }

  private static boolean isSent(String signal, long process) {
    return Shell.signal(signal, List.of(process)).succeeded();
  }

  @Override
  public void close() {
    resume();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
