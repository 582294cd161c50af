package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.claim.Check.Need;
import dev.whiteboard.capacity.claim.Check.Shared;
import dev.whiteboard.capacity.claim.Check.Unmeasured;
import dev.whiteboard.capacity.claim.Check.Within;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import java.util.List;

/** 50 million requests a second, answered at 200 edges in 20 regions. */
final class CdnClaims {
  private static final Figure LIGHT =
      new Figure.Cited(
          "light in fibre",
          Quantity.of(204_000, "km/s"),
          "299,792 km/s through glass of index 1.47, ITU-T G.652");

  private static final Figure THERE_AND_BACK =
      new Figure.Assumed("there and back", Quantity.of(2, "1"), "a request and its answer");

  private static final Figure ALL =
      new Figure.Assumed("all", Quantity.of(100, "%"), "hits and misses");

  private static final Unmeasured ONE_MACHINE =
      new Unmeasured("there is one machine here; more of them are simulated");

  private final Inputs in;
  private final Statements says;

  CdnClaims(Inputs in) {
    this.in = in;
    this.says = new Statements(Interview.CDN, in);
  }

  List<Claim> all() {
    return List.of(
        requests(),
        says.required("cdn.edges", "edges", Input.CDN_EDGES)
            .checked(ONE_MACHINE)
            .but(
                "In each region are",
                in.get(Input.CDN_EDGES).over(in.get(Input.CDN_REGIONS)).in("edges/region")),
        says.required("cdn.regions", "regions", Input.CDN_REGIONS).checked(ONE_MACHINE),
        says.required("cdn.continents", "continents", Input.CDN_CONTINENTS).checked(ONE_MACHINE),
        says.required("cdn.storage", "cached in all places", Input.CDN_STORAGE)
            .checked(ONE_MACHINE)
            .but(
                "Spread evenly that is",
                in.get(Input.CDN_STORAGE).over(in.get(Input.CDN_EDGES)).in("TB/edge")),
        latency(),
        invalidation(),
        says.available("cdn.availability", Input.CDN_AVAILABILITY));
  }

  private Claim requests() {
    var rate = in.get(Input.CDN_REQUESTS);
    var size = in.get(Input.CDN_BYTES_PER_ANSWER);
    var traffic = rate.times(size).in("TB/s");
    var missed = ALL.minus(in.get(Input.CDN_HIT_RATIO));
    return says.required("cdn.requests", "requests", Input.CDN_REQUESTS)
        .checked(
            new Shared(
                Gauge.EDGE_HIT_100K,
                List.of(
                    new Need(
                        Resource.CPU, Gauge.EDGE_HIT_100K, rate::over, in.get(Input.NODE_CORES)),
                    new Need(
                        Resource.NETWORK,
                        Gauge.EDGE_HIT_100K,
                        _ -> rate.times(size),
                        in.get(Input.NODE_NETWORK))),
                in.get(Input.CDN_EDGES),
                true))
        .but("An edge answers", rate.over(in.get(Input.CDN_EDGES)).in("requests/s/edge"))
        .but("All answers together are", traffic)
        .but("A year of that traffic costs", yearly(traffic.named("cdn.traffic")))
        .but("What no cache has goes to the origins:", rate.times(missed).in("requests/s"));
  }

  private Figure yearly(Figure traffic) {
    return traffic.times(in.get(Input.PRICE_TRAFFIC)).in("USD/year");
  }

  private Claim latency() {
    return says.required("cdn.latency", "from edge to user it takes", Input.CDN_LATENCY_LIMIT)
        .checked(
            new Within(
                Gauge.EDGE_HIT_P99,
                in.get(Input.CDN_LATENCY_LIMIT),
                "the way to the user and back"))
        .but(
            "Light alone goes there and back in that time over",
            in.get(Input.CDN_LATENCY_LIMIT).times(LIGHT).over(THERE_AND_BACK));
  }

  private Claim invalidation() {
    return says.required("cdn.invalidation", "until no edge has it", Input.CDN_INVALIDATION_LIMIT)
        .checked(
            new Within(
                Gauge.PURGE_P99,
                in.get(Input.CDN_INVALIDATION_LIMIT),
                "the ways between the tiers"));
  }
}
