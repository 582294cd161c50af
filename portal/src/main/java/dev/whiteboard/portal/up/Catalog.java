package dev.whiteboard.portal.up;

import static dev.whiteboard.stack.Server.KAFKA;
import static dev.whiteboard.stack.Server.POSTGRES;
import static dev.whiteboard.stack.Server.REDIS;

import dev.whiteboard.cdn.CdnService;
import dev.whiteboard.chat.ChatService;
import dev.whiteboard.kit.run.ServiceDefinition;
import dev.whiteboard.portal.page.Board.SystemRow;
import dev.whiteboard.ratelimit.RateLimiterService;
import dev.whiteboard.shortener.ShortenerService;
import dev.whiteboard.stack.Server;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The systems that there are to start: one row each. */
final class Catalog {
  /** In the order in which they are started and shown. */
  static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              ShortenerService.NAME,
              "Shorten 100 million links a day, and answer every click in under 100 ms.",
              Set.of(POSTGRES, REDIS, KAFKA),
              "SHORTENER_PORT",
              "SHORTENER_ADMIN_KEY",
              Map.of("SHORTENER_SPOOL_DIR", "spool"),
              ShortenerService::read),
          new Entry(
              RateLimiterService.NAME,
              "Give each user and each address its share of an API, on every node at once.",
              Set.of(REDIS),
              "RATELIMIT_PORT",
              "RATELIMIT_ADMIN_KEY",
              Map.of(),
              RateLimiterService::read),
          new Entry(
              CdnService.NAME,
              "Serve the world from the edge in under 50 ms,"
                  + " and purge a page everywhere within a second.",
              Set.of(KAFKA),
              "CDN_PORT",
              "CDN_ADMIN_KEY",
              Map.of(),
              CdnService::read),
          new Entry(
              ChatService.NAME,
              "Keep 10 million people connected,"
                  + " and deliver every message once, in order, in under 100 ms.",
              Set.of(POSTGRES, REDIS, KAFKA),
              "CHAT_PORT",
              "CHAT_ADMIN_KEY",
              Map.of("CHAT_FILES_FOLDER", "chat-files"),
              ChatService::read));

  private Catalog() {}

  /**
   * A system that can be started.
   *
   * @param name the name on the command line
   * @param question what the interviewer asks
   * @param servers those that it needs
   * @param portSetting names its port, for whoever finds it taken
   * @param adminKeySetting names its admin key, for which an embedded start without one makes one
   * @param folderSettings names what it writes to, and where that is in the state folder unless set
   * @param definition reads its settings and starts it
   */
  record Entry(
      String name,
      String question,
      Set<Server> servers,
      String portSetting,
      String adminKeySetting,
      Map<String, String> folderSettings,
      ServiceDefinition definition) {}

  /**
   * Those that the names stand for, in the order of the rows; for no names, all of them.
   *
   * @throws UsageException for a name that no system has
   */
  static List<Entry> named(List<String> names) {
    var chosen = names.stream().map(Catalog::named).collect(Collectors.toSet());
    return ENTRIES.stream().filter(entry -> names.isEmpty() || chosen.contains(entry)).toList();
  }

  /** All of them, as the page shows them before anything runs. */
  static List<SystemRow> rows() {
    return ENTRIES.stream()
        .map(entry -> new SystemRow(entry.name(), entry.question(), List.of()))
        .toList();
  }

  private static Entry named(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findAny()
        .orElseThrow(() -> new UsageException("there is no service " + name + ", only " + known()));
  }

  private static String known() {
    return ENTRIES.stream().map(Entry::name).collect(Collectors.joining(", "));
  }
}
