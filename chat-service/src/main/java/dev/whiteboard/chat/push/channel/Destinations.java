package dev.whiteboard.chat.push.channel;

import dev.whiteboard.kit.http.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Where we go when a user says so: to {@code https} at public addresses, so that nobody sends us
 * into our own network.
 *
 * <p>What a name leads to can change between two look-ups. So the address that was checked is the
 * one to connect to, and it is looked up anew for each request.
 */
public final class Destinations {
  /** What a URL must be like, for who gave one that is not. */
  public static final String RULE =
      "must be an https URL of a public host, without user, password or fragment";

  /** The most characters of a URL. */
  public static final int URL_CHARS_MAX = 2_048;

  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(2);
  private static final int PORT_MAX = 65_535;

  /**
   * Look-ups at once. One that nobody waits for any more goes on, and has a thread of the machine
   * for as long as it does.
   */
  static final int LOOK_UPS_MAX = 64;

  private final boolean privateToo;
  private final LookUp lookUp;
  private final Semaphore lookUps = new Semaphore(LOOK_UPS_MAX);

  /**
   * With these rules.
   *
   * @param privateToo whether {@code http} and addresses of our own network are let through: for
   *     tests and demos
   */
  public Destinations(boolean privateToo) {
    this(privateToo, InetAddress::getAllByName);
  }

  /** With a look-up of one's own. */
  Destinations(boolean privateToo, LookUp lookUp) {
    this.privateToo = privateToo;
    this.lookUp = lookUp;
  }

  /** Finds out where a host is. Blocks. */
  @FunctionalInterface
  interface LookUp {
    /** All its addresses, one or more. */
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /** Where a host is, or why we do not go there. */
  sealed interface Place {
    /**
     * There.
     *
     * @param address to connect to
     */
    record At(InetAddress address) implements Place {}

    /** Nowhere at the moment. */
    record Unknown() implements Place {}

    /** Not a place to go to. */
    record Forbidden() implements Place {}
  }

  /** Reads a URL; empty where it is none that we would go to. Looks nothing up. */
  public Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text)).filter(this::isFit);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isFit(URI url) {
    return isScheme(url.getScheme())
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null
        && url.getPort() <= PORT_MAX
        && url.getPort() != 0
        && url.toString().length() <= URL_CHARS_MAX
        && url.toString().chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private boolean isScheme(String scheme) {
    return "https".equals(scheme) || (privateToo && "http".equals(scheme));
  }

  /** Looks a host up. Blocks, for two seconds at most. */
  Place find(URI url) throws InterruptedException {
    if (!isFit(url)) {
      return new Place.Forbidden();
    }
    try {
      var host = url.getHost();
      return checked(Deadline.call(LOOK_UP_MAX, () -> addresses(host)));
    } catch (ExecutionException | TimeoutException e) {
      return new Place.Unknown();
    }
  }

  private InetAddress[] addresses(String host) throws UnknownHostException, InterruptedException {
    lookUps.acquire();
    try {
      return lookUp.all(host);
    } finally {
      lookUps.release();
    }
  }

  /** A host with one address of ours among others is up to something. */
  private Place checked(InetAddress[] addresses) {
    var allowed = privateToo || Stream.of(addresses).allMatch(PublicAddresses::contains);
    return allowed ? new Place.At(addresses[0]) : new Place.Forbidden();
  }
}
