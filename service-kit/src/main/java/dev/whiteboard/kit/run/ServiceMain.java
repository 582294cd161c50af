package dev.whiteboard.kit.run;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.net.SocketException;
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
      System.err.println(reason(e));
      end(EXIT_USAGE, signal, closers);
    } catch (Throwable e) { // an error too, or what it left running would keep the process alive
      System.err.println("could not start: " + reason(e));
      end(EXIT_FAILURE, signal, closers);
    }
    signal.await();
  }

  private static void end(int status, StopSignal signal, Closers closers) {
    signal.startFailed();
    closers.close();
    System.exit(status);
  }

  /** The same whatever is set: who asks for it may have set something wrong. */
  private static String help(ServiceDefinition definition) {
    var settings = Settings.of(Map.of(), List.of());
    var _ = definition.read(settings);
    return "Settings, each a flag or a variable (--some-name is SOME_NAME):\n" + settings.help();
  }

  /**
   * One line on what happened: the innermost message, as the outer ones say where. But a socket's
   * own, "Connection refused", does not say by whom: then it is the one around it.
   */
  public static String reason(Throwable failure) {
    var innermost = failure;
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException) {
        break;
      }
      innermost = cause;
    }
    var message = innermost.getMessage();
    return message == null
        ? innermost.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
