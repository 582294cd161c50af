package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.shortener.click.Click;
import dev.whiteboard.shortener.click.ClickBuffer;
import dev.whiteboard.shortener.visitor.Countries;
import dev.whiteboard.shortener.visitor.Network;
import dev.whiteboard.shortener.visitor.Referrer;
import dev.whiteboard.shortener.visitor.Visitors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Makes clicks of requests. Here the address and the referring page end: what goes on is a hash and
 * a host.
 *
 * <p>One for each event loop; no regular expression, no lock, nothing that waits.
 */
public final class ClickRecorder {
  private final Senses senses;
  private final ClickBuffer buffer;

  /**
   * What a request is understood with.
   *
   * @param addresses tells the client's from a proxy's
   * @param visitors tells visitors apart
   * @param countries tells where a network is
   */
  public record Senses(ClientAddress addresses, Visitors visitors, Countries countries) {}

  /** Into this event loop's buffer. */
  ClickRecorder(Senses senses, ClickBuffer buffer) {
    this.senses = senses;
    this.buffer = buffer;
  }

  /** Adds the click that a request is. */
  void add(HttpServerRequest request, String code, long atMillis) {
    var network = Network.of(senses.addresses.of(request));
    var userAgent = userAgent(request);
    buffer.add(
        new Click(
            code,
            atMillis,
            senses.visitors.of(network, userAgent, atMillis),
            userAgent,
            Referrer.host(request.getHeader(HttpHeaders.REFERER)),
            senses.countries.of(network)));
  }

  /** The user agent, no longer than it is kept; empty for none. */
  static String userAgent(HttpServerRequest request) {
    var sent = request.getHeader(HttpHeaders.USER_AGENT);
    if (sent == null) {
      return "";
    }
    return sent.length() <= Click.USER_AGENT_CHARS_MAX
        ? sent
        : sent.substring(0, Click.USER_AGENT_CHARS_MAX);
  }
}
