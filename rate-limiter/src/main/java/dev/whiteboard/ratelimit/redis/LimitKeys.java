package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Limit;

/**
 * How keys are named in Redis.
 *
 * <pre>
 *  ratelimit:{shop}:gcra:user=7
 *             │     │    └ the charge's key, as it is
 *             │     └ algorithm: another one has another kind of value
 *             └ domain; "%", "{" and "}" as %25, %7B and %7D, and "%" for none
 * </pre>
 *
 * <p>The first closing brace ends the domain, and a colon the algorithm, in whose name there is
 * none: no two meet. What is in the braces decides on the slot of a cluster (Redis Cluster
 * specification, hash tags), so all keys of a domain are on one node, and a script may touch them
 * together. The price is that a domain is as fast as one node. Where that is too little, take more
 * domains, or leases.
 */
final class LimitKeys {
  private static final String PREFIX = "ratelimit:";

  /** Braces with nothing in them are no tag; this is nobody's name, as it would be escaped. */
  private static final String NO_DOMAIN = "%";

  private LimitKeys() {}

  /** What all keys of a domain begin with. */
  static String prefix(String domain) {
    return PREFIX + '{' + (domain.isEmpty() ? NO_DOMAIN : escaped(domain)) + "}:";
  }

  /** The key of a charge. */
  static String name(String prefix, Limit limit, String key) {
    return prefix + limit.algorithm().text() + ':' + key;
  }

  private static String escaped(String domain) {
    return domain.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
  }
}
