package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.shortener.access.ApiKeys;
import dev.whiteboard.shortener.link.Ownership;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Optional;

/** Tells who asks, and whether they may. */
public final class Callers {
  private static final String SCHEME = "Bearer ";

  private final ApiKeys keys;
  private final ClientAddress addresses;
  private final Optional<TokenHash> adminKey;

  /**
   * Callers are told apart by these.
   *
   * @param adminKey the admin key's hash; empty where there is none, and nobody is admin
   */
  public Callers(ApiKeys keys, ClientAddress addresses, Optional<TokenHash> adminKey) {
    this.keys = keys;
    this.addresses = addresses;
    this.adminKey = adminKey;
  }

  /** Who asks for a new link. */
  sealed interface Caller {
    /**
     * The holder of an API key.
     *
     * @param id the key's id
     */
    record WithKey(String id) implements Caller {}

    /**
     * Anybody.
     *
     * @param address where from
     */
    record Anonymous(InetAddress address) implements Caller {}

    /** What tells this caller from others. */
    default String scope() {
      return switch (this) {
        case WithKey(var id) -> "key " + id;
        case Anonymous(var address) -> "address " + address.getHostAddress();
      };
    }
  }

  /**
   * Who asks.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 401 where a key is given that is not valid
   */
  Caller identify(RoutingContext request) {
    var token = bearer(request);
    if (token.isEmpty()) {
      return new Caller.Anonymous(addresses.of(request.request()));
    }
    return new Caller.WithKey(keys.authenticate(token.get()).orElseThrow(Callers::badKey));
  }

  /**
   * Lets pass who holds an API key.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 401 without one, or with one that is not valid
   */
  Caller.WithKey requireKey(RoutingContext request) {
    var token = requireToken(request);
    return new Caller.WithKey(keys.authenticate(token).orElseThrow(Callers::badKey));
  }

  /**
   * Lets pass who holds a credential at all, before anything is looked up.
   *
   * @return the credential
   */
  String requireToken(RoutingContext request) {
    return bearer(request).orElseThrow(Callers::noKey);
  }

  /** Lets pass who may see and change the link; 401 for a dead key, 403 for another's. */
  void requireOwner(String token, Ownership ownership) {
    var allowed =
        ApiKeys.looksLikeKey(token)
            ? ownership.equals(
                new Ownership.OfKey(keys.authenticate(token).orElseThrow(Callers::badKey)))
            : ownership.equals(new Ownership.OfToken(TokenHash.of(token)));
    if (!allowed) {
      throw Problem.of(403, "Not yours", "This link belongs to somebody else.").asException();
    }
  }

  /** Lets pass who holds the admin key; 401 without any, 403 with another. */
  void requireAdmin(RoutingContext request) {
    var token = TokenHash.of(requireToken(request));
    if (!adminKey.map(token::equals).orElse(false)) {
      throw Problem.of(403, "Admin key needed", "Only the admin key may do this.").asException();
    }
  }

  private static Optional<String> bearer(RoutingContext request) {
    return Optional.ofNullable(request.request().getHeader("Authorization"))
        .map(header -> {
          if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw badKey();
          }
          return header.substring(SCHEME.length()).strip();
        });
  }

  private static RuntimeException noKey() {
    return Problem.of(401, "Not authenticated", "Send a key or token as Authorization: Bearer.")
        .asException();
  }

  private static RuntimeException badKey() {
    return Problem.of(401, "Not authenticated", "This key or token is not valid.").asException();
  }
}
