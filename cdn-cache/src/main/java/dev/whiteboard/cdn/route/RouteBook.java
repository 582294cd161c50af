package dev.whiteboard.cdn.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.message.RequestHead;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The routes that hold at the moment, and how to replace them. To ask costs a volatile read. */
public final class RouteBook implements Routes {
  private static final int TAG_CHARS = 16;

  private final Predicate<URI> origins;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile RouteTable table;

  /** Told when routes were replaced, after the new ones hold. */
  @FunctionalInterface
  public interface Listener {
    /** Now {@code after} hold. Whoever replaced them waits for this to return. */
    void replaced(List<Route> before, List<Route> after);
  }

  /**
   * With routes to begin with, which are believed.
   *
   * @param origins which origins a route may name: a node sends requests there, so that whoever
   *     writes routes could reach through it what they can't reach themselves
   */
  public RouteBook(List<Route> routes, Predicate<URI> origins) {
    this.origins = origins;
    this.table = new RouteTable(routes);
  }

  @Override
  public Optional<Route> match(RequestHead request) {
    return table.match(request);
  }

  /** As they were given. */
  public List<Route> routes() {
    return table.routes();
  }

  /** The same as JSON, which {@link #replace} takes. */
  public String json() {
    return RouteWriter.json(routes());
  }

  /** Says which routes these are: the same for the same on all nodes, another for others. */
  public String tag() {
    return tag(json());
  }

  private static String tag(String json) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, TAG_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Tells whenever routes were replaced. */
  public void onReplaced(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Looks whether these could hold here.
   *
   * @throws BadRoutesException naming everything that is wrong
   */
  public void check(String text) {
    var _ = RouteParser.parse(text, origins);
  }

  /**
   * From now on these hold, instead of all before.
   *
   * @param text YAML or JSON, see {@link RouteParser}
   * @throws BadRoutesException naming everything that is wrong; the old ones stay
   */
  public List<Route> replace(String text) {
    return replaceIf(_ -> true, text).orElseThrow();
  }

  /**
   * The same, where the routes until now are those that the writer has seen.
   *
   * @param seen asked with their {@link #tag}
   * @return empty where they are not
   * @throws BadRoutesException naming everything that is wrong; the old ones stay
   */
  public synchronized Optional<List<Route>> replaceIf(Predicate<String> seen, String text) {
    var parsed = RouteParser.parse(text, origins);
    if (!seen.test(tag())) {
      return Optional.empty();
    }
    var before = table.routes();
    table = new RouteTable(parsed);
    listeners.forEach(listener -> listener.replaced(before, parsed));
    return Optional.of(parsed);
  }
}
