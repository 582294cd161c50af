package dev.whiteboard.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A server process that lives as long as this JVM at most.
 *
 * <p>A JVM that is killed runs no shutdown hook, and a child process outlives its parent: both of
 * the obvious ways leave servers behind. So a small shell script stands between. It starts the
 * server and then waits on a pipe that only this JVM holds open:
 *
 * <pre>
 *    JVM ──── pipe ────► lifeline.sh ── starts, later stops ──► server
 *    any end of the JVM closes the pipe          in a session of its own: Ctrl-C does not reach it
 * </pre>
 *
 * <p>{@link #stop} closes the same pipe. What should go wrong even so, {@link LeftOver} puts right
 * at the next start on the folder.
 */
public final class Daemon {
  static final String LIFELINE_PID = "lifeline.pid";

  private static final String LIFELINE_SCRIPT = "lifeline.sh";
  private static final String LIFELINE_LOG = "lifeline.log";

  /** Long enough for PostgreSQL to go over what a kill left behind. */
  private static final Duration START_TIME_MAX = Duration.ofSeconds(60);

  /** The lifeline gives a server 5 s before it kills it. */
  private static final Duration STOP_TIME_MAX = Duration.ofSeconds(7);

  private static final Duration KILL_TIME_MAX = Duration.ofSeconds(2);

  private final Program program;
  private final Process lifeline;
  private final ServerProcess server;
  private List<Long> paused = List.of();

  private Daemon(Program program, Process lifeline, ServerProcess server) {
    this.program = program;
    this.lifeline = lifeline;
    this.server = server;
  }

  /**
   * What is to run.
   *
   * @param name for messages
   * @param folder whose path has to be in the server's command line, a slash after it
   * @param pidFile the server's own, its process number on the first line
   * @param log the server's own, by its name in the folder
   * @param stopSignal by which it shuts down in good order
   * @param startCommand starts the server in the background, in a session of its own, and ends
   */
  public record Program(
      String name,
      ServerFolder folder,
      Path pidFile,
      String log,
      String stopSignal,
      List<String> startCommand) {
    /** Keeps a copy of the command. */
    public Program {
      startCommand = List.copyOf(startCommand);
    }
  }

  /**
   * Starts the program, after stopping what an earlier run may have left on its folder.
   *
   * @param ready whether the server answers; asked until it does
   * @throws ServerException if it does not come up in time, with the end of its log
   */
  public static Daemon start(Program program, BooleanSupplier ready) {
    return start(program, () -> {}, ready);
  }

  /**
   * The same for a program whose files have to be put in order first.
   *
   * @param prepare does so, when nothing of an earlier run is at work on them any more
   */
  public static Daemon start(Program program, Runnable prepare, BooleanSupplier ready) {
    LeftOver.reclaim(program);
    prepare.run();
    Process lifeline = spawn(program);
    try {
      return new Daemon(program, lifeline, awaitUp(program, lifeline, ready));
    } catch (RuntimeException e) {
      letGo(lifeline);
      throw e;
    }
  }

  private static ServerProcess awaitUp(Program program, Process lifeline, BooleanSupplier ready) {
    Deadline deadline = Deadline.after(START_TIME_MAX);
    var server = new AtomicReference<Optional<ServerProcess>>(Optional.empty());
    boolean over =
        deadline.await(() -> {
          // Both: a stranger on the same port answers as well.
          server.set(running(program).filter(_ -> ready.getAsBoolean()));
          return server.get().isPresent() || !lifeline.isAlive();
        });
    return server
        .get()
        .filter(_ -> lifeline.isAlive())
        .orElseThrow(() -> failure(program, over ? "did not start" : "does not answer"));
  }

  private static ServerException failure(Program program, String what) {
    return new ServerException("%s %s: %s".formatted(program.name(), what, lastWords(program)));
  }

  /**
   * To be asked once and kept: at the moment at which a process turns into another program it has
   * no command line, and no name.
   */
  private static Optional<ServerProcess> running(Program program) {
    return ServerProcess.named(program.pidFile(), program.folder().path());
  }

  private static Process spawn(Program program) {
    ServerFolder folder = program.folder();
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add(folder.write(LIFELINE_SCRIPT, lifelineScript()).toString());
    command.add(folder.path().toString());
    command.add(program.pidFile().toString());
    command.add(program.stopSignal());
    command.addAll(program.startCommand());
    try {
      return Shell.command(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.write(LIFELINE_LOG, "").toFile())
          .start();
    } catch (IOException e) {
      throw new ServerException("cannot start " + program.name() + ": " + e.getMessage(), e);
    }
  }

  private static String lifelineScript() {
    try (InputStream script =
        Objects.requireNonNull(Daemon.class.getResourceAsStream(LIFELINE_SCRIPT))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerException("cannot read " + LIFELINE_SCRIPT, e);
    }
  }

  private static String lastWords(Program program) {
    String log = program.folder().endOf(program.log());
    return log.isEmpty() ? program.folder().endOf(LIFELINE_LOG) : log;
  }

  /** Its process number. */
  public long pid() {
    return server.pid();
  }

  /** Whether the server process is there. */
  public boolean runs() {
    return server.runs();
  }

  /** Holds the server still, all its processes, as a machine does that has stopped responding. */
  public synchronized void pause() {
    Shell.signal("STOP", List.of(server.pid())); // first, so that no process is added meanwhile
    paused = server.tree();
    tellPaused();
    Shell.signal("STOP", paused);
  }

  /** Lets the server go on where it was paused. */
  public synchronized void resume() {
    Shell.signal("CONT", paused);
    paused = List.of();
    tellPaused();
  }

  private void tellPaused() {
    String line = paused.stream().map(String::valueOf).collect(Collectors.joining(" ", "", "\n"));
    try {
      lifeline.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      lifeline.getOutputStream().flush();
    } catch (IOException e) {
      throw new ServerException("the lifeline of " + program.name() + " is gone", e);
    }
  }

  /** Stops the server, with force where it does not go by itself. Takes 9 s at most. */
  public synchronized void stop() {
    if (server.runs()) {
      Shell.signal("CONT", server.tree());
    }
    letGo(lifeline);
    if (server.runs()) {
      server.kill();
      Deadline.after(KILL_TIME_MAX).await(() -> !server.runs());
    }
  }

  private static void letGo(Process lifeline) {
    try {
      lifeline.getOutputStream().close();
      if (!lifeline.waitFor(STOP_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        lifeline.destroyForcibly();
      }
    } catch (IOException e) {
      lifeline.destroyForcibly();
    } catch (InterruptedException e) {
      lifeline.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
