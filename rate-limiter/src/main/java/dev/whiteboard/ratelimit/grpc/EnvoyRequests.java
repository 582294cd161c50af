package dev.whiteboard.ratelimit.grpc;

import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.CheckBounds;
import dev.whiteboard.ratelimit.rule.Descriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Envoy's requests as checks, within the same bounds as those that come over HTTP. */
final class EnvoyRequests {
  private EnvoyRequests() {}

  /**
   * One request.
   *
   * @param domain whose rules hold
   * @param asked its descriptors, in its order
   */
  record Asked(String domain, List<Hits> asked) {
    /** One check for each cost that there is, in the order of the request. */
    List<Check> checks() {
      var byCost = new LinkedHashMap<Long, List<Descriptor>>();
      for (var hits : asked) {
        if (hits.cost > 0) {
          byCost.computeIfAbsent(hits.cost, _ -> new ArrayList<>()).add(hits.descriptor);
        }
      }
      return byCost.entrySet().stream()
          .map(entry -> new Check(domain, entry.getValue(), entry.getKey()))
          .toList();
    }
  }

  /**
   * A descriptor and what it costs.
   *
   * @param descriptor what the request is
   * @param cost permits; 0 for who only asks how it stands
   */
  record Hits(Descriptor descriptor, long cost) {}

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException naming the first bad field
   */
  static Asked read(RateLimitRequest request) {
    require("domain", CheckBounds.faultOfDomain(request.getDomain()));
    var count = request.getDescriptorsCount();
    if (count < 1 || count > CheckBounds.DESCRIPTORS_MAX) {
      throw bad("descriptors", "must have 1 to " + CheckBounds.DESCRIPTORS_MAX + " entries");
    }
    var asked = new ArrayList<Hits>(count);
    for (var index = 0; index < count; index++) {
      var field = "descriptors[" + index + "]";
      var descriptor = request.getDescriptors(index);
      asked.add(
          new Hits(new Descriptor(entries(field, descriptor)), cost(field, request, descriptor)));
    }
    return new Asked(request.getDomain(), asked);
  }

  private static SortedMap<String, String> entries(String field, RateLimitDescriptor descriptor) {
    var count = descriptor.getEntriesCount();
    if (count < 1 || count > CheckBounds.ENTRIES_MAX) {
      throw bad(field, "must have 1 to " + CheckBounds.ENTRIES_MAX + " entries");
    }
    var entries = new TreeMap<String, String>();
    for (var entry : descriptor.getEntriesList()) {
      require(field, CheckBounds.faultOfName(entry.getKey()));
      require(field + "." + entry.getKey(), CheckBounds.faultOfValue(entry.getValue()));
      if (entries.put(entry.getKey(), entry.getValue()) != null) {
        throw bad(field + "." + entry.getKey(), "is given twice");
      }
    }
    return entries;
  }

  /** The descriptor's own, else the request's, where 0 means that nothing was said: 1. */
  private static long cost(String field, RateLimitRequest request, RateLimitDescriptor descriptor) {
    if (!descriptor.hasHitsAddend()) {
      var cost = Integer.toUnsignedLong(request.getHitsAddend());
      return within("hits_addend", Math.max(1, cost));
    }
    return within(field + ".hits_addend", descriptor.getHitsAddend().getValue());
  }

  private static long within(String field, long cost) {
    if (cost < 0 || cost > CheckBounds.COST_MAX) { // less than 0 is more than a long holds
      throw bad(field, "must be from 0 to " + CheckBounds.COST_MAX);
    }
    return cost;
  }

  private static void require(String field, Optional<String> fault) {
    if (fault.isPresent()) {
      throw bad(field, fault.get());
    }
  }

  private static IllegalArgumentException bad(String field, String detail) {
    return new IllegalArgumentException(field + " " + detail);
  }
}
