package dev.whiteboard.portal.demo;

import dev.whiteboard.cdn.CdnService;
import dev.whiteboard.chat.ChatService;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.portal.up.RunningUp;
import dev.whiteboard.portal.up.UsageException;
import dev.whiteboard.ratelimit.RateLimiterService;
import dev.whiteboard.shortener.ShortenerService;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./whiteboard demo SERVICE}. */
public final class Demo {
  private static final Map<String, Tour> TOURS =
      new TreeMap<>(
          Map.of(
              ShortenerService.NAME, new ShortenerTour(),
              RateLimiterService.NAME, new LimiterTour(),
              CdnService.NAME, new CdnTour(),
              ChatService.NAME, new ChatTour()));

  private Demo() {}

  /**
   * Shows what runs from a state folder.
   *
   * @param service its name
   * @throws UsageException for a name that no system has
   * @throws Exception where it does not run, or does not answer as it should; the message is a line
   *     for a person
   */
  public static void run(
      String service, Path stateFolder, Map<String, String> environment, PrintStream out)
      throws Exception {
    var tour = TOURS.get(service);
    if (tour == null) {
      throw new UsageException(
          "there is no service " + service + ", only " + String.join(", ", TOURS.keySet()));
    }
    var ids = new UuidV7(InstantSource.system(), new SecureRandom());
    try (var stage = new Stage(out, ids::next)) {
      tour.show(stage, Running.of(RunningUp.of(stateFolder), stage, environment));
    }
  }
}
