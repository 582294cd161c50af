package dev.whiteboard.chat.http;

import dev.whiteboard.chat.websocket.OriginRule;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * The nodes on this host, by their ports: a page of one may go on at another when its own is gone.
 *
 * <p>Where each node has a host of its own, or a proxy in front, there are none besides itself, and
 * pages come back to the address that they are from. From any thread.
 */
public final class Siblings implements OriginRule {
  /** A name or an address, and nothing that means something in a header. */
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9.-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?");

  private static final String SCHEME = "http://";

  private final Set<Integer> ports = new ConcurrentSkipListSet<>();

  /** Those that are known from the start; each that listens is {@link #add}ed. */
  public Siblings(Collection<Integer> ports) {
    this.ports.addAll(ports);
  }

  /** One more. */
  public void add(int port) {
    ports.add(port);
  }

  /** All that are known, in their order. */
  List<Integer> ports() {
    return List.copyOf(ports);
  }

  /** Whether there are others at all: one alone has no page but its own. */
  private boolean areThere() {
    return ports.size() > 1;
  }

  @Override
  public boolean admits(String origin, String host) {
    var from = HOST.matcher(origin.startsWith(SCHEME) ? origin.substring(SCHEME.length()) : "");
    var to = HOST.matcher(host);
    return areThere()
        && from.matches()
        && to.matches()
        && from.group(1).equals(to.group(1))
        && from.group(2) != null
        && ports.contains(Integer.valueOf(from.group(2)));
  }

  /**
   * What a page of a host may connect to, as sources of a Content-Security-Policy.
   *
   * @param host as a request names it, in lower case; nothing is added where it is none
   */
  String sources(String host) {
    var sources = new StringBuilder("'self'");
    var asked = HOST.matcher(host);
    if (areThere() && asked.matches()) {
      for (var port : ports) {
        var place = asked.group(1) + ":" + port;
        sources.append(" http://").append(place).append(" ws://").append(place);
      }
    }
    return sources.toString();
  }
}
