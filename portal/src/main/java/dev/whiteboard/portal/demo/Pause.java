package dev.whiteboard.portal.demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A process that stands still until this is closed, or the JVM ends: it keeps its connections, and
 * answers nothing. That is worse for its clients than its death, which they are told of.
 */
final class Pause implements AutoCloseable {
  private static final int SIGNAL_SECONDS_MAX = 5;

  private final long process;
  private final Thread atExit = new Thread(this::resume, "resume");

  private Pause(long process) {
    this.process = process;
  }

  static Pause of(ProcessHandle process) throws IOException {
    var pause = new Pause(process.pid());
    Runtime.getRuntime().addShutdownHook(pause.atExit);
    signal("-STOP", pause.process);
    return pause;
  }

  private void resume() {
    try {
      signal("-CONT", process);
    } catch (IOException e) {
      System.err.println("process " + process + " stands still: kill -CONT " + process);
    }
  }

  private static void signal(String signal, long process) throws IOException {
    var kill = new ProcessBuilder("kill", signal, Long.toString(process)).inheritIO().start();
    try {
      if (!kill.waitFor(SIGNAL_SECONDS_MAX, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IOException("cannot send " + signal + " to process " + process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    resume();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
