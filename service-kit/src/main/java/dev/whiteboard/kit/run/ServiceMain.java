package dev.whiteboard.kit.run;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The {@code main} of a service that runs in a process of its own. */
public final class ServiceMain {
  /** What requests in flight get to end, out of the 10 s from the signal to the exit. */
  public static final Duration REQUESTS_DEADLINE = Duration.ofSeconds(4);

  /** A bad setting, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  private static final int EXIT_FAILURE = 1;

  private ServiceMain() {}

  /**
   * Starts the service, waits for the signal, drains, exits 0. Exits 64 on a bad setting and 1 on a
   * failed start, with one line on standard error; {@code --help} prints the settings.
   */
  public static void run(List<String> arguments, ServiceDefinition definition) {
    if (arguments.contains("--help")) {
      System.out.println(help(definition));
      return;
    }
    var closers = new Closers();
    var signal = StopSignal.onSignal(closers::close);
    try {
      var settings = Settings.of(System.getenv(), arguments);
      var start = definition.read(settings);
      settings.refuseUnknown();
      var service = closers.add(start.start());
      System.out.println(service.name() + " ready at " + service.url());
    } catch (BadSettingException e) {
      signal.startFailed();
      fail(EXIT_USAGE, reason(e));
    } catch (Exception e) {
      signal.startFailed();
      fail(EXIT_FAILURE, "could not start: " + reason(e));
    }
    signal.await();
  }

  private static String help(ServiceDefinition definition) {
    var settings = Settings.of(Map.of(), List.of());
    var _ = definition.read(settings);
    return settings.help();
  }

  /** The innermost message says what happened; the outer ones say where. */
  public static String reason(Throwable failure) {
    var innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    var message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }

  private static void fail(int status, String line) {
    System.err.println(line);
    System.exit(status);
  }
}
