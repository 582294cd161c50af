package dev.whiteboard.portal.up;

import dev.whiteboard.kit.log.LogSetup;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.run.StopSignal;
import dev.whiteboard.portal.page.Board;
import dev.whiteboard.portal.page.Board.ServerRow;
import dev.whiteboard.portal.page.PortalService;
import dev.whiteboard.portal.page.PortalSettings;
import dev.whiteboard.portal.up.Catalog.Entry;
import dev.whiteboard.stack.EmbeddedStack;
import dev.whiteboard.stack.ExternalStack;
import dev.whiteboard.stack.LocalStack;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ./whiteboard up}: what is started, in which order, and what the terminal shows of it. */
public final class Up {
  private static final Logger log = LoggerFactory.getLogger(Up.class);

  private static final int ADMIN_KEY_BYTES = 24;

  private final Plan plan;
  private final Progress progress;
  private final Board board;
  private final Closers closers = new Closers();
  private final StopSignal signal = StopSignal.onSignal(this::stop);

  private Up(Plan plan, Progress progress, Board board) {
    this.plan = plan;
    this.progress = progress;
    this.board = board;
  }

  /**
   * Starts what is asked for and waits for the signal, which ends the process.
   *
   * @throws Exception where something can't be started; the message is a line for a person, and
   *     nothing is left open
   */
  public static void run(UpRequest request, Map<String, String> environment) throws Exception {
    var plan = Plan.of(request, environment, Up::newKey);
    var board = new Board(InstantSource.system().instant(), Catalog.rows());
    new Up(plan, new Progress(System.out), board).run();
  }

  /** The settings that there are, for {@code --help}. */
  public static String settingsHelp() {
    return """

    Settings, each a flag or a variable (--shortener-port is SHORTENER_PORT). Addresses of
    servers count with --external, and have no default there.
    """
        + Plan.settingsHelp()
        + System.lineSeparator();
  }

  private void run() throws Exception {
    try {
      start();
    } catch (Exception | Error e) {
      if (!signal.came()) { // it would close all, and has its own way out
        closers.close();
        signal.startFailed();
        throw e;
      }
    }
    signal.await();
  }

  private void start() throws Exception {
    var state = closers.add(StateFolder.take(plan.portal().stateFolder()));
    prepare(state); // from here on the log is a file
    try {
      start(state);
    } catch (Exception | Error e) {
      log.atInfo().setCause(e).log("could not start");
      throw e;
    }
  }

  private void start(StateFolder state) throws Exception {
    state.announce(startPortal().url());
    var stack = closers.add(startServers(state));
    for (var system : plan.starts(stack.addresses()).entrySet()) {
      var running = startSystem(system.getKey(), system.getValue(), state);
      board.systemStarted(running.name(), running.urls());
    }
    state.keepKeys(plan.newAdminKeys());
    tellReady(state);
  }

  private void prepare(StateFolder state) throws IOException {
    if (plan.request().fresh()) {
      progress.say("Forgetting what earlier runs left in " + state.path());
      state.empty();
    }
    LogSetup.writeTo(state.logFile());
    progress.say("Starting " + plan.summary());
  }

  private RunningService startPortal() throws Exception {
    return open(PortalSettings.PORT, () -> PortalService.start(plan.portal(), board));
  }

  private LocalStack startServers(StateFolder state) {
    signal.check();
    return plan.request().external()
        ? ExternalStack.start(plan.servers(), plan::setting, listener())
        : EmbeddedStack.start(plan.servers(), state.servers(), listener());
  }

  private RunningService startSystem(Entry system, Start start, StateFolder state)
      throws Exception {
    try {
      return open(system.portSetting(), start);
    } catch (RuntimeException e) { // not written for a person: its first line has to do
      var line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(
          "%s did not start: %s; %s has more".formatted(system.name(), line, state.logFile()), e);
    }
  }

  private RunningService open(String portSetting, Start start) throws Exception {
    signal.check();
    var began = System.nanoTime();
    try {
      var service = closers.add(start.start());
      progress.ready(service.name(), service.url().toString(), since(began));
      return service;
    } catch (BindException e) {
      throw new IOException(e.getMessage() + "; " + portSetting + " sets another", e);
    }
  }

  private StackListener listener() {
    var mode = plan.request().external() ? "external" : "embedded";
    return new StackListener() {
      @Override
      public void starting(Server server) {}

      @Override
      public void ready(Server server, String version, String address, Duration took) {
        board.serverStarted(new ServerRow(server.displayName(), version, address, mode));
        progress.ready(server.displayName() + " " + version, address, took);
      }
    };
  }

  private void tellReady(StateFolder state) {
    signal.check();
    var uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    progress.say("Ready in " + Progress.seconds(uptime));
    plan.newAdminKeys().forEach(progress::note);
    progress.note("state", state.path() + " (--fresh forgets it)");
    progress.note("log", state.logFile().toString());
    progress.note("to stop", "Ctrl-C, or kill " + ProcessHandle.current().pid());
  }

  private void stop() {
    var began = System.nanoTime();
    progress.say("Stopping");
    closers.close();
    progress.say("Stopped in " + Progress.seconds(since(began)));
  }

  private static Duration since(long beganNanos) {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }

  private static String newKey() {
    var bytes = new byte[ADMIN_KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
